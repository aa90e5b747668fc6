import { Trans } from "@lingui/react/macro";
import { useState } from "react";
import { api, type Schemas, unwrap } from "../../api/client";
import { downloadCsv } from "../../api/files";
import { csvText } from "../../format/csv";
import { Button } from "../../ui/Button";
import { Failed } from "../../ui/States";

/** The segment's customers as a file. Consent and opt-outs are a campaign's audience, not this. */
export function Export({ label }: { label: string }) {
  const [failure, setFailure] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
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
  return (
    <div className="stack">
      <p>
        <Button variant="plain" disabled={busy} onClick={() => void run()}>
          <Trans>Export these customers (CSV)</Trans>
        </Button>
      </p>
      {failure ? <Failed error={failure} /> : null}
    </div>
  );
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

export async function everyone(label: string): Promise<string> {
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
