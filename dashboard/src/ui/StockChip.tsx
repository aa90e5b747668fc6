import { Trans } from "@lingui/react/macro";
import { Chip } from "./Chip";

/** How stock compares with expected sales, in the three statuses of the product list. */
export function StockChip({ status }: { status: string }) {
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
