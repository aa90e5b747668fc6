import { Trans, useLingui } from "@lingui/react/macro";
import type { Schemas } from "../../api/client";
import { Bars } from "../../charts/Bars";
import { TimeChart } from "../../charts/TimeChart";
import { useFormats } from "../../format/context";
import { useSegmentName } from "../../names/segments";
import { Panel } from "../../ui/Panel";
import { Empty } from "../../ui/States";

type Found = Schemas["SegmentAnswer"];

export function Migration({ found }: { found: Found }) {
  const { t } = useLingui();
  const formats = useFormats();
  const segmentName = useSegmentName();
  const moves = found.profile?.moves ?? [];
  // The month that has just begun says nothing yet.
  const last = moves.findLast((move) => daysOf(move) >= WHOLE_MONTH) ?? moves.at(-1);
  const flows = (counts: Record<string, number>) =>
    Object.entries(counts)
      .filter(([label]) => label !== found.label)
      .sort((a, b) => b[1] - a[1]);
  return (
    <Panel
      title={<Trans>Moves between segments</Trans>}
      note={last ? <Months move={last} /> : undefined}
    >
      {last === undefined ? (
        <Empty title={<Trans>No earlier month to compare with</Trans>}>
          <Trans>At least two months of sales are needed.</Trans>
        </Empty>
      ) : (
        <>
          {moves.length > 1 ? <Sizes moves={moves} /> : null}
          <h3>{t`Joined from`}</h3>
          <Bars
            bars={flows(last.came_from).map(([label, count]) => ({
              key: label,
              name: segmentName(label),
              value: count,
              text: formats.count(count),
            }))}
          />
          <h3>{t`Moved to`}</h3>
          <Bars
            bars={flows(last.went_to).map(([label, count]) => ({
              key: label,
              name: segmentName(label),
              value: count,
              text: formats.count(count),
            }))}
          />
        </>
      )}
    </Panel>
  );
}

const WHOLE_MONTH = 28;

function daysOf(move: Schemas["Move"]): number {
  return (Date.parse(move.until) - Date.parse(move.since)) / 86_400_000;
}

/** How large the segment was, month by month. */
function Sizes({ moves }: { moves: Schemas["Move"][] }) {
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

function Months({ move }: { move: Schemas["Move"] }) {
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
