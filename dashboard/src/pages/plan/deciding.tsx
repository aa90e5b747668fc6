import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";
import type { Schemas } from "../../api/client";
import { useTableLayout } from "../../grid/useTableLayout";
import { focusHeading, isFocusLost } from "../../ui/focus";
import { useToast } from "../../ui/Toast";
import { useGenerateCopy } from "../../ui/useGenerateCopy";
import { type Decision, decisionsOn, splitRejected, useDecide } from "./decisions";

type PlanRow = Schemas["PlanRow"];
type Request = Omit<Schemas["DecisionRequest"], "stock_code" | "snapshot">;

export interface Asking {
  row: PlanRow;
  decision: "changed" | "rejected";
}

const NOTHING = new Map<string, Decision>();

interface Opened {
  open: string;
  onOpen: (code: string | null) => void;
}

export type Deciding = ReturnType<typeof useDeciding>;

/** What was decided on the rows, deciding on one, and where to go on after it. */
export function useDeciding(snapshot: string, rows: PlanRow[], { open, onOpen }: Opened) {
  const query = useQuery(decisionsOn(snapshot));
  const decide = useDecide();
  const copy = useGenerateCopy();
  const toast = useToast();
  const { isPhone } = useTableLayout();
  const [asking, setAsking] = useState<Asking | null>(null);
  const entries = query.data ?? NOTHING;
  const { shown, rejected } = useMemo(
    () => splitRejected(rows, entries, open),
    [rows, entries, open],
  );
  const isOpen = (row: PlanRow) => !entries.has(row.stock_code);
  const goOn = useFocusGoesOn(entries, open);
  const send = (row: PlanRow, request: Request) => {
    const next = rowAfter(shown, row, isOpen);
    decide.mutate(
      { stock_code: row.stock_code, snapshot, ...request },
      {
        onSuccess: () => {
          setAsking(null);
          toast({ text: <Done name={row.product_name} decision={request.decision} /> });
          goOn(next);
          // A phone shows one row at a time: the next one to decide.
          if (isPhone) onOpen(next);
          else if (request.decision === "rejected" && open === row.stock_code) onOpen(null);
        },
      },
    );
  };
  const sent = decide.variables?.stock_code;
  return {
    entries,
    shown,
    rejected,
    asking,
    /** The first row that nobody has decided on: its button is the page's filled one. */
    next: query.data ? (shown.find(isOpen)?.stock_code ?? null) : null,
    busy: decide.isPending ? sent : undefined,
    failed: decide.isError && sent ? { code: sent, error: decide.error } : null,
    query,
    ask: (row: PlanRow, decision: Asking["decision"]) => {
      decide.reset();
      setAsking({ row, decision });
    },
    cancel: () => setAsking(null),
    accept: (row: PlanRow) => send(row, { decision: "accepted", reason_code: "agreed" }),
    send,
    /** Opens a row to decide on it. */
    review: (code: string) => {
      goOn(code);
      onOpen(code);
    },
    copy,
  };
}

/** The row to decide after this one: the next below that is open, else the first. */
function rowAfter(rows: PlanRow[], row: PlanRow, isOpen: (row: PlanRow) => boolean): string | null {
  const at = rows.indexOf(row);
  const others = [...rows.slice(at + 1), ...rows.slice(0, Math.max(0, at))];
  return others.find(isOpen)?.stock_code ?? null;
}

/** After a decision, moves the focus to the next row's button. */
function useFocusGoesOn(entries: unknown, open: string) {
  const to = useRef<string | null | undefined>(undefined);
  // biome-ignore lint/correctness/useExhaustiveDependencies: new entries have changed the rows
  useEffect(() => {
    if (to.current === undefined) return;
    const next = to.current;
    to.current = undefined;
    // After the dialog has given the focus back to a row that goes.
    requestAnimationFrame(() => focusDecision(next));
  }, [entries, open]);
  return (next: string | null) => {
    to.current = next;
  };
}

function focusDecision(code: string | null) {
  const button = document.querySelector<HTMLElement>(`[data-decide="${CSS.escape(code ?? "")}"]`);
  if (button) button.focus();
  else if (isFocusLost()) focusHeading();
}

function Done({ name, decision }: { name: string; decision: Decision["decision"] }) {
  if (decision === "accepted") return <Trans>Accepted: {name}.</Trans>;
  if (decision === "changed") return <Trans>Changed: {name}.</Trans>;
  return <Trans>Rejected: {name}. It's below the list now.</Trans>;
}
