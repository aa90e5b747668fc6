import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { ShapeName } from "../shapes/Shape";
import type { Tone } from "./tones";

export type StockState = "out" | "short" | "order" | "ok" | "surplus" | "dead" | "inactive";

interface Shown {
  word: MessageDescriptor;
  tone: Tone | "bare";
  shape?: ShapeName;
  dashed?: boolean;
}

/** The stock state of a product: exactly one of these. "Fine" has no colour. */
export const STOCK_STATES: Record<StockState, Shown> = {
  out: { word: msg`Out of stock`, tone: "critical", shape: "cross" },
  short: { word: msg`Running out`, tone: "warn", shape: "down" },
  order: { word: msg`Time to order`, tone: "accent", shape: "plus" },
  ok: { word: msg({ message: "Fine", context: "stock state" }), tone: "bare", shape: "dot" },
  surplus: {
    word: msg({ message: "Too much", context: "stock state" }),
    tone: "plain",
    shape: "up",
  },
  dead: { word: msg`Dead stock`, tone: "plain", shape: "square" },
  inactive: { word: msg`Not stocked`, tone: "bare", shape: "ring" },
};

export const UNCOUNTED: Shown = { word: msg`Not counted`, tone: "plain", dashed: true };
