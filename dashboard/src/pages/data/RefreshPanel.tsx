import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Panel } from "../../ui/Panel";
import { QueryResult } from "../../ui/QueryResult";
import { RequireRole } from "../../ui/RequireRole";
import { Stale } from "../../ui/States";
import { RefreshForm } from "./RefreshForm";
import { Progress } from "./RefreshProgress";
import { refreshes, useRefreshProgress } from "./requests";

/** Work all numbers out anew, and watch it; what is live changes when it is done, and only then. */
export function RefreshPanel() {
  const query = useQuery(refreshes);
  const running = query.data?.running ?? null;
  const [mine, setMine] = useState<string | null>(null);
  const { refresh, isLost } = useRefreshProgress(running ?? mine);
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
      <QueryResult query={query} height={160}>
        {(answer) => (
          <>
            <RequireRole action="refresh" />
            <RefreshForm
              busy={running !== null}
              current={answer.current.sales ?? null}
              onStarted={setMine}
            />
            {refresh ? (
              <Progress refresh={refresh} />
            ) : answer.items[0] ? (
              <Progress refresh={answer.items[0]} />
            ) : null}
            {isLost && running !== null ? (
              <Stale>
                <Trans>Connection lost. This is the last known progress.</Trans>
              </Stale>
            ) : null}
          </>
        )}
      </QueryResult>
    </Panel>
  );
}
