import type { ReactNode } from "react";

export interface Point {
  at: Date;
  value: number;
  /** The 80 % range, of what is still to come. */
  low?: number;
  high?: number;
  /** The 50 % range within it. */
  innerLow?: number;
  innerHigh?: number;
}

export interface TimeChartProps {
  name: string;
  unit: string;
  past: Point[];
  future: Point[];
  caption: ReactNode;
  /** A level to compare with, such as the reorder point. */
  level?: { value: number; name: string } | null;
  /** Another line of the same unit, thinner: what the first is to be compared with. */
  beside?: { name: string; points: Point[] } | null;
  /** Highlighted points by their time, with their labels. */
  marked?: { name: string; at: Set<number> } | null;
  /** A value in words; by default the number and the unit. */
  say?: (value: number) => string;
  /** A value on the axis; by default a plain number. */
  tick?: (value: number, step: number) => string;
  /** Whether the axis begins at 0; without it, near the least value. */
  fromZero?: boolean;
}
