import type { ShapeName } from "../shapes/Shape";
import { useNames } from "./catalogue";
import type { Tone } from "./tones";

interface Shown {
  rank: number;
  tone: Tone;
  shape: ShapeName;
  word: string;
}

const SHAPES: Record<string, Omit<Shown, "word">> = {
  draft: { rank: 0, tone: "plain", shape: "ring" },
  in_review: { rank: 1, tone: "info", shape: "half" },
  approved: { rank: 2, tone: "good", shape: "dot" },
  scheduled: { rank: 3, tone: "info", shape: "clock" },
  sent: { rank: 4, tone: "good", shape: "arrow" },
  measured: { rank: 5, tone: "info", shape: "diamond" },
  cancelled: { rank: 6, tone: "plain", shape: "cross" },
};
const UNKNOWN = { rank: 9, tone: "plain", shape: "ring" } as const;

/** The status of a campaign as a word, a shape and a colour. */
export function useStatus(): (status: string) => Shown {
  const word = useNames("status");
  return (status) => ({ ...(SHAPES[status] ?? UNKNOWN), word: word(status) });
}
