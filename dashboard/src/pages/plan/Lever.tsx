import { type ReactNode, useId } from "react";
import css from "./whatif.module.css";

interface Props {
  name: string;
  unit: string;
  value: number;
  min?: number;
  max: number;
  step: number;
  note?: ReactNode;
  onMove: (value: number) => void;
}

/** A slider with its number beside it: either one moves the other. */
export function Lever({ name, unit, value, min = 0, max, step, note, onMove }: Props) {
  const id = useId();
  const take = (text: string) => {
    const next = Number(text);
    if (text !== "" && Number.isFinite(next)) onMove(Math.min(max, Math.max(min, next)));
  };
  return (
    <div className={css.lever}>
      <label htmlFor={id}>{name}</label>
      <input
        id={id}
        type="range"
        value={value}
        min={min}
        max={max}
        step={step}
        aria-valuetext={`${value} ${unit}`}
        onChange={(event) => take(event.target.value)}
      />
      <span className={css.exact}>
        <input
          type="number"
          aria-label={`${name}, ${unit}`}
          value={value}
          min={min}
          max={max}
          step={step}
          onChange={(event) => take(event.target.value)}
        />
        <span className="muted">{unit}</span>
      </span>
      {note ? <span className={`small muted ${css.note}`}>{note}</span> : null}
    </div>
  );
}
