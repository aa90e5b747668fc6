import { Trans, useLingui } from "@lingui/react/macro";
import { scaleLinear } from "d3-scale";
import type { Schemas } from "../../api/client";
import { useFormats } from "../../format/context";
import css from "./whatif.module.css";

type Range = Schemas["Range"];
type Format = (value: number | null) => string;

/** What the plan brings against doing nothing: as it stands, under other limits, the difference. */
export function ComparisonTable({ answer }: { answer: Schemas["Simulation"] }) {
  const { t } = useLingui();
  const formats = useFormats();
  const { now, simulated, currency } = answer;
  const money: Format = (value) => formats.compactMoney(value, currency);
  const count: Format = (value) => formats.count(value);
  const ranged: [string, Range, Range, Format][] = [
    [t`Units`, now.units, simulated.units, (value) => formats.decimal(value)],
    [t`Revenue`, now.revenue, simulated.revenue, money],
    [t`Margin`, now.margin, simulated.margin, money],
    [
      t`Stock cleared (units)`,
      now.stock_cleared,
      simulated.stock_cleared,
      (value) => formats.decimal(value),
    ],
  ];
  return (
    <div className="scroll" role="group" aria-label={t`What the plan would bring`} tabIndex={0}>
      <table className={`fold ${css.compared}`}>
        <caption className="small muted">
          <Trans>Compared with doing nothing; the 80% range is under each number</Trans>
        </caption>
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">{t`Measure`}</span>
            </th>
            <th scope="col" className="num">{t`Current plan`}</th>
            <th scope="col" className="num">{t`What if`}</th>
            <th scope="col" className="num">{t`Difference`}</th>
            <th scope="col" className={css.wide}>
              <Key />
            </th>
          </tr>
        </thead>
        <tbody>
          {ranged.map(([name, before, after, write]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <RangeCells label={t`Current plan`} range={before} write={write} />
              <RangeCells label={t`What if`} range={after} write={write} strong />
              <td className="num" data-label={t`Difference`}>
                {signed(after.mean - before.mean, write)}
              </td>
              <td className={css.wide}>
                <RangeBars before={before} after={after} />
              </td>
            </tr>
          ))}
          <Plain
            name={t`Cost of discounts`}
            before={now.discount_cost}
            after={simulated.discount_cost}
            write={money}
          />
          <Plain
            name={t`Campaigns`}
            before={now.campaigns}
            after={simulated.campaigns}
            write={count}
          />
          <Plain
            name={t`With a discount`}
            before={now.with_discount}
            after={simulated.with_discount}
            write={count}
          />
        </tbody>
      </table>
    </div>
  );
}

interface RangeCellsProps {
  label: string;
  range: Range;
  write: Format;
  strong?: boolean;
}

function RangeCells({ label, range, write, strong }: RangeCellsProps) {
  const low = write(range.p10);
  const high = write(range.p90);
  return (
    <td className="num" data-label={label}>
      <span className={strong ? "strong" : undefined}>{write(range.mean)}</span>
      <br />
      <span className="small muted">
        <Trans>
          {low} to {high}
        </Trans>
      </span>
    </td>
  );
}

interface PlainProps {
  name: string;
  before: number | null;
  after: number | null;
  write: Format;
}

function Plain({ name, before, after, write }: PlainProps) {
  const { t } = useLingui();
  return (
    <tr>
      <th scope="row">{name}</th>
      <td className="num" data-label={t`Current plan`}>
        {write(before)}
      </td>
      <td className="num strong" data-label={t`What if`}>
        {write(after)}
      </td>
      <td className="num" data-label={t`Difference`}>
        {before === null || after === null ? "–" : signed(after - before, write)}
      </td>
      <td className={css.wide} />
    </tr>
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
