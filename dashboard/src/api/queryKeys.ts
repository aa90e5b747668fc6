type Filters = Record<string, unknown> | undefined;

/**
 * The key of every query, in one place. A key begins with the keys above it, so that invalidating
 * `campaigns.all` reaches the lists, each campaign and what hangs on it.
 */
export const queryKeys = {
  session: ["session"],
  dashboard: ["dashboard"],
  dismissals: ["dismissals"],
  inventory: {
    summary: ["inventory", "summary"],
    table: ["inventory", "table"],
    item: (code: string) => ["inventory", "item", code],
  },
  search: (text: string) => ["search", text],
  products: {
    item: (code: string) => ["products", "item", code],
    history: (code: string) => ["products", "item", code, "history"],
  },
  demand: {
    summary: ["demand", "summary"],
    accuracy: ["demand", "accuracy"],
    changes: ["demand", "changes"],
    outcomes: ["demand", "outcomes"],
    list: (filters: Filters) => ["demand", "list", filters],
    item: (code: string) => ["demand", "item", code],
  },
  segments: {
    list: ["segments", "list"],
    stability: ["segments", "stability"],
    item: (label: string) => ["segments", "item", label],
  },
  customers: {
    item: (id: string) => ["customers", "item", id],
  },
  plan: {
    rows: ["plan", "rows"],
    summary: ["plan", "summary"],
    changes: (filters: Filters) => ["plan", "changes", filters],
    simulation: (settings: object) => ["plan", "simulation", settings],
    item: (code: string) => ["plan", "item", code],
    customers: (code: string, leftOut: boolean) => ["plan", "item", code, "customers", leftOut],
  },
  decisions: {
    all: ["decisions"],
    outcomes: ["decisions", "outcomes"],
    ofPlan: (snapshot: string) => ["decisions", "plan", snapshot],
  },
  campaigns: {
    all: ["campaigns"],
    list: (filters: Filters) => ["campaigns", "list", filters],
    item: (id: string) => ["campaigns", "item", id],
    versions: (id: string) => ["campaigns", "item", id, "versions"],
    audit: (id: string) => ["campaigns", "item", id, "audit"],
    audience: (id: string) => ["campaigns", "item", id, "audience"],
    lift: (id: string) => ["campaigns", "item", id, "lift"],
    approval: (id: string, etag: string) => ["campaigns", "item", id, "approval", etag],
    comparison: (id: string, before: number, after: number) => [
      "campaigns",
      "item",
      id,
      "comparison",
      before,
      after,
    ],
  },
  claims: (id: string, texts: string) => ["claims", id, texts],
  copyProvider: ["copy-provider"],
  dataQuality: ["data-quality"],
  snapshots: ["snapshots"],
  uploads: ["uploads"],
  refreshes: ["refreshes"],
  health: ["health"],
} as const;
