import { Plural, Trans, useLingui } from "@lingui/react/macro";
import type { Schemas } from "../../api/client";
import { useFormats } from "../../format/context";
import type { Column } from "../../grid/columns";
import { Table } from "../../grid/Table";
import { useSegmentName } from "../../names/segments";

type Change = Schemas["Simulation"]["changes"][number];

interface Props {
  answer: Schemas["Simulation"];
  rows: Schemas["PlanRow"][];
}

/** The campaigns that would be added, removed or changed. */
export function Differences({ answer, rows }: Props) {
  const { t } = useLingui();
  const names = new Map(
    [...rows, ...answer.rows].map((row) => [row.stock_code, row.product_name] as const),
  );
  const count = answer.changes.length;
  if (count === 0)
    return (
      <p className="small">
        <Trans>Same campaigns as in the current plan.</Trans>
      </p>
    );
  const columns: Column<Change>[] = [
    {
      key: "product",
      name: t`Product`,
      rank: 1,
      cell: (change) => names.get(change.stock_code) ?? change.stock_code,
    },
    {
      key: "now",
      name: t`Current plan`,
      rank: 1,
      phone: "fact",
      cell: (change) => <Offered discount={change.discount_now} segment={change.target_now} />,
    },
    {
      key: "simulated",
      name: t`What if`,
      rank: 1,
      phone: "fact",
      cell: (change) => (
        <Offered discount={change.discount_simulated} segment={change.target_simulated} />
      ),
    },
  ];
  return (
    <details>
      <summary>
        <Plural value={count} one="# campaign differs" other="# campaigns differ" />
      </summary>
      <Table
        name={t`Campaigns that differ`}
        columns={columns}
        rows={answer.changes}
        keyOf={(change) => change.stock_code}
      />
    </details>
  );
}

function Offered({ discount, segment }: { discount: number | null; segment: string | null }) {
  const formats = useFormats();
  const segmentName = useSegmentName();
  if (segment === null)
    return (
      <span className="muted">
        <Trans>no campaign</Trans>
      </span>
    );
  return (
    <>
      {formats.percent((discount ?? 0) / 100)} · {segmentName(segment)}
    </>
  );
}
