import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Schemas } from "../../api/client";
import { snapshots } from "../../api/queries/state";
import { useFormats } from "../../format/context";
import { Badge } from "../../ui/Badges";
import { Button } from "../../ui/Button";
import { Panel } from "../../ui/Panel";
import { QueryResult } from "../../ui/QueryResult";
import { RequireRole } from "../../ui/RequireRole";
import { Failed } from "../../ui/States";
import css from "./data.module.css";
import { useRestoreSnapshot } from "./requests";

/** The states of knowledge that are kept, and the way back to one. */
export function Snapshots() {
  const stored = useQuery(snapshots);
  const restore = useRestoreSnapshot();
  return (
    <Panel
      title={<Trans>Snapshots</Trans>}
      note={<Trans>Roll back to use an earlier snapshot again. Later ones stay available.</Trans>}
    >
      <RequireRole action="restore_snapshot" />
      <QueryResult query={stored} height={200}>
        {(answer) => (
          <ul className={`clean ${css.files}`}>
            {answer.snapshots.map((entry) => (
              <Entry
                key={entry.id}
                entry={entry}
                busy={restore.isPending}
                onRestore={() => restore.mutate(entry.id)}
              />
            ))}
          </ul>
        )}
      </QueryResult>
      {restore.isError ? <Failed error={restore.error} /> : null}
    </Panel>
  );
}

interface EntryProps {
  entry: Schemas["SnapshotEntry"];
  busy: boolean;
  onRestore: () => void;
}

function Entry({ entry, busy, onRestore }: EntryProps) {
  const { t } = useLingui();
  const formats = useFormats();
  const [sure, setSure] = useState(false);
  const when = formats.moment(entry.created_at);
  const asOf = formats.day(entry.as_of);
  const lines = formats.count(entry.lines_kept);
  return (
    <li className="row between">
      <div>
        <span className="row">
          <span className="strong">{when}</span>
          {entry.live ? (
            <Badge tone="good" shape="dot">
              <Trans>Live</Trans>
            </Badge>
          ) : null}
        </span>
        <span className="small muted">
          {entry.problem ?? (
            <Trans>
              As of {asOf}; {lines} sales lines
            </Trans>
          )}
          <br />
          <code>{entry.id}</code>
        </span>
      </div>
      {entry.live || entry.problem ? null : sure ? (
        <span className="row">
          <Button loading={busy} onClick={onRestore}>
            <Trans>Roll back</Trans>
          </Button>
          <Button variant="plain" onClick={() => setSure(false)}>
            <Trans>Cancel</Trans>
          </Button>
        </span>
      ) : (
        <Button variant="plain" aria-label={t`Roll back to ${when}`} onClick={() => setSure(true)}>
          <Trans>Roll back</Trans>
        </Button>
      )}
    </li>
  );
}
