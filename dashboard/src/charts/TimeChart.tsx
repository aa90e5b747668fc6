import { useLingui } from "@lingui/react/macro";
import { area, line } from "d3-shape";
import { useFormats } from "../format/context";
import { ChartFrame } from "./ChartFrame";
import { AsTable } from "./ChartTable";
import css from "./charts.module.css";
import { LastValue } from "./LastValue";
import type { Point, TimeChartProps } from "./points";
import { across, anchor, MARGIN, nearest, upwards } from "./scales";
import { usePointWords } from "./usePointWords";
import { ValueAxis } from "./ValueAxis";

/** A level: solid past, a line for now, dashed future with its 80 % band; arrow keys read it. */
export function TimeChart(props: TimeChartProps) {
  const { name, unit, past, future, caption, marked, say } = props;
  const words = usePointWords(props);
  const points = [...past, ...future];
  if (points.length === 0) return null;
  return (
    <ChartFrame
      name={name}
      caption={caption}
      count={points.length}
      words={(place) => words(points[place] as Point)}
      nearest={(left, { width }) => nearest(points, across(past, future, width).invert(left))}
      table={<AsTable name={name} unit={unit} points={points} marked={marked} say={say} />}
    >
      {({ width, height, chosen }) => (
        <Drawing
          {...props}
          width={width}
          height={height}
          at={chosen === null ? undefined : points[chosen]}
        />
      )}
    </ChartFrame>
  );
}

interface DrawingProps extends TimeChartProps {
  width: number;
  height: number;
  at: Point | undefined;
}

function Drawing(props: DrawingProps) {
  const { past, future, level, beside, marked, tick, fromZero = true, width, height, at } = props;
  const formats = useFormats();
  const points = [...past, ...future];
  const drawn = [...points, ...(beside?.points ?? [])];
  const x = across(past, future, width);
  const y = upwards(drawn, level?.value ?? null, fromZero, height);
  const lastPast = past.at(-1);
  const ahead = lastPast ? [lastPast, ...future] : future;
  const end = points.at(-1);
  const band = area<Point>()
    .x((point) => x(point.at))
    .y0((point) => y(point.low ?? point.value))
    .y1((point) => y(point.high ?? point.value));
  const path = line<Point>()
    .x((point) => x(point.at))
    .y((point) => y(point.value));
  const vertical = { y1: MARGIN.top, y2: height - MARGIN.bottom };
  return (
    <>
      <ValueAxis scale={y} width={width} text={tick} />
      {dayTicks(x, width).map((day) => (
        <text
          key={+day}
          className={css.tick}
          x={x(day)}
          y={height - 6}
          textAnchor={anchor(x(day), width)}
        >
          {formats.shortDay(day)}
        </text>
      ))}
      {level ? <Level name={level.name} y={y(level.value)} width={width} /> : null}
      {beside ? <path className={css.beside} d={path(beside.points) ?? ""} /> : null}
      {future.length > 0 ? <path className={css.band} d={band(ahead) ?? ""} /> : null}
      <path className={css.past} d={path(past) ?? ""} />
      {future.length > 0 ? <path className={css.future} d={path(ahead) ?? ""} /> : null}
      {future.length > 0 && lastPast ? (
        <Now at={x(lastPast.at)} width={width} {...vertical} />
      ) : null}
      {past
        .filter((point) => marked?.at.has(+point.at))
        .map((point) => (
          <circle
            key={+point.at}
            className={css.marked}
            cx={x(point.at)}
            cy={y(point.value)}
            r={4}
          />
        ))}
      {end ? (
        <LastValue
          at={{ x: x(end.at), y: y(end.high ?? end.value) }}
          drawn={drawn.map((point) => ({ x: x(point.at), y: y(point.high ?? point.value) }))}
          text={props.say ? props.say(end.value) : formats.decimal(end.value)}
        />
      ) : null}
      {at ? (
        <g>
          <line className={css.cursor} x1={x(at.at)} x2={x(at.at)} {...vertical} />
          <circle className={css.dot} cx={x(at.at)} cy={y(at.value)} r={4.5} />
        </g>
      ) : null}
    </>
  );
}

const ROOM_OF_A_DAY = 72;

/** Days on the axis, far enough apart to be read. */
function dayTicks(x: ReturnType<typeof across>, width: number): Date[] {
  const ticks = x.ticks(Math.max(2, Math.floor(width / 130)));
  const every = Math.ceil((ticks.length * ROOM_OF_A_DAY) / (width - MARGIN.left - MARGIN.right));
  return ticks.filter((_, place) => place % every === 0);
}

function Level({ name, y, width }: { name: string; y: number; width: number }) {
  return (
    <>
      <line className={css.second} x1={MARGIN.left} x2={width - MARGIN.right} y1={y} y2={y} />
      <text className={css.tick} x={width - MARGIN.right} y={y - 5} textAnchor="end">
        {name}
      </text>
    </>
  );
}

function Now({ at, width, y1, y2 }: { at: number; width: number; y1: number; y2: number }) {
  const { t } = useLingui();
  return (
    <>
      <line className={css.now} x1={at} x2={at} y1={y1} y2={y2} />
      <text className={css.tick} x={at} y={y1 - 4} textAnchor={anchor(at, width)}>
        {t`now`}
      </text>
    </>
  );
}
