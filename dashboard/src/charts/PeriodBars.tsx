import { scaleBand } from "d3-scale";
import type { ReactNode } from "react";
import { useFormats } from "../format/context";
import { ChartFrame } from "./ChartFrame";
import { AsTable } from "./ChartTable";
import css from "./charts.module.css";
import { LastValue } from "./LastValue";
import type { Point } from "./points";
import { MARGIN, upwards } from "./scales";
import { usePointWords } from "./usePointWords";
import { ValueAxis } from "./ValueAxis";

export interface PeriodBarsProps {
  name: string;
  unit: string;
  /** Totals of the periods that are over, each at its first day. */
  past: Point[];
  /** What is expected of the period that comes, with its ranges. */
  coming: Point | null;
  caption: ReactNode;
  /** What a period is called: "week from 23 Nov". */
  when?: (at: Date) => string;
  /** A value in words; by default the number and the unit. */
  say?: (value: number) => string;
  /** A value on the axis. */
  tick?: (value: number, step: number) => string;
}

const CAP = 5;
const ROOM_OF_A_DAY = 64;

/** Totals of periods as bars; the coming one is dashed, with whiskers of its 50 % and 80 % range. */
export function PeriodBars(props: PeriodBarsProps) {
  const { name, unit, past, coming, caption, when, say } = props;
  const words = usePointWords(props);
  const bars = coming ? [...past, coming] : past;
  if (bars.length === 0) return null;
  return (
    <ChartFrame
      name={name}
      caption={caption}
      count={bars.length}
      words={(place) => words(bars[place] as Point)}
      nearest={(left, { width }) => barAt(left, width, bars.length)}
      table={<AsTable name={name} unit={unit} points={bars} say={say} when={when} />}
    >
      {({ width, height, chosen }) => (
        <Drawing {...props} bars={bars} width={width} height={height} chosen={chosen} />
      )}
    </ChartFrame>
  );
}

/** Decimals matter only for small values. */
const SHARP_BELOW = 1000;

interface DrawingProps extends PeriodBarsProps {
  bars: Point[];
  width: number;
  height: number;
  chosen: number | null;
}

function Drawing({ bars, coming, say, tick, width, height, chosen }: DrawingProps) {
  const formats = useFormats();
  const y = upwards(bars, null, true, height);
  const x = places(width, bars.length);
  const every = Math.ceil((bars.length * ROOM_OF_A_DAY) / width);
  const last = bars.length - 1;
  const end = bars[last];
  const right = (place: number) => (x(place) ?? 0) + x.bandwidth();
  return (
    <>
      <ValueAxis scale={y} width={width} text={tick} />
      {bars.map((bar, place) => (
        <g key={+bar.at}>
          <rect
            className={bar === coming ? css.coming : css.total}
            data-chosen={place === chosen || undefined}
            x={x(place)}
            width={x.bandwidth()}
            y={y(Math.max(0, bar.value))}
            height={Math.abs(y(bar.value) - y(0))}
            rx={2}
          />
          {(last - place) % every === 0 ? (
            <text
              className={css.tick}
              x={(x(place) ?? 0) + x.bandwidth() / 2}
              y={height - 6}
              textAnchor="middle"
            >
              {formats.shortDay(bar.at)}
            </text>
          ) : null}
        </g>
      ))}
      {coming ? <Whiskers of={coming} x={(x(last) ?? 0) + x.bandwidth() / 2} y={y} /> : null}
      {end ? (
        <LastValue
          at={{ x: right(last), y: y(end.high ?? end.value) }}
          drawn={bars.map((bar, place) => ({ x: right(place), y: y(bar.high ?? bar.value) }))}
          text={say ? say(end.value) : formats.decimal(end.value, end.value < SHARP_BELOW ? 1 : 0)}
        />
      ) : null}
    </>
  );
}

/** Thin with caps over 80 %, thick over 50 %. */
function Whiskers({ of, x, y }: { of: Point; x: number; y: (value: number) => number }) {
  const { low, high, innerLow, innerHigh } = of;
  if (low === undefined || high === undefined) return null;
  return (
    <g className={css.whisker}>
      <line x1={x} x2={x} y1={y(low)} y2={y(high)} />
      <line x1={x - CAP} x2={x + CAP} y1={y(low)} y2={y(low)} />
      <line x1={x - CAP} x2={x + CAP} y1={y(high)} y2={y(high)} />
      {innerLow === undefined || innerHigh === undefined ? null : (
        <line className={css.inner} x1={x} x2={x} y1={y(innerLow)} y2={y(innerHigh)} />
      )}
    </g>
  );
}

function places(width: number, count: number) {
  return scaleBand<number>()
    .domain(Array.from({ length: count }, (_, place) => place))
    .range([MARGIN.left, width - MARGIN.right])
    .padding(0.25);
}

function barAt(left: number, width: number, count: number): number {
  const share = (left - MARGIN.left) / (width - MARGIN.left - MARGIN.right);
  return Math.max(0, Math.min(count - 1, Math.floor(share * count)));
}
