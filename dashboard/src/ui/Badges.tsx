import { Trans, useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { useFormats } from "../format/context";
import type { Tone } from "../names/tones";
import css from "./badges.module.css";

/** A word with a shape and a colour; colour alone says nothing. */
export function Badge({
  tone,
  shape,
  children,
}: {
  tone: Tone;
  shape: string;
  children: ReactNode;
}) {
  return (
    <span className={`${css.badge} ${css[tone] ?? ""}`}>
      <span aria-hidden="true">{shape}</span>
      {children}
    </span>
  );
}

export type StockStatus = "OVERSTOCKED" | "HEALTHY" | "UNDERSTOCKED";

export function StockBadge({ status }: { status: string }) {
  if (status === "UNDERSTOCKED") {
    return (
      <Badge tone="critical" shape="▼">
        <Trans>Too little</Trans>
      </Badge>
    );
  }
  if (status === "OVERSTOCKED") {
    return (
      <Badge tone="warn" shape="▲">
        <Trans>Too much</Trans>
      </Badge>
    );
  }
  return (
    <Badge tone="good" shape="●">
      <Trans>Fine</Trans>
    </Badge>
  );
}

/** Stands beside the number it qualifies: where that is not known but simulated or assumed. */
export function Provenance({ source }: { source: string | null | undefined }) {
  if (source === "simulated")
    return (
      <DashedBadge>
        <Trans>Simulated</Trans>
      </DashedBadge>
    );
  if (source === "assumed")
    return (
      <DashedBadge>
        <Trans>Assumption</Trans>
      </DashedBadge>
    );
  if (source === "mixed")
    return (
      <DashedBadge>
        <Trans>Partly assumed</Trans>
      </DashedBadge>
    );
  return null;
}

export function DashedBadge({ children }: { children: ReactNode }) {
  return <span className={`${css.badge} ${css.dashed}`}>{children}</span>;
}

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

const TONES: Record<string, Tone> = { A: "good", B: "info", C: "warn", none: "plain" };

/** The grade of a forecast; it opens its reasons. */
export function Trust({
  grade,
  method,
}: {
  grade: string | null | undefined;
  method?: string | null;
}) {
  const { t } = useLingui();
  const known = grade ?? "none";
  const words: Record<string, string> = {
    A: t`Plan with the number: recent errors were small.`,
    B: t`Plan with the range: recent errors were moderate.`,
    C: t`Use the range, not the number: recent errors were large.`,
    none: t`Use the range only: there were too few recent sales to judge a single number.`,
  };
  return (
    <details className={css.trust}>
      <summary>
        <TrustBadge grade={grade} />
      </summary>
      <p>{words[known] ?? words.none}</p>
      {method ? (
        <p>
          <Trans>Method:</Trans> <code>{method}</code>
        </p>
      ) : null}
    </details>
  );
}

export function TrustBadge({ grade }: { grade: string | null | undefined }) {
  const known = grade ?? "none";
  return (
    <Badge tone={TONES[known] ?? "plain"} shape={known === "none" ? "○" : "◆"}>
      {known === "none" ? <Trans>Not graded</Trans> : <Trans>Trust {known}</Trans>}
    </Badge>
  );
}
