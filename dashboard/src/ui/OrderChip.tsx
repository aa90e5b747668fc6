import { useLingui } from "@lingui/react";
import { Plural } from "@lingui/react/macro";
import { ORDER_STATUS, type OrderStatus } from "../names/orderStatus";
import { Chip } from "./Chip";

/** The status of an order; an overdue one shows the days late instead. */
export function OrderChip({ status, daysLate = 0 }: { status: OrderStatus; daysLate?: number }) {
  const { i18n } = useLingui();
  if (daysLate > 0)
    return (
      <Chip tone="warn" shape="clock">
        <Plural value={daysLate} one="# day late" other="# days late" />
      </Chip>
    );
  const { word, tone, shape } = ORDER_STATUS[status];
  return (
    <Chip tone={tone} shape={shape}>
      {i18n._(word)}
    </Chip>
  );
}
