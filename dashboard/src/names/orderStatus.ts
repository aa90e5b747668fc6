import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { ShapeName } from "../shapes/Shape";
import type { Tone } from "./tones";

export type OrderStatus =
  | "draft"
  | "approved"
  | "sent"
  | "partly_received"
  | "received"
  | "cancelled";

interface Shown {
  word: MessageDescriptor;
  tone: Tone;
  shape: ShapeName;
}

/** Where a purchase order stands. */
export const ORDER_STATUS: Record<OrderStatus, Shown> = {
  draft: { word: msg({ message: "Draft", context: "order" }), tone: "plain", shape: "ring" },
  approved: { word: msg({ message: "Approved", context: "order" }), tone: "info", shape: "half" },
  sent: { word: msg({ message: "Sent", context: "order" }), tone: "info", shape: "arrow" },
  partly_received: { word: msg`Partly received`, tone: "info", shape: "upper" },
  received: { word: msg({ message: "Received", context: "order" }), tone: "good", shape: "dot" },
  cancelled: {
    word: msg({ message: "Cancelled", context: "order" }),
    tone: "plain",
    shape: "cross",
  },
};
