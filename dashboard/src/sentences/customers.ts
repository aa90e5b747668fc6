import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import type { Schemas } from "../api/client";
import { useCurrency, useFormats } from "../format/context";
import { useSegmentName } from "../names/segments";
import { type Said, type Statement, type Writers, written } from "./said";

export type WhyCode = Schemas["WhyStatement"]["code"];

/** A sentence per code that is said of a customer; a code without one does not compile. */
export function useWhyWriters(): Writers<WhyCode> {
  const { t } = useLingui();
  const segmentName = useSegmentName();
  const named = (said: Said, name = "segment") => segmentName(said.text(name));
  const days = (said: Said, name: string) => {
    const count = Math.round(said.value(name));
    return t`${plural(count, { one: "# day", other: "# days" })}`;
  };
  const daysAgo = (said: Said) => {
    const count = Math.round(said.value("days"));
    return t`${plural(count, { one: "# day ago", other: "# days ago" })}`;
  };
  const orders = (said: Said) => {
    const count = Math.round(said.value("orders"));
    return t`${plural(count, { one: "# order", other: "# orders" })}`;
  };
  return {
    why_tenure: (said) => {
      const when = daysAgo(said);
      const all = orders(said);
      return t`First order ${when}, ${all} in all: new by tenure.`;
    },
    why_seen_lately: (said) => {
      const segment = named(said);
      const when = daysAgo(said);
      return t`By numbers among "${segment}", but the last order was ${when}, which is too recent for that.`;
    },
    why_lapsed: (said) => {
      const segment = named(said);
      const silent = days(said, "days");
      const limit = said.number("limit");
      return t`By numbers among "${segment}", but silent for ${silent}, more than ${limit}.`;
    },
    why_kept: (said) => {
      const segment = named(said);
      const nearest = named(said, "nearest");
      const margin = said.decimal("margin", 2);
      return t`Already among "${segment}" last month, and not yet ${margin} standard deviations beyond the border to another segment (nearest centre: ${nearest}).`;
    },
    why_cluster: (said) => {
      const segment = named(said);
      const all = orders(said);
      const money = said.wholeMoney("money");
      const when = daysAgo(said);
      return t`Nearest to a centre of "${segment}": around ${all} worth ${money} in all, the last ${when}.`;
    },
    why_most_of_cluster: (said) => {
      const segment = named(said);
      const cluster = said.number("cluster");
      return t`Most customers of cluster ${cluster} are among "${segment}".`;
    },
    border_inside: (said) => {
      const segment = named(said);
      const deviations = said.decimal("deviations", 2);
      return t`${deviations} standard deviations inside the border to "${segment}", the nearest.`;
    },
    border_beyond: (said) => {
      const segment = named(said);
      const deviations = said.decimal("deviations", 2);
      return t`${deviations} standard deviations beyond the border to "${segment}", the nearest.`;
    },
    silence_stays: (said) => {
      const segment = named(said);
      const ahead = days(said, "days");
      return t`Stays among "${segment}" for the next ${ahead} even without an order.`;
    },
    silence_moves: (said) => {
      const segment = named(said);
      const more = days(said, "days");
      return t`Without an order for ${more} more: among "${segment}".`;
    },
    orders_move: (said) => {
      const segment = named(said);
      const more = Math.round(said.value("orders"));
      const each = said.money("each");
      return t`With ${plural(more, { one: "# more order", other: "# more orders" })} today, each worth the ${each} of the former: among "${segment}".`;
    },
  };
}

/** Writes what is said of a customer; in the service's English where this page has no words. */
export function useWhySentence(): (
  statement: Statement | null | undefined,
  english: string,
) => string {
  const writers = useWhyWriters();
  const formats = useFormats();
  const currency = useCurrency();
  return (statement, english) => written(writers, statement, english, formats, currency);
}
