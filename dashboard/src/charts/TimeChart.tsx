import { Trans, useLingui } from "@lingui/react/macro";
import { scaleLinear, scaleUtc } from "d3-scale";
import { area, line } from "d3-shape";
import { type KeyboardEvent, type ReactNode, useId, useState } from "react";
import { useFormats } from "../format/context";
import css from "./charts.module.css";
import { useWidth } from "./size";

export interface Point {
  at: Date;
  value: number;
  /** The 80 % range, of what is still to come. */
  low?: number;
  high?: number;
}

interface Props {
  name: string;
  unit: string;
  past: Point[];
  future: Point[];
  caption: ReactNode;
  /** A level to compare with, such as the reorder point. */
  level?: { value: number; name: string } | null;
  /** Another line of the same unit, thinner: what the first is to be compared with. */
  beside?: { name: string; points: Point[] } | null;
  /** Points that stand out, by their moment, and what they are. */
  marked?: { name: string; at: Set<number> } | null;
  /** A value in words; a number and the unit where nothing else is said. */
  say?: (value: number) => string;
  /** A value on the axis; a plain number where nothing else is said. */
  tick?: (value: number, step: number) => string;
  /** Whether the axis begins at 0; without it, near the least value. */
  fromZero?: boolean;
  height?: number;
}

const MARGIN = { top: 14, right: 14, bottom: 26, left: 46 };

/** Solid past, a line for now, dashed future with its 80 % band; arrow keys read the values. */
export function TimeChart({
  name,
  unit,
  past,
  future,
  caption,
  level,
  beside,
  marked,
  say,
  tick: tickText,
  fromZero = true,
  height = 240,
}: Props) {
  const { t } = useLingui();
  const formats = useFormats();
  const label = useId();
  const [box, width] = useWidth<HTMLDivElement>(640);
  const [chosen, setChosen] = useState<number | null>(null);
  const points = [...past, ...future];
  if (points.length === 0) return null;
  const drawn = [...points, ...(beside?.points ?? [])];
  const x = across(past, future, width);
  const y = upwards(drawn, level?.value ?? null, fromZero, height);
  const ticks = y.ticks(4);
  const step = (ticks[1] ?? 1) - (ticks[0] ?? 0);
  const lastPast = past.at(-1);
  const ahead = lastPast ? [lastPast, ...future] : future;
  const band = area<Point>()
    .x((point) => x(point.at))
    .y0((point) => y(point.low ?? point.value))
    .y1((point) => y(point.high ?? point.value));
  const path = line<Point>()
    .x((point) => x(point.at))
    .y((point) => y(point.value));
  const at = chosen === null ? null : points[chosen];
  const words = (point: Point) => {
    const day = formats.day(point.at);
    const value = formats.decimal(point.value);
    if (point.low === undefined || point.high === undefined) {
      const text = `${day}: ${say ? say(point.value) : `${value} ${unit}`}`;
      return marked?.at.has(+point.at) ? `${text} · ${marked.name}` : text;
    }
    const low = formats.decimal(point.low);
    const high = formats.decimal(point.high);
    return t`${day}: ${value} ${unit} expected, 80% range ${low} to ${high}`;
  };
  return (
    <figure className={css.figure} aria-labelledby={label}>
      <div ref={box} className={css.plot}>
        <svg
          viewBox={`0 0 ${width} ${height}`}
          role="img"
          aria-label={t`${name}. Use the arrow keys to move along it.`}
          tabIndex={0}
          onKeyDown={(event) => setChosen(nextPoint(event, chosen, points.length))}
          onPointerMove={(event) => {
            const left = event.currentTarget.getBoundingClientRect().left;
            setChosen(nearest(points, x.invert(event.clientX - left)));
          }}
          onPointerLeave={() => setChosen(null)}
          onBlur={() => setChosen(null)}
        >
          {ticks.map((tick) => (
            <g key={tick}>
              <line
                className={css.grid}
                x1={MARGIN.left}
                x2={width - MARGIN.right}
                y1={y(tick)}
                y2={y(tick)}
              />
              <text
                className={css.tick}
                x={MARGIN.left - 8}
                y={y(tick)}
                dy="0.32em"
                textAnchor="end"
              >
                {tickText ? tickText(tick, step) : formats.tick(tick, step)}
              </text>
            </g>
          ))}
          {x.ticks(Math.max(2, Math.floor(width / 130))).map((tick) => (
            <text
              key={+tick}
              className={css.tick}
              x={x(tick)}
              y={height - 6}
              textAnchor={anchor(x(tick), width)}
            >
              {formats.shortDay(tick)}
            </text>
          ))}
          {level ? (
            <>
              <line
                className={css.second}
                x1={MARGIN.left}
                x2={width - MARGIN.right}
                y1={y(level.value)}
                y2={y(level.value)}
              />
              <text
                className={css.tick}
                x={width - MARGIN.right}
                y={y(level.value) - 5}
                textAnchor="end"
              >
                {level.name}
              </text>
            </>
          ) : null}
          {beside ? <path className={css.beside} d={path(beside.points) ?? ""} /> : null}
          {future.length > 0 ? <path className={css.band} d={band(ahead) ?? ""} /> : null}
          <path className={css.past} d={path(past) ?? ""} />
          {future.length > 0 ? <path className={css.future} d={path(ahead) ?? ""} /> : null}
          {future.length > 0 && lastPast ? (
            <>
              <line
                className={css.now}
                x1={x(lastPast.at)}
                x2={x(lastPast.at)}
                y1={MARGIN.top}
                y2={height - MARGIN.bottom}
              />
              <text
                className={css.tick}
                x={x(lastPast.at)}
                y={MARGIN.top - 4}
                textAnchor={anchor(x(lastPast.at), width)}
              >
                {t`now`}
              </text>
            </>
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
          {at ? (
            <g>
              <line
                className={css.cursor}
                x1={x(at.at)}
                x2={x(at.at)}
                y1={MARGIN.top}
                y2={height - MARGIN.bottom}
              />
              <circle className={css.dot} cx={x(at.at)} cy={y(at.value)} r={4.5} />
            </g>
          ) : null}
        </svg>
        <div className={css.readout} aria-live="polite">
          {at ? words(at) : ""}
        </div>
      </div>
      <figcaption className={css.caption} id={label}>
        {caption}
      </figcaption>
      <AsTable name={name} unit={unit} points={points} marked={marked} say={say} />
    </figure>
  );
}

type TableProps = Pick<Props, "name" | "unit" | "marked" | "say"> & { points: Point[] };

function AsTable({ name, unit, points, marked, say }: TableProps) {
  const formats = useFormats();
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  const ranged = points.some((point) => point.low !== undefined);
  return (
    <details className={css.toggle} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <Trans>Show as table</Trans>
      </summary>
      <div role="group" aria-label={name} tabIndex={0}>
        {open ? (
          <table>
            <thead>
              <tr>
                <th scope="col">{t`Day`}</th>
                <th scope="col" className="num">
                  {unit}
                </th>
                {ranged ? <th scope="col" className="num">{t`80% range`}</th> : null}
                {marked ? <th scope="col">{t`Note`}</th> : null}
              </tr>
            </thead>
            <tbody>
              {points.map((point) => (
                <tr key={+point.at}>
                  <th scope="row">{formats.day(point.at)}</th>
                  <td className="num">{say ? say(point.value) : formats.decimal(point.value)}</td>
                  {ranged ? (
                    <td className="num">
                      {point.low === undefined || point.high === undefined
                        ? "–"
                        : `${formats.decimal(point.low)} – ${formats.decimal(point.high)}`}
                    </td>
                  ) : null}
                  {marked ? <td>{marked.at.has(+point.at) ? marked.name : ""}</td> : null}
                </tr>
              ))}
            </tbody>
          </table>
        ) : null}
      </div>
    </details>
  );
}

const AHEAD = 0.22;

/** Time from left to right. The week ahead is what the chart is read for: it gets room to be seen. */
function across(past: Point[], future: Point[], width: number) {
  const times = [...past, ...future].map((point) => +point.at);
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const [left, right] = [MARGIN.left, width - MARGIN.right];
  const now = +(past.at(-1)?.at ?? first);
  const share = (last - now) / (last - first || 1);
  if (future.length === 0 || now === first || share >= AHEAD)
    return scaleUtc([first, last], [left, right]);
  return scaleUtc([first, now, last], [left, right - AHEAD * (right - left), right]);
}

function upwards(points: Point[], level: number | null, fromZero: boolean, height: number) {
  const lows = points.map((point) => point.low ?? point.value);
  const highs = points.map((point) => point.high ?? point.value);
  const top = Math.max(level ?? Number.NEGATIVE_INFINITY, ...highs) || 1;
  const bottom = fromZero ? Math.min(0, ...lows) : Math.min(...lows);
  return scaleLinear([bottom, top], [height - MARGIN.bottom, MARGIN.top]).nice(4);
}

function anchor(at: number, width: number): "start" | "middle" | "end" {
  if (at < MARGIN.left + 20) return "start";
  return at > width - MARGIN.right - 20 ? "end" : "middle";
}

function nearest(points: Point[], at: Date): number {
  const away = (place: number) => Math.abs(+(points[place]?.at ?? 0) - +at);
  return points.reduce((best, _, place) => (away(place) < away(best) ? place : best), 0);
}

/** Where the arrow keys lead: one on, ten on, the ends. */
export function nextPoint(event: KeyboardEvent, from: number | null, count: number): number | null {
  const steps: Record<string, number> = {
    ArrowRight: (from ?? -1) + 1,
    ArrowLeft: (from ?? count) - 1,
    PageDown: (from ?? -1) + 10,
    PageUp: (from ?? count) - 10,
    Home: 0,
    End: count - 1,
  };
  const to = steps[event.key];
  if (to === undefined) return event.key === "Escape" ? null : from;
  event.preventDefault();
  return Math.max(0, Math.min(count - 1, to));
}
