import { useState } from "react";
import { api, type Schemas, unwrap } from "../../api/client";
import { downloadCsv } from "../../api/files";
import { csvText } from "../../format/csv";

/** The segment's customers as a file. Consent and opt-outs are a campaign's audience, not this. */
export function useSegmentExport(label: string) {
  const [failure, setFailure] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  async function run() {
    setBusy(true);
    setFailure(null);
    try {
      downloadCsv(`${label}.csv`, await everyone(label));
    } catch (error) {
      setFailure(error);
    }
    setBusy(false);
  }
  return { save: () => void run(), isBusy, failure };
}

const COLUMNS = [
  "customer_id",
  "label",
  "recency",
  "frequency",
  "monetary",
  "p_active_90d",
  "expected_spend_90d",
] as const;

async function everyone(label: string): Promise<string> {
  const rows: Schemas["Customer"][] = [];
  let cursor: string | null = null;
  do {
    const query = { label: label as "VIP Customers", limit: 500, cursor: cursor ?? undefined };
    const page: Schemas["Page_Customer_"] = await unwrap(
      api.GET("/v1/customers", { params: { query } }),
    );
    rows.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor !== null);
  return csvText(
    [...COLUMNS],
    rows.map((row) => COLUMNS.map((name) => row[name])),
  );
}
