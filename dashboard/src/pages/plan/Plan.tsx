import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { Link } from "wouter";
import type { Schemas } from "../../api/client";
import { downloadCsv } from "../../api/files";
import { plan, planSummary } from "../../api/queries/plan";
import { useFormats } from "../../format/context";
import { csvText } from "../../format/csv";
import { useAddress } from "../../grid/address";
import { useObjectiveName } from "../../names/objectives";
import { useSegmentName } from "../../names/segments";
import { assumptionOf, useAssumptionText } from "../../sentences/assumptions";
import { usePlanSentence } from "../../sentences/plan";
import { Provenance } from "../../ui/Badges";
import { Choice } from "../../ui/Filters";
import { Offer } from "../../ui/Offer";
import { Panel } from "../../ui/Panel";
import { QueryResult } from "../../ui/QueryResult";
import { Empty, FilteredEmpty } from "../../ui/States";
import { Tile } from "../../ui/Tile";
import { Title } from "../../ui/Title";
import { DecisionBadge } from "./Decide";
import { type Decision, decisionsOn } from "./decisions";
import { NoLongerAdvised, useChangedCodes } from "./PlanChanges";
import { PlanMap } from "./PlanMap";
import css from "./plan.module.css";
import { SelectedCampaign } from "./SelectedCampaign";
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

/** The plan in a sentence; saying little is advice too. */
export function Advice({ summary }: { summary: Schemas["PlanSummary"] }) {
  const sentence = usePlanSentence();
  if (summary.advice === null) return null;
  return <p>{sentence(summary.advice_statement, summary.advice, summary.currency)}</p>;
}

function SummaryTiles({ summary }: { summary: Schemas["PlanSummary"] }) {
  const formats = useFormats();
  const discounted = formats.count(summary.with_discount);
  return (
    <dl className="tiles">
      <Tile
        name={<Trans>Campaigns</Trans>}
        figure={formats.count(summary.rows)}
        note={<Trans>{discounted} with a discount</Trans>}
      />
      <Tile
        name={<Trans>Money at stake</Trans>}
        figure={formats.compactMoney(summary.total_money_at_stake, summary.currency)}
        note={<Trans>sum of all rows below; one campaign per product, no overlaps</Trans>}
      />
      <Tile
        name={<Trans>With simulated stock</Trans>}
        figure={formats.count(summary.on_simulated_stock)}
        note={<Provenance source="simulated" />}
      />
      <Tile
        name={<Trans>With assumed cost</Trans>}
        figure={formats.count(summary.on_assumed_cost)}
        note={<Provenance source="assumed" />}
      />
    </dl>
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
  // The first row speaks for itself until another is asked for.
  const chosen = rows.find((row) => row.stock_code === address.get("product")) ?? shown[0];
  const choose = (code: string) => address.set("product", code);
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
          <button
            type="button"
            className="plain"
            onClick={() => downloadCsv("plan.csv", asCsv(shown))}
          >
            <Trans>Export these rows (CSV)</Trans>
          </button>
        )}
      </search>
      {since === "gone" ? (
        <NoLongerAdvised />
      ) : shown.length === 0 ? (
        <FilteredEmpty onClear={address.clear} />
      ) : (
        <div className={css.split}>
          <Panel title={<Trans>Map</Trans>} className={css.map}>
            <PlanMap
              rows={shown}
              currency={currency}
              chosen={chosen?.stock_code ?? ""}
              onChoose={choose}
            />
          </Panel>
          <SelectedCampaign row={chosen} snapshot={snapshot} currency={currency} />
          <Panel title={<Trans>Every campaign</Trans>} className={css.rows}>
            <PlanTable
              rows={shown}
              snapshot={snapshot}
              currency={currency}
              chosen={chosen}
              onChoose={choose}
            />
          </Panel>
        </div>
      )}
    </>
  );
}

interface TableProps {
  rows: PlanRow[];
  snapshot: string;
  currency: string;
  chosen: PlanRow | undefined;
  onChoose: (code: string) => void;
}

function PlanTable({ rows, snapshot, currency, chosen, onChoose }: TableProps) {
  const decided = useQuery(decisionsOn(snapshot)).data;
  const { t } = useLingui();
  const formats = useFormats();
  const segmentName = useSegmentName();
  const objectiveName = useObjectiveName();
  return (
    <div className={`scroll ${css.table}`} role="group" aria-label={t`Every campaign`} tabIndex={0}>
      <table className="fold">
        <thead>
          <tr>
            <th scope="col" className="num">{t`No.`}</th>
            <th scope="col">{t`Product`}</th>
            <th scope="col" className={css.column}>{t`Audience`}</th>
            <th scope="col" className={`num ${css.column}`}>{t`Discount`}</th>
            <th scope="col" className="num">{t`Stock`}</th>
            <th scope="col" className="num">{t`7-day demand`}</th>
            <th scope="col" className="num">{t`At stake`}</th>
            <th scope="col" className={css.column}>{t`Decided`}</th>
            <th scope="col">{t`Why`}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.stock_code} data-chosen={row === chosen}>
              <td className="num muted" data-label={t`No.`}>
                {row.priority}
              </td>
              <th scope="row">
                <Link href={`/products/${encodeURIComponent(row.stock_code)}`}>
                  {row.product_name}
                </Link>
                <span className={`small muted ${css.under}`}>
                  <br />
                  {row.discount ? (
                    <Offer discount={row.discount} segment={row.target_cluster} />
                  ) : (
                    segmentName(row.target_cluster)
                  )}{" "}
                  · {objectiveName(row.objective)}
                </span>
              </th>
              <td className={css.column}>
                {segmentName(row.target_cluster)}
                <br />
                <span className="small muted">{objectiveName(row.objective)}</span>
              </td>
              <td className={`num ${css.column}`}>
                {row.discount ? formats.percent(row.discount / 100) : "–"}
              </td>
              <td className="num" data-label={t`Stock`}>
                {formats.count(row.current_stock)}
              </td>
              <td className="num" data-label={t`7-day demand`}>
                {formats.aligned(row.predicted_7d_demand)}
              </td>
              <td className="num strong" data-label={t`At stake`}>
                {formats.money(row.money_at_stake, currency)}
              </td>
              <td className={css.column}>
                <Decided entry={decided?.get(row.stock_code)} />
              </td>
              <td>
                <span className={`small ${css.under}`}>
                  <Settled entry={decided?.get(row.stock_code)} />
                </span>
                <button
                  type="button"
                  className="plain"
                  aria-pressed={row === chosen}
                  aria-label={t`Why: ${row.product_name}`}
                  onClick={() => onChoose(row.stock_code)}
                >
                  <Trans>Why</Trans>
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What was decided, where something was. */
function Settled({ entry }: { entry: Decision | undefined }) {
  return entry ? <DecisionBadge decision={entry.decision} /> : null;
}

function Decided({ entry }: { entry: Decision | undefined }) {
  if (entry) return <DecisionBadge decision={entry.decision} />;
  return (
    <span className="muted">
      <Trans>not yet</Trans>
    </span>
  );
}

/** What the plan assumes; the numbers are bound by it. */
function PlanAssumptions({ summary }: { summary: Schemas["PlanSummary"] }) {
  const wordsOf = useAssumptionText();
  const count = summary.assumptions.length;
  return (
    <details>
      <summary>
        <Trans>Assumptions and limits of this plan: {count}</Trans>
      </summary>
      <ul>
        {summary.assumptions.map((entry) => {
          const words = wordsOf(assumptionOf(entry));
          return (
            <li key={words.label}>
              {words.reason} <span className="strong">{words.value}</span> {words.unit}
            </li>
          );
        })}
      </ul>
    </details>
  );
}

const COLUMNS = [
  "priority",
  "stock_code",
  "product_name",
  "objective",
  "target_cluster",
  "discount",
  "current_stock",
  "stock_source",
  "predicted_7d_demand",
  "unit_price",
  "unit_cost",
  "cost_source",
  "money_at_stake",
  "reason",
] as const;

function asCsv(rows: PlanRow[]): string {
  return csvText(
    [...COLUMNS],
    rows.map((row) => COLUMNS.map((name) => row[name])),
  );
}
