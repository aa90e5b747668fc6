import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
import type { Tone } from "../names/tones";
import { Shape, type ShapeName } from "../shapes/Shape";
import css from "./badges.module.css";

/** A word with a shape and a colour; colour alone says nothing. */
export function Badge({
  tone,
  shape,
  children,
}: {
  tone: Tone;
  shape: ShapeName;
  children: ReactNode;
}) {
  return (
    <span className={`${css.badge} ${css[tone] ?? ""}`}>
      <Shape name={shape} />
      {children}
    </span>
  );
}

export function StockBadge({ status }: { status: string }) {
  if (status === "UNDERSTOCKED") {
    return (
      <Badge tone="critical" shape="down">
        <Trans>Too little</Trans>
      </Badge>
    );
  }
  if (status === "OVERSTOCKED") {
    return (
      <Badge tone="warn" shape="up">
        <Trans>Too much</Trans>
      </Badge>
    );
  }
  return (
    <Badge tone="good" shape="dot">
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
