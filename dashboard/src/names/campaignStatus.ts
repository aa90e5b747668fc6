import { useNames } from "./catalogue";
import type { Tone } from "./tones";

interface Shown {
  rank: number;
  tone: Tone;
  shape: string;
  word: string;
}

const SHAPES: Record<string, Omit<Shown, "word">> = {
  draft: { rank: 0, tone: "plain", shape: "○" },
  in_review: { rank: 1, tone: "info", shape: "◐" },
  approved: { rank: 2, tone: "good", shape: "●" },
  scheduled: { rank: 3, tone: "info", shape: "◷" },
  sent: { rank: 4, tone: "good", shape: "➤" },
  measured: { rank: 5, tone: "good", shape: "◆" },
  cancelled: { rank: 6, tone: "plain", shape: "✕" },
};
const UNKNOWN = { rank: 9, tone: "plain", shape: "○" } as const;

/** Where a campaign stands, as a word, a shape and a colour. */
export function useStatus(): (status: string) => Shown {
  const word = useNames("status");
  return (status) => ({ ...(SHAPES[status] ?? UNKNOWN), word: word(status) });
}
