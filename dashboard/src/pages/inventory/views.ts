import { useLingui } from "@lingui/react/macro";
import { useMemo } from "react";
import { type Filters, type InventoryIndex, NO_FILTERS } from "./InventoryIndex";

export interface View {
  key: string;
  name: string;
  /** What the URL holds in it. */
  query: string;
  /** How many products it has; unknown while they are on their way. */
  count: number | undefined;
}

/** Saved sets of filters, each with its number of products. */
export function useViews(index: InventoryIndex | null): View[] {
  const { t } = useLingui();
  return useMemo(() => {
    const view = (key: string, name: string, filter: Partial<Filters>, sort?: string): View => ({
      key,
      name,
      query: new URLSearchParams({ ...filter, ...(sort ? { sort } : {}) }).toString(),
      count: index?.count({ ...NO_FILTERS, ...filter }),
    });
    return [
      view("all", t`All`, {}),
      view("order", t`To order`, { need: "order" }, "-stock_out_probability"),
      view("short", t`Too little`, { status: "UNDERSTOCKED" }),
      view("surplus", t`Too much`, { status: "OVERSTOCKED" }, "-money_bound"),
      view("dead", t`Dead stock`, { need: "dead" }, "-money_bound"),
      view("lost", t`To check`, { need: "lost" }),
    ];
  }, [index, t]);
}

/** The view of a URL, whatever is searched, sorted or narrowed down further. */
export function currentView(get: (name: string) => string): string {
  const [need, status] = [get("need"), get("status")];
  if (need !== "") return status === "" ? need : "";
  if (status === "UNDERSTOCKED") return "short";
  if (status === "OVERSTOCKED") return "surplus";
  return status === "" ? "all" : "";
}
