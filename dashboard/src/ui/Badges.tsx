import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { Chip } from "./Chip";

export { Chip as Badge } from "./Chip";

export function StockBadge({ status }: { status: string }) {
  if (status === "UNDERSTOCKED") {
    return (
      <Chip tone="critical" shape="down">
        <Trans>Too little</Trans>
      </Chip>
    );
  }
  if (status === "OVERSTOCKED") {
    return (
      <Chip shape="up">
        <Trans>Too much</Trans>
      </Chip>
    );
  }
  return (
    <Chip tone="bare" shape="dot">
      <Trans>Fine</Trans>
    </Chip>
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
  return <Chip dashed>{children}</Chip>;
}
