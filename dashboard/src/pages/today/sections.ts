import type { Schemas } from "../../api/client";

type Dashboard = Schemas["Dashboard"];
type Sections = Dashboard["sections"];

/** Sections this page shows. */
export const SECTIONS = [
  "key_figures",
  "stock_at_risk",
  "demand_ahead",
  "segments",
  "plan",
  "campaigns",
  "copywriting",
] as const satisfies (keyof Sections)[];
export type SectionName = (typeof SECTIONS)[number];

/** The data of a section; null where it is unavailable. */
export function sectionData<N extends SectionName>(
  dashboard: Dashboard,
  name: N,
): Sections[N]["data"] {
  return dashboard.sections[name].data;
}

/** Sections that are stale or unavailable. */
export function notOk(dashboard: Dashboard): SectionName[] {
  return SECTIONS.filter((name) => dashboard.sections[name].status !== "ok");
}

/** There is no snapshot yet. */
export function isEmptyState({ sections, snapshot }: Dashboard): boolean {
  const missing = SECTIONS.map((name) => sections[name]).filter(({ data }) => data === null);
  return snapshot === null && missing.some(({ statement }) => statement?.code === "state_empty");
}
