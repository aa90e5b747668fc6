import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import type { Schemas } from "../../api/client";
import { downloadCsv } from "../../api/files";
import { plan, planSummary } from "../../api/queries/plan";
import { useAddress } from "../../grid/address";
import { useObjectiveName } from "../../names/objectives";
import { useSegmentName } from "../../names/segments";
import { Button } from "../../ui/Button";
import { Choice } from "../../ui/Filters";
import { Panel } from "../../ui/Panel";
import { QueryResult } from "../../ui/QueryResult";
import { Empty, FilteredEmpty } from "../../ui/States";
import { CampaignTabs } from "../../ui/Tabs";
import { Title } from "../../ui/Title";
import { NoLongerAdvised, useChangedCodes } from "./PlanChanges";
import { PlanMap } from "./PlanMap";
import { Advice, PlanAssumptions, SummaryTiles } from "./PlanSummary";
import { PlanTable } from "./PlanTable";
import { asCsv } from "./planCsv";
import { WhatIf } from "./WhatIf";

type PlanRow = Schemas["PlanRow"];

/** What to promote, to whom, at what discount, and why. */
export default function Plan() {
  const summary = useQuery(planSummary);
  const rows = useQuery(plan);
  return (
    <>
      <Title lead={<Trans>At most one campaign per product, the safest gain first.</Trans>}>
        <Trans>Plan</Trans>
      </Title>
      <CampaignTabs />
      <div className="stack">
        <QueryResult query={summary} height={120}>
          {(found) => (
            <>
              <Advice summary={found} />
              <SummaryTiles summary={found} />
            </>
          )}
        </QueryResult>
        <QueryResult query={rows} height={700}>
          {(page) =>
            page.items.length === 0 ? (
              <>
                <Empty title={<Trans>The plan is empty</Trans>}>
                  <Trans>No campaign is expected to bring more than doing nothing.</Trans>
                </Empty>
                <NoLongerAdvised />
              </>
            ) : (
              <>
                <WhatIf rows={page.items} currency={summary.data?.currency ?? "USD"} />
                <Rows
                  rows={page.items}
                  snapshot={page.snapshot ?? ""}
                  currency={summary.data?.currency ?? "USD"}
                />
              </>
            )
          }
        </QueryResult>
        <QueryResult query={summary} height={100}>
          {(found) => <PlanAssumptions summary={found} />}
        </QueryResult>
      </div>
    </>
  );
}

interface RowsProps {
  rows: PlanRow[];
  snapshot: string;
  currency: string;
}

function Rows({ rows, snapshot, currency }: RowsProps) {
  const { t } = useLingui();
  const address = useAddress();
  const segmentName = useSegmentName();
  const objectiveName = useObjectiveName();
  const objective = address.get("objective");
  const segment = address.get("segment");
  const since = address.get("since");
  const changed = useChangedCodes(since);
  const shown = useMemo(
    () =>
      rows.filter(
        (row) =>
          (!objective || row.objective === objective) &&
          (!segment || row.target_cluster === segment) &&
          (changed === null || changed.has(row.stock_code)),
      ),
    [rows, objective, segment, changed],
  );
  const open = address.get("product");
  const { set } = address;
  const choose = useCallback((code: string | null) => set("product", code), [set]);
  return (
    <>
      <search className="filters">
        <Choice address={address} name="objective" label={t`Objective`}>
          {[...new Set(rows.map((row) => row.objective))].map((name) => (
            <option key={name} value={name}>
              {objectiveName(name)}
            </option>
          ))}
        </Choice>
        <Choice address={address} name="segment" label={t`Audience`}>
          {[...new Set(rows.map((row) => row.target_cluster))].map((name) => (
            <option key={name} value={name}>
              {segmentName(name)}
            </option>
          ))}
        </Choice>
        <Choice address={address} name="since" label={t`Since the week before`}>
          <option value="new">{t`New`}</option>
          <option value="changed">{t`Different offer`}</option>
          <option value="gone">{t`No longer recommended`}</option>
        </Choice>
        {since === "gone" ? null : (
          <Button variant="plain" onClick={() => downloadCsv("plan.csv", asCsv(shown))}>
            <Trans>Export these rows (CSV)</Trans>
          </Button>
        )}
      </search>
      {since === "gone" ? (
        <NoLongerAdvised />
      ) : shown.length === 0 ? (
        <FilteredEmpty onClear={address.clear} />
      ) : (
        <>
          <Panel title={<Trans>Map</Trans>}>
            <PlanMap rows={shown} currency={currency} selected={open} onChoose={choose} />
          </Panel>
          <Panel title={<Trans>Every campaign</Trans>}>
            <PlanTable
              rows={shown}
              snapshot={snapshot}
              currency={currency}
              open={open}
              onOpen={choose}
            />
          </Panel>
        </>
      )}
    </>
  );
}
