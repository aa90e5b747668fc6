import { scaleLinear, scaleUtc } from "d3-scale";
import type { KeyboardEvent } from "react";
import type { Point } from "./points";

export const MARGIN = { top: 14, right: 14, bottom: 26, left: 46 };

const AHEAD = 0.22;

/** Time from left to right. The week ahead is what the chart is read for: it gets room to be seen. */
export function across(past: Point[], future: Point[], width: number) {
  const times = [...past, ...future].map((point) => +point.at);
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const [left, right] = [MARGIN.left, width - MARGIN.right];
  const now = +(past.at(-1)?.at ?? first);
  const share = (last - now) / (last - first || 1);
  if (future.length === 0 || now === first || share >= AHEAD)
    return scaleUtc([first, last], [left, right]);
  return scaleUtc([first, now, last], [left, right - AHEAD * (right - left), right]);
}

export function upwards(points: Point[], level: number | null, fromZero: boolean, height: number) {
  const lows = points.map((point) => point.low ?? point.value);
  const highs = points.map((point) => point.high ?? point.value);
  const top = Math.max(level ?? Number.NEGATIVE_INFINITY, ...highs) || 1;
  const bottom = fromZero ? Math.min(0, ...lows) : Math.min(...lows);
  return scaleLinear([bottom, top], [height - MARGIN.bottom, MARGIN.top]).nice(4);
}

export function anchor(at: number, width: number): "start" | "middle" | "end" {
  if (at < MARGIN.left + 20) return "start";
  return at > width - MARGIN.right - 20 ? "end" : "middle";
}

export function nearest(points: Point[], at: Date): number {
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
