import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Schemas } from "../../api/client";
import { snapshots } from "../../api/queries/state";
import { useFormats } from "../../format/context";
import { Button } from "../../ui/Button";
import { Chip } from "../../ui/Chip";
import { Confirm } from "../../ui/Confirm";
import { Panel } from "../../ui/Panel";
import { RequireRole } from "../../ui/RequireRole";
import { Section } from "../../ui/Section";
import { Failed } from "../../ui/States";
import { useKeepFocus } from "../../ui/useKeepFocus";
import css from "./data.module.css";
import { useRestoreSnapshot } from "./requests";

type Snapshot = Schemas["SnapshotEntry"];

/** The stored snapshots; each can be made live again. */
export function Snapshots() {
  const stored = useQuery(snapshots);
  return (
    <Panel
      title={<Trans>Snapshots</Trans>}
      note={<Trans>Roll back to use an earlier snapshot again. Later ones stay available.</Trans>}
    >
      <RequireRole action="restore_snapshot" />
      <Section query={stored}>{(answer) => <SnapshotList entries={answer.snapshots} />}</Section>
    </Panel>
  );
}

function SnapshotList({ entries }: { entries: Snapshot[] }) {
  const list = useKeepFocus<HTMLUListElement>();
  return (
    <ul ref={list} className={`clean ${css.files}`}>
      {entries.map((entry) => (
        <Entry key={entry.id} entry={entry} />
      ))}
    </ul>
  );
}

function Entry({ entry }: { entry: Snapshot }) {
  const formats = useFormats();
  const asOf = formats.day(entry.as_of);
  const lines = formats.count(entry.lines_kept);
  return (
    <li className={css.entry} data-row>
      <div>
        <p className={css.name}>
          <span className="strong">{formats.moment(entry.created_at)}</span>
          {entry.live ? (
            <Chip shape="dot">
              <Trans>Live</Trans>
            </Chip>
          ) : null}
        </p>
        <p className="small muted">
          {entry.problem ?? (
            <Trans>
              As of {asOf}; {lines} sales lines
            </Trans>
          )}
        </p>
        <p className="small muted">
          <code>{entry.id}</code>
        </p>
      </div>
      {entry.live || entry.problem ? null : <RollBack entry={entry} />}
    </li>
  );
}

function RollBack({ entry }: { entry: Snapshot }) {
  const { t } = useLingui();
  const formats = useFormats();
  const [asks, setAsks] = useState(false);
  const restore = useRestoreSnapshot();
  const when = formats.moment(entry.created_at);
  const asOf = formats.day(entry.as_of);
  const lines = formats.count(entry.lines_kept);
  return (
    <>
      <Button variant="plain" aria-label={t`Roll back to ${when}`} onClick={() => setAsks(true)}>
        <Trans>Roll back</Trans>
      </Button>
      <Confirm
        open={asks}
        title={<Trans>Roll back to {when}?</Trans>}
        verb={<Trans>Roll back</Trans>}
        loading={restore.isPending}
        onConfirm={() => restore.mutate(entry.id, { onSuccess: () => setAsks(false) })}
        onClose={() => setAsks(false)}
      >
        <p>
          <Trans>
            Every page will then show figures as of {asOf}, from {lines} sales lines. Later
            snapshots stay available.
          </Trans>
        </p>
        {restore.isError ? <Failed error={restore.error} /> : null}
      </Confirm>
    </>
  );
}
