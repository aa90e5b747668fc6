import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { useFormats } from "../format/context";
import css from "./badges.module.css";

interface MoneyProps {
  value: number | null | undefined;
  low?: number | null;
  high?: number | null;
  currency: string;
  /** What the money is: a loss avoided, a gain. */
  kind: ReactNode;
  /** The range is that of the margin alone, not of the whole sum. */
  ofMargin?: boolean;
}

/** The middle value bold, its 80 % range beside it, and what it is. */
export function Money({ value, low, high, currency, kind, ofMargin }: MoneyProps) {
  const formats = useFormats();
  const from = formats.compactMoney(low, currency);
  const to = formats.compactMoney(high, currency);
  return (
    <span className={css.money}>
      <span className={css.middle}>{formats.compactMoney(value, currency)}</span>
      <span className={css.range}>{kind}</span>
      <span className={css.range}>
        {low == null || high == null ? (
          <Trans>no range available</Trans>
        ) : ofMargin ? (
          <Trans>
            margin only: 80% range {from} to {to}
          </Trans>
        ) : (
          <Trans>
            80% range {from} to {to}
          </Trans>
        )}
      </span>
    </span>
  );
}
