import type { Schemas } from "../../api/client";

type Dashboard = Schemas["Dashboard"];

/** What each section of the composed answer holds; the gateway passes it on as it is. */
interface Held {
  key_figures: Schemas["KeyFigures"];
  stock_at_risk: Schemas["StockAtRisk"];
  demand_ahead: Schemas["DemandSummary"];
  segments: Schemas["SegmentsAnswer"];
  plan: Schemas["PlanSummary"];
  campaigns: Schemas["CampaignSummary"];
  copywriting: Schemas["ProviderAnswer"];
}

export type SectionName = keyof Held;
export const SECTIONS: SectionName[] = [
  "key_figures",
  "stock_at_risk",
  "demand_ahead",
  "segments",
  "plan",
  "campaigns",
  "copywriting",
];

/** The data of a section; null where it is unavailable. */
export function held<N extends SectionName>(dashboard: Dashboard, name: N): Held[N] | null {
  return (dashboard.sections[name]?.data ?? null) as Held[N] | null;
}

/** Sections that are not as they should be. */
export function notOk(dashboard: Dashboard): SectionName[] {
  return SECTIONS.filter((name) => dashboard.sections[name]?.status !== "ok");
}
