import { Trans } from "@lingui/react/macro";
import { Chip } from "./Chip";

/** Marks a number that is simulated or assumed; stands beside it. */
export function Provenance({ source }: { source: string | null | undefined }) {
  if (source === "simulated")
    return (
      <Chip dashed>
        <Trans>Simulated</Trans>
      </Chip>
    );
  if (source === "assumed")
    return (
      <Chip dashed>
        <Trans>Assumption</Trans>
      </Chip>
    );
  if (source === "mixed")
    return (
      <Chip dashed>
        <Trans>Partly assumed</Trans>
      </Chip>
    );
  return null;
}
