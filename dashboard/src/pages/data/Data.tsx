import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { Schemas } from "../../api/client";
import { dataQuality, health } from "../../api/queries/state";
import { useFormats } from "../../format/context";
import type { Column } from "../../grid/columns";
import { Table } from "../../grid/Table";
import { useServiceSentence } from "../../sentences/problems";
import type { Statement } from "../../sentences/statements";
import { Badge } from "../../ui/Badges";
import { Panel } from "../../ui/Panel";
import { QueryResult } from "../../ui/QueryResult";
import { Tile } from "../../ui/Tile";
import { Title } from "../../ui/Title";
import { Assumptions } from "./Assumptions";
import { ReasonTable } from "./ReasonTable";
import { RefreshPanel } from "./RefreshPanel";
import { Snapshots } from "./Snapshots";
import { Uploads } from "./Uploads";

/** What the system knows, what it assumes, and whether it is well. */
export default function Data() {
  const quality = useQuery(dataQuality);
  return (
    <>
      <Title
        lead={
          <Trans>Where the numbers come from, which lines are excluded, and what is assumed.</Trans>
        }
      >
        <Trans>Data</Trans>
      </Title>
      <div className="stack">
        <QueryResult query={quality} height={120}>
          {(report) => <LedgerTiles report={report} />}
        </QueryResult>
        <div className="columns">
          <div className="stack">
            <Uploads />
            <Panel
              title={<Trans>Excluded lines</Trans>}
              note={<Trans>Lines that are not part of any figure</Trans>}
            >
              <QueryResult query={quality} height={300}>
                {(report) => <Reasons entries={report.set_aside} />}
              </QueryResult>
            </Panel>
            <Panel
              title={<Trans>Kept with warnings</Trans>}
              note={<Trans>A line can have several warnings</Trans>}
            >
              <QueryResult query={quality} height={120}>
                {(report) => <Reasons entries={report.defects} />}
              </QueryResult>
            </Panel>
          </div>
          <div className="stack">
            <RefreshPanel />
            <Snapshots />
            <HealthPanel />
          </div>
        </div>
        <Assumptions />
      </div>
    </>
  );
}

function LedgerTiles({ report }: { report: Schemas["QualityReport"] }) {
  const formats = useFormats();
  const facts = report.facts as {
    first_day?: string;
    last_day?: string;
    trading_days?: number;
    customers?: number;
    products?: number;
  };
  const usedShare = formats.percent(report.rows_kept / Math.max(1, report.rows_in), 2);
  const first = formats.day(facts.first_day);
  const rows = formats.count(report.rows_in);
  const days = formats.count(facts.trading_days);
  return (
    <dl className="tiles">
      <Tile
        name={<Trans>Sales up to</Trans>}
        figure={formats.day(facts.last_day)}
        note={
          <Trans>
            from {first}, {days} trading days
          </Trans>
        }
      />
      <Tile
        name={<Trans>Lines used</Trans>}
        figure={formats.count(report.rows_kept)}
        note={
          <Trans>
            {usedShare} of {rows}
          </Trans>
        }
      />
      <Tile name={<Trans>Products</Trans>} figure={formats.count(facts.products)} />
      <Tile name={<Trans>Customers</Trans>} figure={formats.count(facts.customers)} />
    </dl>
  );
}

function Reasons({ entries }: { entries: Schemas["QualityEntry"][] }) {
  const present = entries.filter((entry) => entry.rows > 0);
  if (present.length === 0)
    return (
      <p className="muted">
        <Trans>None.</Trans>
      </p>
    );
  return <ReasonTable entries={present} />;
}

type HealthCheck = NonNullable<Schemas["HealthAnswer"]["checks"]>[string];

function Readiness({ isReady }: { isReady: boolean }) {
  return isReady ? (
    <Badge tone="good" shape="dot">
      <Trans>Ready</Trans>
    </Badge>
  ) : (
    <Badge tone="critical" shape="cross">
      <Trans>Not ready</Trans>
    </Badge>
  );
}

function HealthPanel() {
  const { t } = useLingui();
  const query = useQuery(health);
  const sentence = useServiceSentence();
  const columns: Column<[string, HealthCheck]>[] = [
    {
      key: "service",
      name: t`Service`,
      rank: 1,
      cell: ([name]) => name,
      note: ([, check]) =>
        check.status === "ok"
          ? null
          : sentence(check.statement as Statement | undefined, String(check.detail)),
    },
    {
      key: "status",
      name: t`Status`,
      rank: 1,
      phone: "figure",
      end: true,
      cell: ([, check]) => <Readiness isReady={check.status === "ok"} />,
    },
  ];
  return (
    <Panel title={<Trans>Services</Trans>} note={<Trans>Checked every 30 seconds</Trans>}>
      <QueryResult query={query} height={200}>
        {(answer) => (
          <Table
            name={t`Services`}
            columns={columns}
            rows={Object.entries(answer.checks ?? {})}
            keyOf={([name]) => name}
          />
        )}
      </QueryResult>
    </Panel>
  );
}
