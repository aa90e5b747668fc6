import { Trans } from "@lingui/react/macro";
import { Chip } from "./Chip";

/** Marks the row of a test. */
export function TestChip() {
  return (
    <Chip tone="test" shape="diamond">
      <Trans>Test</Trans>
    </Chip>
  );
}
