import { Trans } from "@lingui/react/macro";
import { useState } from "react";
import type { Schemas } from "../../api/client";
import type { DismissalReason } from "../../names/dismissalReasons";
import { useProblemSentence } from "../../sentences/problems";
import { Empty } from "../../ui/Empty";
import { RangeScale } from "../../ui/RangeBar";
import { Stale } from "../../ui/States";
import { useToast } from "../../ui/Toast";
import { useKeepFocus } from "../../ui/useKeepFocus";
import { type Action, MOST, rankedActions, sharedBasis } from "./actions";
import { DismissedList } from "./Dismissed";
import { adviceOf, useDismiss, useDismissals } from "./dismissals";
import { Headline } from "./Headline";
import { JobRow } from "./JobRow";
import css from "./jobs.module.css";
import { sectionData } from "./sections";
import { useJobKeys } from "./useJobKeys";
import { useRanges } from "./useRanges";
import { WholePlan } from "./WholePlan";

/** The few things to do now, what all of them rest on, and what was dismissed. */
export function Jobs({ answer }: { answer: Schemas["Dashboard"] }) {
  const plan = sectionData(answer, "plan");
  const risk = sectionData(answer, "stock_at_risk");
  const dismissed = useDismissals();
  const all = rankedActions(plan?.top ?? [], risk?.top_understocked ?? []);
  const open = all.filter((action) => !dismissed.of(action));
  const shown = open.slice(0, MOST);
  const gone = all.flatMap((action) => {
    const entry = dismissed.of(action);
    return entry ? [{ action, entry }] : [];
  });
  const currency = plan?.currency ?? "USD";
  const dismissing = useDismissing();
  if (plan === null && risk === null) return <div className={css.gap} data-gap />;
  return (
    <section aria-labelledby="jobs" className={css.jobs}>
      <h2 id="jobs" className="visually-hidden">
        <Trans>Jobs, most money first</Trans>
      </h2>
      {shown.length > 0 ? (
        <>
          <Headline shown={shown} currency={currency} />
          <JobList shown={shown} currency={currency} dismissing={dismissing} />
        </>
      ) : (
        <NothingToDo isDismissed={gone.length > 0} />
      )}
      {plan ? <WholePlan plan={plan} shown={shown} /> : null}
      {dismissed.error ? <DismissalsUnknown error={dismissed.error} /> : null}
      <DismissedList dismissedActions={gone} />
    </section>
  );
}

interface ListProps {
  shown: Action[];
  currency: string;
  dismissing: ReturnType<typeof useDismissing>;
}

function JobList({ shown, currency, dismissing }: ListProps) {
  const list = useKeepFocus<HTMLOListElement>();
  const ranges = useRanges(shown);
  const [asking, setAsking] = useState<string | null>(null);
  const { dismiss, undoLast, failed } = dismissing;
  const onKeyDown = useJobKeys(list, setAsking, undoLast);
  const known = [...ranges.values()].filter((range) => range != null);
  return (
    <RangeScale ranges={known}>
      <ol ref={list} className={css.list} onKeyDown={onKeyDown}>
        {shown.map((action, place) => (
          <JobRow
            key={action.id}
            action={action}
            currency={currency}
            range={ranges.get(action.id)}
            shared={sharedBasis(shown)}
            variant={place === 0 ? "filled" : "tonal"}
            isDismissing={asking === action.id}
            error={failed?.id === action.id ? failed.error : null}
            onAsk={(isAsking) => setAsking(isAsking ? action.id : null)}
            onDismiss={(reason) => {
              setAsking(null);
              dismiss(action, reason);
            }}
          />
        ))}
      </ol>
    </RangeScale>
  );
}

/** Dismisses at once with an undo toast; a failure is shown in the row. */
function useDismissing() {
  const change = useDismiss();
  const toast = useToast();
  const [last, setLast] = useState<Action | null>(null);
  const [failed, setFailed] = useState<{ id: string; error: Error } | null>(null);
  const undo = (action: Action) => {
    setLast(null);
    toast(null);
    change.mutate({ action: adviceOf(action), reason: null });
  };
  const dismiss = (action: Action, reason: DismissalReason) => {
    const { name, id } = action;
    setFailed(null);
    change.mutate(
      { action: adviceOf(action), reason },
      {
        onSuccess: () => {
          setLast(action);
          toast({ text: <Trans>Dismissed: {name}.</Trans>, onUndo: () => undo(action) });
        },
        onError: (error) => setFailed({ id, error }),
      },
    );
  };
  return { dismiss, failed, undoLast: () => last && undo(last) };
}

function NothingToDo({ isDismissed }: { isDismissed: boolean }) {
  return (
    <Empty>
      {isDismissed ? (
        <Trans>Everything is dismissed. See below who dismissed what, and why.</Trans>
      ) : (
        <Trans>All done for today. Nothing else pays off on these figures.</Trans>
      )}
    </Empty>
  );
}

/** Dismissals can't be loaded: better to show one job too many than one too few. */
function DismissalsUnknown({ error }: { error: Error }) {
  const why = useProblemSentence()(error);
  return (
    <Stale>
      <Trans>Dismissed jobs can't be loaded right now and may show again: {why}</Trans>
    </Stale>
  );
}
