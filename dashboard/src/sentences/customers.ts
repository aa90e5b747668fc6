import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import type { Schemas } from "../api/client";
import { useCurrency, useFormats } from "../format/context";
import { useSegmentName } from "../names/segments";
import {
  type Renderers,
  renderStatement,
  type Statement,
  type StatementValues,
} from "./statements";

export type WhyCode = Schemas["WhyStatement"]["code"];

/** A sentence per code that is said of a customer; a code without one does not compile. */
export function useWhyRenderers(): Renderers<WhyCode> {
  const { t } = useLingui();
  const segmentName = useSegmentName();
  const named = (values: StatementValues, name = "segment") => segmentName(values.text(name));
  const days = (values: StatementValues, name: string) => {
    const count = Math.round(values.value(name));
    return t`${plural(count, { one: "# day", other: "# days" })}`;
  };
  const daysAgo = (values: StatementValues) => {
    const count = Math.round(values.value("days"));
    return t`${plural(count, { one: "# day ago", other: "# days ago" })}`;
  };
  const orders = (values: StatementValues) => {
    const count = Math.round(values.value("orders"));
    return t`${plural(count, { one: "# order", other: "# orders" })}`;
  };
  return {
    why_tenure: (values) => {
      const when = daysAgo(values);
      const all = orders(values);
      return t`First order ${when}, ${all} in all: new by tenure.`;
    },
    why_seen_lately: (values) => {
      const segment = named(values);
      const when = daysAgo(values);
      return t`By numbers among "${segment}", but the last order was ${when}, which is too recent for that.`;
    },
    why_lapsed: (values) => {
      const segment = named(values);
      const silent = days(values, "days");
      const limit = values.number("limit");
      return t`By numbers among "${segment}", but silent for ${silent}, more than ${limit}.`;
    },
    why_kept: (values) => {
      const segment = named(values);
      const nearest = named(values, "nearest");
      const margin = values.decimal("margin", 2);
      return t`Already among "${segment}" last month, and not yet ${margin} standard deviations beyond the border to another segment (nearest centre: ${nearest}).`;
    },
    why_cluster: (values) => {
      const segment = named(values);
      const all = orders(values);
      const money = values.wholeMoney("money");
      const when = daysAgo(values);
      return t`Nearest to a centre of "${segment}": around ${all} worth ${money} in all, the last ${when}.`;
    },
    why_most_of_cluster: (values) => {
      const segment = named(values);
      const cluster = values.number("cluster");
      return t`Most customers of cluster ${cluster} are among "${segment}".`;
    },
    border_inside: (values) => {
      const segment = named(values);
      const deviations = values.decimal("deviations", 2);
      return t`${deviations} standard deviations inside the border to "${segment}", the nearest.`;
    },
    border_beyond: (values) => {
      const segment = named(values);
      const deviations = values.decimal("deviations", 2);
      return t`${deviations} standard deviations beyond the border to "${segment}", the nearest.`;
    },
    silence_stays: (values) => {
      const segment = named(values);
      const ahead = days(values, "days");
      return t`Stays among "${segment}" for the next ${ahead} even without an order.`;
    },
    silence_moves: (values) => {
      const segment = named(values);
      const more = days(values, "days");
      return t`Without an order for ${more} more: among "${segment}".`;
    },
    orders_move: (values) => {
      const segment = named(values);
      const more = Math.round(values.value("orders"));
      const each = values.money("each");
      return t`With ${plural(more, { one: "# more order", other: "# more orders" })} today, each worth the ${each} of the former: among "${segment}".`;
    },
  };
}

/** Writes what is said of a customer; in the service's English where this page has no words. */
export function useWhySentence(): (
  statement: Statement | null | undefined,
  english: string,
) => string {
  const renderers = useWhyRenderers();
  const formats = useFormats();
  const currency = useCurrency();
  return (statement, english) => renderStatement(renderers, statement, english, formats, currency);
}
