import { useLingui } from "@lingui/react/macro";
import type { Tone } from "./tones";

interface Shown {
  rank: number;
  tone: Tone;
  shape: string;
  word: string;
}

/** Where a campaign stands, as a word, a shape and a colour. */
export function useStatus(): (status: string) => Shown {
  const { t } = useLingui();
  const known: Record<string, Shown> = {
    draft: { rank: 0, tone: "plain", shape: "○", word: t`Draft` },
    in_review: { rank: 1, tone: "info", shape: "◐", word: t`In review` },
    approved: { rank: 2, tone: "good", shape: "●", word: t`Approved` },
    scheduled: { rank: 3, tone: "info", shape: "◷", word: t`Scheduled` },
    sent: { rank: 4, tone: "good", shape: "➤", word: t`Sent` },
    measured: { rank: 5, tone: "good", shape: "◆", word: t`Measured` },
    cancelled: { rank: 6, tone: "plain", shape: "✕", word: t`Cancelled` },
  };
  return (status) => known[status] ?? { rank: 9, tone: "plain", shape: "○", word: status };
}
