import { Trans, useLingui } from "@lingui/react/macro";
import { scaleLinear } from "d3-scale";
import type { ReactNode } from "react";
import type { Schemas } from "../../api/client";
import { useFormats } from "../../format/context";
import type { Column } from "../../grid/columns";
import { Table } from "../../grid/Table";
import css from "./whatif.module.css";

type Range = Schemas["Range"];
type Format = (value: number | null) => string;

/** The plan's gain over doing nothing: current, with other limits, and the difference. */
export function ComparisonTable({ answer }: { answer: Schemas["Simulation"] }) {
  const { t } = useLingui();
  const formats = useFormats();
  const { now, simulated, currency } = answer;
  const money: Format = (value) => formats.compactMoney(value, currency);
  const count: Format = (value) => formats.count(value);
  const decimal: Format = (value) => formats.decimal(value);
  const ranged: Compared[] = [
    rangedRow(t`Units`, now.units, simulated.units, decimal),
    rangedRow(t`Revenue`, now.revenue, simulated.revenue, money),
    rangedRow(t`Margin`, now.margin, simulated.margin, money),
    rangedRow(t`Stock cleared (units)`, now.stock_cleared, simulated.stock_cleared, decimal),
  ];
  const plain: Compared[] = [
    plainRow(t`Cost of discounts`, now.discount_cost, simulated.discount_cost, money),
    plainRow(t`Campaigns`, now.campaigns, simulated.campaigns, count),
    plainRow(t`With a discount`, now.with_discount, simulated.with_discount, count),
  ];
  return (
    <>
      <p className="small muted">
        <Trans>Compared with doing nothing; the 80% range is under each number</Trans>
      </p>
      <Key />
      <Table
        name={t`What the plan would bring`}
        columns={useColumns()}
        rows={[...ranged, ...plain]}
        keyOf={({ name }) => name}
      />
    </>
  );
}

/** A measure in the current plan, with other limits, and the difference. */
interface Compared {
  name: string;
  now: ReactNode;
  simulated: ReactNode;
  difference: string;
  bars?: ReactNode;
}

function rangedRow(name: string, before: Range, after: Range, write: Format): Compared {
  return {
    name,
    now: <RangeCell range={before} write={write} />,
    simulated: <RangeCell range={after} write={write} strong />,
    difference: signed(after.mean - before.mean, write),
    bars: <RangeBars before={before} after={after} />,
  };
}

function plainRow(
  name: string,
  before: number | null,
  after: number | null,
  write: Format,
): Compared {
  const isKnown = before !== null && after !== null;
  return {
    name,
    now: write(before),
    simulated: <span className="strong">{write(after)}</span>,
    difference: isKnown ? signed(after - before, write) : "–",
  };
}

function useColumns(): Column<Compared>[] {
  const { t } = useLingui();
  return [
    { key: "measure", name: t`Measure`, rank: 1, cell: ({ name }) => name },
    {
      key: "now",
      name: t`Current plan`,
      rank: 1,
      phone: "fact",
      end: true,
      cell: ({ now }) => now,
    },
    {
      key: "simulated",
      name: t`What if`,
      rank: 1,
      phone: "fact",
      end: true,
      cell: ({ simulated }) => simulated,
    },
    {
      key: "difference",
      name: t`Difference`,
      rank: 1,
      phone: "figure",
      end: true,
      cell: ({ difference }) => difference,
    },
    { key: "bars", name: t`Ranges`, isUnnamed: true, rank: 3, cell: ({ bars }) => bars },
  ];
}

interface RangeCellProps {
  range: Range;
  write: Format;
  strong?: boolean;
}

function RangeCell({ range, write, strong }: RangeCellProps) {
  const low = write(range.p10);
  const high = write(range.p90);
  return (
    <>
      <span className={strong ? "strong" : undefined}>{write(range.mean)}</span>
      <br />
      <span className="small muted">
        <Trans>
          {low} to {high}
        </Trans>
      </span>
    </>
  );
}

function signed(difference: number, write: Format): string {
  const size = write(Math.abs(difference));
  if (size === write(0)) return "±0";
  return `${difference < 0 ? "−" : "+"}${size}`;
}

const WIDTH = 180;

/** Both ranges over one another, each with its middle. */
function RangeBars({ before, after }: { before: Range; after: Range }) {
  const x = scaleLinear(
    [Math.min(0, before.p10, after.p10), Math.max(1e-9, before.p90, after.p90)],
    [4, WIDTH - 4],
  );
  const span = (range: Range, y: number, name: string | undefined) => (
    <g className={name}>
      <line x1={x(range.p10)} x2={x(range.p90)} y1={y} y2={y} />
      <circle cx={x(range.mean)} cy={y} r={4} />
    </g>
  );
  return (
    <svg viewBox={`0 0 ${WIDTH} 34`} width={WIDTH} height="34" aria-hidden="true">
      <line className={css.zero} x1={x(0)} x2={x(0)} y1={2} y2={32} />
      {span(before, 11, css.before)}
      {span(after, 24, css.after)}
    </svg>
  );
}

function Key() {
  return (
    <span className={css.key}>
      <svg viewBox="0 0 18 10" width="18" height="10" aria-hidden="true" className={css.before}>
        <line x1="0" x2="18" y1="5" y2="5" />
        <circle cx="9" cy="5" r="4" />
      </svg>
      <Trans>current plan</Trans>
      <svg viewBox="0 0 18 10" width="18" height="10" aria-hidden="true" className={css.after}>
        <line x1="0" x2="18" y1="5" y2="5" />
        <circle cx="9" cy="5" r="4" />
      </svg>
      <Trans>what if</Trans>
    </span>
  );
}
