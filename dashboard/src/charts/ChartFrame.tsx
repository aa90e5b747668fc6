import { useLingui } from "@lingui/react/macro";
import { type ReactNode, useId, useState } from "react";
import css from "./charts.module.css";
import { nextPoint } from "./scales";
import { useWidth } from "./size";

/** Below this a chart is as on a phone. */
const NARROW = 480;

export interface Canvas {
  width: number;
  height: number;
  /** The point that is read, by its place. */
  chosen: number | null;
}

interface Props {
  name: string;
  caption: ReactNode;
  /** How many points the arrow keys lead through. */
  count: number;
  /** What a point says. */
  words: (place: number) => string;
  /** The point next to a place from the left edge. */
  nearest: (left: number, canvas: Canvas) => number;
  table: ReactNode;
  children: (canvas: Canvas) => ReactNode;
}

/** Around every chart: its size, the arrow keys, what is read, its caption and its table. */
export function ChartFrame({ name, caption, count, words, nearest, table, children }: Props) {
  const { t } = useLingui();
  const label = useId();
  const [box, width] = useWidth<HTMLDivElement>(640);
  const [chosen, setChosen] = useState<number | null>(null);
  const canvas = { width, height: width < NARROW ? 180 : 240, chosen };
  return (
    <figure className={css.figure} aria-labelledby={label}>
      <div ref={box} className={css.plot}>
        <svg
          viewBox={`0 0 ${canvas.width} ${canvas.height}`}
          role="img"
          aria-label={t`${name}. Use the arrow keys to move along it.`}
          tabIndex={0}
          onKeyDown={(event) => setChosen(nextPoint(event, chosen, count))}
          onPointerMove={(event) => {
            const { left } = event.currentTarget.getBoundingClientRect();
            setChosen(nearest(event.clientX - left, canvas));
          }}
          onPointerLeave={() => setChosen(null)}
          onBlur={() => setChosen(null)}
        >
          {children(canvas)}
        </svg>
        <div className={css.readout} aria-live="polite">
          {chosen === null ? "" : words(chosen)}
        </div>
      </div>
      <figcaption className={css.caption} id={label}>
        {caption}
      </figcaption>
      {table}
    </figure>
  );
}
