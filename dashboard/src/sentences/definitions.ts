import { useLingui } from "@lingui/react/macro";
import type { Renderers, StatementValues } from "./statements";

/** What the segments mean, in numbers. */
export function useDefinitionRenderers(): Renderers<string> {
  const { t } = useLingui();
  const centre = (values: StatementValues, number: number) => {
    const orders = values.number(`orders_${number}`);
    const money = values.wholeMoney(`money_${number}`);
    const days = values.number(`days_${number}`);
    return t`${orders} orders worth ${money} in all, the last ${days} days ago`;
  };
  const typical = (values: StatementValues) => {
    const count = Math.round(values.value("centres"));
    if (count === 0) return "";
    const numbers = Array.from({ length: count }, (_, at) => centre(values, at + 1));
    const typical = numbers.join(` ${t`or`} `);
    return ` ${t`Typical: ${typical}.`}`;
  };
  const rule = (values: StatementValues) => {
    const margin = values.decimal("margin", 2);
    return t`Customers stay in last month's segment until they are ${margin} standard deviations beyond the border.`;
  };
  const active = (values: StatementValues) => {
    const lapsed = values.number("lapsed");
    return t`Last order at most ${lapsed} days ago.`;
  };
  return {
    definition_vip: (values) => {
      const share = values.share("least_share");
      const what = t`The cluster of most orders and money, at least ${share} of customers.`;
      return `${what}${typical(values)} ${active(values)} ${rule(values)}`;
    },
    definition_regular: (values) =>
      `${t`Active without being VIP.`}${typical(values)} ${active(values)} ${rule(values)}`,
    definition_new: (values) => {
      const days = values.number("days");
      const orders = values.number("orders");
      return t`First order within the last ${days} days and at most ${orders} orders, whatever the cluster.`;
    },
    definition_new_nobody: () => t`No one yet: the sales data is too short to tell who is new.`,
    definition_at_risk: (values) => {
      const lapsed = values.number("lapsed");
      const after = values.number("after");
      const until = values.number("until");
      const what = t`Fewer orders and a longer gap since the last one than average.`;
      const also = t`Also VIP or regular customers without an order for more than ${lapsed} days. Customers with an order in the last ${after} days don't join; an order within ${until} days takes them out again.`;
      return `${what}${typical(values)} ${also} ${rule(values)}`;
    },
    definition_lost: (values) => {
      const share = values.share("least_share");
      const after = values.number("after");
      const until = values.number("until");
      const what = t`The cluster of the longest silence, at least ${share} of customers.`;
      const who = t`Customers with an order in the last ${after} days don't join, and an order within ${until} days takes them out.`;
      return `${what}${typical(values)} ${who} ${rule(values)}`;
    },
    definition_untold: () => t`Refresh to see the rule: this snapshot doesn't record it.`,
    few_customers: (values) => {
      const customers = values.number("customers");
      const needed = values.number("needed");
      return t`VIP and lost customers need at least ${needed} customers; you have ${customers}.`;
    },
  };
}
