import { Trans, useLingui } from "@lingui/react/macro";
import { useFormats } from "../../format/context";
import { RangeBar } from "../../ui/RangeBar";
import { useRangeWords } from "../../ui/useRangeWords";
import type { Action, MoneyRange } from "./actions";
import css from "./jobs.module.css";

interface Props {
  action: Action;
  /** Undefined while loading; null if unknown. */
  range: MoneyRange | null | undefined;
  currency: string;
}

/** The amount, whether it is a loss avoided or a gain, and its range in words and as a bar. */
export function JobMoney({ action, range, currency }: Props) {
  const formats = useFormats();
  const money = formats.compactMoney(action.money, currency);
  return (
    <div className={css.money}>
      <span className={css.sum}>
        {action.kind === "order" ? (
          <Trans>
            <b>{money}</b> sales saved
          </Trans>
        ) : (
          <Trans>
            <b>{money}</b> gained
          </Trans>
        )}
      </span>
      {range === undefined ? (
        <>
          <span className={css.bar} />
          <span className={css.range} />
        </>
      ) : range === null ? (
        <span className={css.range}>
          <Trans>no range available</Trans>
        </span>
      ) : (
        <JobRange range={range} ofMargin={action.kind === "promote"} currency={currency} />
      )}
    </div>
  );
}

interface RangeProps {
  range: MoneyRange;
  ofMargin: boolean;
  currency: string;
}

function JobRange({ range, ofMargin, currency }: RangeProps) {
  const { t } = useLingui();
  const words = useRangeWords()(range.low, range.high, currency);
  const label = ofMargin ? t`margin only: ${words}` : words;
  return (
    <>
      <RangeBar {...range} label={label} />
      <span className={css.range} aria-hidden="true">
        {label}
      </span>
    </>
  );
}
