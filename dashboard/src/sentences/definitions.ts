import { useLingui } from "@lingui/react/macro";
import type { Said, Writers } from "./said";

/** What the segments mean, in numbers. */
export function useDefinitionWriters(): Writers<string> {
  const { t } = useLingui();
  const centre = (said: Said, number: number) => {
    const orders = said.number(`orders_${number}`);
    const money = said.wholeMoney(`money_${number}`);
    const days = said.number(`days_${number}`);
    return t`${orders} orders worth ${money} in all, the last ${days} days ago`;
  };
  const typical = (said: Said) => {
    const count = Math.round(said.value("centres"));
    if (count === 0) return "";
    const numbers = Array.from({ length: count }, (_, at) => centre(said, at + 1));
    const told = numbers.join(` ${t`or`} `);
    return ` ${t`Typical: ${told}.`}`;
  };
  const kept = (said: Said) => {
    const margin = said.decimal("margin", 2);
    return t`Last month's label is kept until the customer is ${margin} standard deviations beyond the border.`;
  };
  const active = (said: Said) => {
    const lapsed = said.number("lapsed");
    return t`Silent for no more than ${lapsed} days.`;
  };
  return {
    definition_vip: (said) => {
      const share = said.share("least_share");
      const what = t`The cluster of most orders and money, at least ${share} of customers.`;
      return `${what}${typical(said)} ${active(said)} ${kept(said)}`;
    },
    definition_regular: (said) =>
      `${t`Active without being VIP.`}${typical(said)} ${active(said)} ${kept(said)}`,
    definition_new: (said) => {
      const days = said.number("days");
      const orders = said.number("orders");
      return t`First order within the last ${days} days and at most ${orders} orders, whatever the cluster.`;
    },
    definition_new_nobody: () => t`Nobody: the ledger is too short to tell who is new.`,
    definition_at_risk: (said) => {
      const lapsed = said.number("lapsed");
      const after = said.number("after");
      const until = said.number("until");
      const what = t`Fewer orders and longer silence than the average.`;
      const also = t`Also VIP or regular customers silent for more than ${lapsed} days. Nobody becomes it who ordered within ${after} days, and who orders again within ${until} leaves it.`;
      return `${what}${typical(said)} ${also} ${kept(said)}`;
    },
    definition_lost: (said) => {
      const share = said.share("least_share");
      const after = said.number("after");
      const until = said.number("until");
      const what = t`The cluster of the longest silence, at least ${share} of customers.`;
      const who = t`Nobody becomes it who ordered within ${after} days, and nobody stays it who ordered within ${until}.`;
      return `${what}${typical(said)} ${who} ${kept(said)}`;
    },
    definition_untold: () => t`This snapshot does not say by which rule customers are called so.`,
    few_customers: (said) => {
      const customers = said.number("customers");
      const needed = said.number("needed");
      return t`Only ${customers} customers: too few to compare, so nobody is called VIP or lost. That takes ${needed}.`;
    },
  };
}
