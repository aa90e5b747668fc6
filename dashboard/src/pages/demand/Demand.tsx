import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { Schemas } from "../../api/client";
import { demandAccuracy, demandChanges, demandSummary } from "../../api/queries/demand";
import { Bars } from "../../charts/Bars";
import { useFormats } from "../../format/context";
import { Panel } from "../../ui/Panel";
import { QueryResult } from "../../ui/QueryResult";
import { Tile } from "../../ui/Tile";
import { Title } from "../../ui/Title";
import { TrustBadge } from "../../ui/Trust";
import { AccuracyPanel } from "./Accuracy";
import { DemandChangePanels, usualUnits } from "./DemandChanges";
import { GRADES, ProductsPanel } from "./DemandList";
import { OutcomesPanel } from "./Outcomes";

/** What is expected to sell, and how far to trust it. */
export default function Demand() {
  const summary = useQuery(demandSummary);
  return (
    <>
      <Title lead={<Trans>Expected sales over the next seven days, with ranges.</Trans>}>
        <Trans>Demand</Trans>
      </Title>
      <div className="stack">
        <QueryResult query={summary} height={120}>
          {(found) => <SummaryTiles summary={found} />}
        </QueryResult>
        <DemandChangePanels />
        <AccuracyPanel />
        <div className="columns">
          <TrustPanel />
          <OutcomesPanel />
        </div>
        <ProductsPanel />
      </div>
    </>
  );
}

function SummaryTiles({ summary }: { summary: Schemas["DemandSummary"] }) {
  const formats = useFormats();
  const first = formats.day(summary.first_day);
  const last = formats.day(summary.last_day);
  const silent = formats.count(summary.products_without_demand);
  const moves = useQuery(demandChanges).data;
  const usual = moves ? usualUnits(moves) : null;
  const mean = formats.count(usual);
  const covered = useQuery(demandAccuracy).data?.classes.all?.coverage_80;
  return (
    <dl className="tiles">
      <Tile
        name={<Trans>Units expected</Trans>}
        figure={formats.count(summary.total_units)}
        note={
          <Trans>
            {first} to {last}
          </Trans>
        }
      />
      {usual ? (
        <Tile
          name={<Trans>Compared with a usual week</Trans>}
          figure={formats.signedPercent(summary.total_units / usual - 1)}
          note={<Trans>{mean} units in an average week of the last four</Trans>}
        />
      ) : null}
      <Tile
        name={<Trans>Products</Trans>}
        figure={formats.count(summary.products)}
        note={<Trans>{silent} without expected demand</Trans>}
      />
      <Tile
        name={<Trans>Reliable as single numbers</Trans>}
        figure={formats.count((summary.trust.A ?? 0) + (summary.trust.B ?? 0))}
        note={<Trans>products graded A or B</Trans>}
      />
      {covered == null ? null : (
        <Tile
          name={<Trans>Within the 80% range</Trans>}
          figure={formats.percent(covered)}
          note={<Trans>of recent forecasts</Trans>}
        />
      )}
    </dl>
  );
}

function TrustPanel() {
  const query = useQuery(demandSummary);
  const { t } = useLingui();
  const formats = useFormats();
  const words: Record<string, string> = {
    A: t`plan with the number`,
    B: t`plan with the range`,
    C: t`take the range only`,
    none: t`too few sales to judge`,
  };
  return (
    <Panel
      title={<Trans>How reliable it is</Trans>}
      note={<Trans>Grades follow each product's own error in recent weeks</Trans>}
    >
      <QueryResult query={query} height={180}>
        {(summary) => (
          <Bars
            bars={GRADES.map((grade) => ({
              key: grade,
              name: (
                <>
                  <TrustBadge grade={grade} /> <span className="muted small">{words[grade]}</span>
                </>
              ),
              value: summary.trust[grade] ?? 0,
              text: formats.count(summary.trust[grade] ?? 0),
            }))}
          />
        )}
      </QueryResult>
    </Panel>
  );
}
