import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { demandOf } from "../../api/queries/demand";
import { Money } from "../../ui/Money";
import type { Action } from "./actions";

export function ActionMoney({ action, currency }: { action: Action; currency: string }) {
  if (action.kind === "order") return <OrderMoney action={action} currency={currency} />;
  return (
    <Money
      value={action.money}
      low={action.row.expected_margin_p10}
      high={action.row.expected_margin_p90}
      ofMargin
      currency={currency}
      kind={<Trans>expected gain over doing nothing</Trans>}
    />
  );
}

/** The week's range of demand, less the stock, at the selling price. */
function OrderMoney({
  action,
  currency,
}: {
  action: Action & { kind: "order" };
  currency: string;
}) {
  const { data } = useQuery(demandOf(action.code));
  const price = (action.money ?? 0) / action.risk.units;
  const worth = (units: number | null | undefined) =>
    units == null ? undefined : Math.max(0, units - action.risk.current_stock) * price;
  return (
    <Money
      value={action.money}
      low={worth(data?.p10)}
      high={worth(data?.p90)}
      currency={currency}
      kind={<Trans>lost sales avoided</Trans>}
    />
  );
}
