import type { ReactNode } from "react";
import type { Tone } from "../names/tones";
import { Shape, type ShapeName } from "../shapes/Shape";
import css from "./chip.module.css";

interface Props {
  /** The meaning of its colour; grey by default, without fill if `bare`. */
  tone?: Tone | "bare";
  shape?: ShapeName;
  /** Simulated or assumed. */
  dashed?: boolean;
  children: ReactNode;
}

/** A word with a shape and a colour that say the same; at most one coloured chip in a row. */
export function Chip({ tone = "plain", shape, dashed, children }: Props) {
  return (
    <span className={`${css.chip} ${css[tone] ?? ""} ${dashed ? css.dashed : ""}`}>
      {shape ? <Shape name={shape} /> : null}
      {children}
    </span>
  );
}
