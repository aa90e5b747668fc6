import { Trans } from "@lingui/react/macro";
import { Chip } from "./Chip";

/** Stands wherever the row of a test stands. */
export function TestChip() {
  return (
    <Chip tone="test" shape="diamond">
      <Trans>Test</Trans>
    </Chip>
  );
}
