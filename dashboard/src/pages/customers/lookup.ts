import type { Schemas } from "../../api/client";

/** Sentences on what would change somebody's segment; the others say how it was worked out. */
const CHANGES = new Set(["orders_move", "silence_moves", "silence_stays"]);

export interface Why {
  sentence: string;
  statement: Schemas["CustomerAnswer"]["why_statements"][number] | undefined;
}

export interface Reasons {
  changes: Why[];
  method: Why[];
}

/** Splits the explanation of a segment: what would change it, and how it was computed. */
export function reasonsOf(
  found: Pick<Schemas["CustomerAnswer"], "why" | "why_statements">,
): Reasons {
  const all = found.why.map((sentence, place) => ({
    sentence,
    statement: found.why_statements[place],
  }));
  const isChange = ({ statement }: Why) => CHANGES.has(statement?.code ?? "");
  return { changes: all.filter(isChange), method: all.filter((why) => !isChange(why)) };
}
