import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { Panel } from "../../ui/Panel";
import { RequireRole } from "../../ui/RequireRole";
import { Section } from "../../ui/Section";
import { RowShapes } from "../../ui/Skeleton";
import { Failed, Stale } from "../../ui/States";
import css from "./data.module.css";
import { RefreshForm } from "./RefreshForm";
import { RefreshProgress } from "./RefreshProgress";
import { refreshes, useRefreshProgress, useStartRefresh } from "./requests";

/** Runs a refresh and shows its progress; live figures change only when it is done. */
export function RefreshPanel() {
  const query = useQuery(refreshes);
  const start = useStartRefresh();
  const running = query.data?.running ?? null;
  const [mine, setMine] = useState<string | null>(null);
  const { refresh, isLost } = useRefreshProgress(running ?? mine);
  // The pressed button disappears, so the focus moves to the progress.
  const outcome = useRef<HTMLDivElement>(null);
  const showOutcome = () => outcome.current?.focus();
  return (
    <Panel
      title={<Trans>Refresh</Trans>}
      note={
        <Trans>
          Takes about a minute and a half per million lines. Your current figures stay live until it
          is done.
        </Trans>
      }
    >
      <RequireRole action="refresh" />
      <Section query={query} shape={<RowShapes rows={6} />}>
        {(answer) => {
          const shown = refresh ?? answer.items[0];
          return (
            <>
              <RefreshForm
                current={answer.current.sales ?? null}
                onSubmit={(request) =>
                  start.mutate(request, {
                    onSuccess: ({ id }) => setMine(id),
                    onSettled: showOutcome,
                  })
                }
              />
              <div ref={outcome} tabIndex={-1} className={css.outcome}>
                {start.isError ? <Failed error={start.error} /> : null}
                {shown ? (
                  <RefreshProgress refresh={shown} earlier={answer.items} onStopped={showOutcome} />
                ) : null}
              </div>
              {isLost && running !== null ? (
                <Stale>
                  <Trans>Connection lost. This is the last known progress.</Trans>
                </Stale>
              ) : null}
            </>
          );
        }}
      </Section>
    </Panel>
  );
}
