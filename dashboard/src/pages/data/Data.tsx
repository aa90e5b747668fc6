import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { Schemas } from "../../api/client";
import { dataQuality, health, snapshots } from "../../api/queries";
import { useFormats } from "../../format/context";
import { Panel } from "../../layout/Panel";
import { Title } from "../../layout/Title";
import { Dashed, Mark } from "../../marks/Marks";
import { Answer } from "../../states/Answer";
import { Tile } from "../today/KeyFigures";

/** What the system knows, what it assumes, and whether it is well. */
export default function Data() {
  const quality = useQuery(dataQuality);
  const stored = useQuery(snapshots);
  return (
    <>
      <Title
        lead={<Trans>What the numbers come from, what was set aside, and what is assumed.</Trans>}
      >
        <Trans>Data</Trans>
      </Title>
      <div className="stack">
        <Answer query={quality} height={120}>
          {(report) => <LedgerTiles report={report} />}
        </Answer>
        <div className="columns">
          <Panel
            title={<Trans>Set aside</Trans>}
            note={<Trans>Lines of the ledger that no number rests on</Trans>}
          >
            <Answer query={quality} height={300}>
              {(report) => <Reasons entries={report.set_aside} />}
            </Answer>
          </Panel>
          <Panel
            title={<Trans>Kept, but odd</Trans>}
            note={<Trans>One line may have several oddities</Trans>}
          >
            <Answer query={quality} height={300}>
              {(report) => <Reasons entries={report.defects} />}
            </Answer>
          </Panel>
          <HealthPanel />
          <Panel
            title={<Trans>Snapshots</Trans>}
            note={<Trans>Rolling back: smartretail rollback</Trans>}
          >
            <Answer query={stored} height={200}>
              {(answer) => <SnapshotList answer={answer} />}
            </Answer>
          </Panel>
        </div>
        <Panel
          title={<Trans>Assumptions</Trans>}
          note={
            <Trans>Numbers no ledger tells. Upload them, and they are no longer assumed.</Trans>
          }
        >
          <Answer query={stored} height={400}>
            {(answer) => <Assumptions assumptions={answer.assumptions} />}
          </Answer>
        </Panel>
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
  const kept = formats.percent(report.rows_kept / Math.max(1, report.rows_in), 2);
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
        name={<Trans>Lines kept</Trans>}
        figure={formats.count(report.rows_kept)}
        note={
          <Trans>
            {kept} of {rows}
          </Trans>
        }
      />
      <Tile name={<Trans>Products</Trans>} figure={formats.count(facts.products)} />
      <Tile name={<Trans>Customers</Trans>} figure={formats.count(facts.customers)} />
    </dl>
  );
}

function Reasons({ entries }: { entries: Schemas["QualityEntry"][] }) {
  const { t } = useLingui();
  const formats = useFormats();
  const present = entries.filter((entry) => entry.rows > 0);
  if (present.length === 0)
    return (
      <p className="muted">
        <Trans>None.</Trans>
      </p>
    );
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{t`What`}</th>
          <th scope="col" className="num">{t`Lines`}</th>
          <th scope="col" className="num">{t`Share`}</th>
        </tr>
      </thead>
      <tbody>
        {present.map((entry) => (
          <tr key={entry.reason}>
            <th scope="row">{entry.text}</th>
            <td className="num">{formats.count(entry.rows)}</td>
            <td className="num">{formats.percent(entry.percent / 100, 2)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function HealthPanel() {
  const query = useQuery(health);
  return (
    <Panel title={<Trans>Services</Trans>} note={<Trans>Asked every half minute</Trans>}>
      <Answer query={query} height={200}>
        {(answer) => (
          <table>
            <tbody>
              {Object.entries(answer.checks ?? {}).map(([name, check]) => (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  <td>
                    {check.status === "ok" ? (
                      <Mark tone="good" shape="●">
                        <Trans>Ready</Trans>
                      </Mark>
                    ) : (
                      <Mark tone="critical" shape="✕">
                        <Trans>Not ready</Trans>
                      </Mark>
                    )}
                  </td>
                  <td className="muted small">
                    {check.status === "ok" ? "" : String(check.detail)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Answer>
    </Panel>
  );
}

function SnapshotList({ answer }: { answer: Schemas["SnapshotsAnswer"] }) {
  const formats = useFormats();
  return (
    <ul className="clean stack">
      {answer.snapshots.map((entry) => (
        <li key={entry.id}>
          <span className="row">
            <span className="strong">{formats.moment(entry.created_at)}</span>
            {entry.live ? (
              <Mark tone="good" shape="●">
                <Trans>Live</Trans>
              </Mark>
            ) : null}
          </span>
          <span className="small muted">
            <code>{entry.id}</code>
            <br />
            {entry.problem ?? <Kept entry={entry} />}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Kept({ entry }: { entry: Schemas["SnapshotEntry"] }) {
  const formats = useFormats();
  const asOf = formats.day(entry.as_of);
  const kept = formats.count(entry.lines_kept);
  return (
    <Trans>
      As of {asOf}; {kept} sales lines
    </Trans>
  );
}

function Assumptions({ assumptions }: { assumptions: Schemas["StatedAssumption"][] }) {
  const { t } = useLingui();
  return (
    <div className="scroll" role="group" aria-label={t`Assumptions`} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t`Assumption`}</th>
            <th scope="col">{t`Value`}</th>
            <th scope="col">{t`Used for`}</th>
            <th scope="col">{t`Why`}</th>
          </tr>
        </thead>
        <tbody>
          {assumptions.map((entry) => (
            <tr key={`${entry.name}${entry.applies_to}`}>
              <th scope="row">
                <Dashed>{entry.name.replaceAll("_", " ")}</Dashed>
              </th>
              <td className="tabular">
                {typeof entry.value === "object"
                  ? JSON.stringify(entry.value)
                  : String(entry.value)}{" "}
                {entry.unit}
              </td>
              <td>{entry.applies_to}</td>
              <td className="muted">{entry.reason}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
