import { useLingui } from "@lingui/react/macro";
import { area, line } from "d3-shape";
import { useId, useState } from "react";
import { useFormats } from "../format/context";
import { AsTable } from "./ChartTable";
import css from "./charts.module.css";
import type { Point, TimeChartProps } from "./points";
import { across, anchor, MARGIN, nearest, nextPoint, upwards } from "./scales";
import { useWidth } from "./size";

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
}: TimeChartProps) {
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
