import { Trans, useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { useFormats } from "../format/context";
import css from "./money.module.css";
import { RangeBar } from "./RangeBar";
import { useRangeWords } from "./useRangeWords";

interface MoneyProps {
  value: number | null | undefined;
  low?: number | null;
  high?: number | null;
  currency: string;
  /** What kind of money it is: a loss avoided or a gain. */
  kind: ReactNode;
  /** The range covers the margin only, not the whole amount. */
  ofMargin?: boolean;
}

/** The expected amount in bold with its kind; below, its 80% range in words and as a bar. */
export function Money({ value, low, high, currency, kind, ofMargin }: MoneyProps) {
  const formats = useFormats();
  const { t } = useLingui();
  const rangeWords = useRangeWords();
  if (value == null || low == null || high == null)
    return (
      <span className={css.money}>
        <Sum text={formats.compactMoney(value, currency)} kind={kind} />
        <span className={css.range}>
          <Trans>no range available</Trans>
        </span>
      </span>
    );
  const range = rangeWords(low, high, currency);
  const words = ofMargin ? t`margin only: ${range}` : range;
  return (
    <span className={css.money}>
      <Sum text={formats.compactMoney(value, currency)} kind={kind} />
      <span className={css.range}>
        {ofMargin ? null : <RangeBar low={low} value={value} high={high} label={words} />}
        <span aria-hidden={!ofMargin}>{words}</span>
      </span>
    </span>
  );
}

function Sum({ text, kind }: { text: string; kind: ReactNode }) {
  return (
    <span className={css.sum}>
      <span className={css.middle}>{text}</span> <span className={css.kind}>{kind}</span>
    </span>
  );
}
