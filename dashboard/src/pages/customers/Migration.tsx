import { Trans, useLingui } from "@lingui/react/macro";
import type { Schemas } from "../../api/client";
import { Bars } from "../../charts/Bars";
import { TimeChart } from "../../charts/TimeChart";
import { useFormats } from "../../format/context";
import { useSegmentName } from "../../names/segments";
import { Empty } from "../../ui/Empty";
import { Panel } from "../../ui/Panel";
import css from "./customers.module.css";

type Found = Schemas["SegmentAnswer"];
type SegmentMove = Schemas["SegmentMove"];

/** How large the segment was, and in the last whole month who joined it and who left. */
export function Migration({ found }: { found: Found }) {
  const moves = found.profile?.moves ?? [];
  // The current month is incomplete.
  const last = moves.findLast((move) => daysOf(move) >= WHOLE_MONTH) ?? moves.at(-1);
  return (
    <Panel
      title={<Trans>Moves between segments</Trans>}
      note={last ? <Months move={last} /> : undefined}
    >
      {last === undefined ? (
        <Empty>
          <Trans>No earlier month to compare with: at least two months of sales are needed.</Trans>
        </Empty>
      ) : (
        <>
          {moves.length > 1 ? <Sizes moves={moves} /> : null}
          <Flows move={last} label={found.label} />
        </>
      )}
    </Panel>
  );
}

type Counts = [label: string, count: number][];

/** Both directions on one scale, so that they can be compared by eye. */
function Flows({ move, label }: { move: SegmentMove; label: string }) {
  const { t } = useLingui();
  const others = (counts: Record<string, number>): Counts =>
    Object.entries(counts)
      .filter(([other]) => other !== label)
      .sort((a, b) => b[1] - a[1]);
  const joined = others(move.came_from);
  const left = others(move.went_to);
  const most = Math.max(0, ...[...joined, ...left].map(([, count]) => count));
  return (
    <div className={css.flows}>
      <Flow title={t`Joined from`} counts={joined} most={most} />
      <Flow title={t`Moved to`} counts={left} most={most} />
    </div>
  );
}

/** Below this, numbers alone are quicker to read than bars. */
const WORTH_A_BAR = 10;

function Flow({ title, counts, most }: { title: string; counts: Counts; most: number }) {
  const formats = useFormats();
  const segmentName = useSegmentName();
  const rows = counts.map(([label, count]) => ({
    key: label,
    name: segmentName(label),
    value: count,
    text: formats.count(count),
  }));
  return (
    <div className={css.flow}>
      <h3>{title}</h3>
      {rows.length === 0 ? (
        <p className="muted">
          <Trans>Nobody</Trans>
        </p>
      ) : most < WORTH_A_BAR ? (
        <ul className="clean">
          {rows.map((row) => (
            <li key={row.key}>
              <span>{row.name}</span>
              <span className="num">{row.text}</span>
            </li>
          ))}
        </ul>
      ) : (
        <Bars bars={rows} scale={most} />
      )}
    </div>
  );
}

const WHOLE_MONTH = 28;

function daysOf(move: SegmentMove): number {
  return (Date.parse(move.until) - Date.parse(move.since)) / 86_400_000;
}

/** How large the segment was, month by month. */
function Sizes({ moves }: { moves: SegmentMove[] }) {
  const { t } = useLingui();
  const formats = useFormats();
  return (
    <TimeChart
      name={t`Customers in the segment`}
      unit={t`customers`}
      past={moves.map((move) => ({
        at: new Date(`${move.until}T00:00:00Z`),
        value: move.size_after,
      }))}
      future={[]}
      caption={
        <Trans>
          From {formats.count(moves[0]?.size_before)} to {formats.count(moves.at(-1)?.size_after)}{" "}
          customers over {formats.count(moves.length)} months.
        </Trans>
      }
    />
  );
}

function Months({ move }: { move: SegmentMove }) {
  const formats = useFormats();
  const since = formats.day(move.since);
  const until = formats.day(move.until);
  const before = formats.count(move.size_before);
  const after = formats.count(move.size_after);
  return (
    <Trans>
      {since} to {until}: from {before} to {after} customers
    </Trans>
  );
}
