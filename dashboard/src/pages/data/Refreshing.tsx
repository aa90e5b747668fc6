import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useFormats } from "../../format/context";
import { useServiceSentence } from "../../sentences/problems";
import { Badge } from "../../ui/Badges";
import { Panel } from "../../ui/Panel";
import { QueryResult } from "../../ui/QueryResult";
import { RequireRole } from "../../ui/RequireRole";
import { Failed, Stale } from "../../ui/States";
import css from "./data.module.css";
import {
  type Kind,
  type Refresh,
  refreshes,
  type Upload,
  uploads,
  useCancelRefresh,
  useRefreshProgress,
  useStartRefresh,
} from "./requests";
import { useKinds } from "./Uploads";

/** Work all numbers out anew, and watch it; what is live changes when it is done, and only then. */
export function Refreshing() {
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
            <Ask
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

interface AskProps {
  busy: boolean;
  current: string | null;
  onStarted: (id: string) => void;
}

function Ask({ busy, current, onStarted }: AskProps) {
  const { t } = useLingui();
  const files = useQuery(uploads).data?.items ?? [];
  const start = useStartRefresh();
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? "");
    start.mutate(
      {
        sales: text("sales"),
        stock: text("stock"),
        products: text("products"),
        as_of: text("as_of") || null,
      },
      { onSuccess: (refresh) => onStarted(refresh.id) },
    );
  }
  return (
    <>
      <form className="filters" onSubmit={submit}>
        <Source
          kind="sales"
          files={files}
          initial={current === "file" || current === null ? "sample" : "current"}
        >
          <option value="current">{t`As now`}</option>
          <option value="sample">{t`Sample data`}</option>
        </Source>
        {(["stock", "products"] as const).map((kind) => (
          <Source key={kind} kind={kind} files={files} initial="current">
            <option value="current">{t`As now`}</option>
            <option value="none">{t`None`}</option>
          </Source>
        ))}
        <label className="field">
          {t`Cut-off day`}
          <input type="date" name="as_of" />
        </label>
        <Button type="submit" loading={start.isPending} disabled={busy}>
          <Trans>Refresh now</Trans>
        </Button>
      </form>
      {start.isError ? <Failed error={start.error} /> : null}
    </>
  );
}

interface SourceProps {
  kind: Kind;
  files: Upload[];
  initial: string;
  children: React.ReactNode;
}

function Source({ kind, files, initial, children }: SourceProps) {
  const kinds = useKinds();
  const ready = files.filter((file) => file.kind === kind && file.status === "ready");
  return (
    <label className="field">
      {kinds[kind]}
      <select name={kind} defaultValue={initial}>
        {children}
        {ready.map((file) => (
          <option key={file.id} value={file.id}>
            {file.name}
          </option>
        ))}
      </select>
    </label>
  );
}

function Progress({ refresh }: { refresh: Refresh }) {
  const { t } = useLingui();
  const sentence = useServiceSentence();
  const formats = useFormats();
  const cancel = useCancelRefresh();
  const started = formats.moment(refresh.started_at);
  const names: Record<string, string> = {
    ledger: t`Cleaning the ledger`,
    demand: t`Forecasting demand`,
    outcomes: t`Comparing with actual sales`,
    stock: t`Checking stock`,
    segments: t`Grouping customers`,
    plan: t`Making the plan`,
  };
  return (
    <div className={css.progress}>
      <p className="row between">
        <span>
          <Status status={refresh.status} />{" "}
          <span className="small muted">
            <Trans>
              Started {started} by {refresh.started_by}
            </Trans>
          </span>
        </span>
        {refresh.status === "running" ? (
          <button
            type="button"
            className="plain"
            disabled={cancel.isPending}
            onClick={() => cancel.mutate(refresh.id)}
          >
            <Trans>Stop</Trans>
          </button>
        ) : null}
      </p>
      {refresh.problem ? (
        <p className={css.problem}>{sentence(refresh.problem.statement, refresh.problem.detail)}</p>
      ) : null}
      <ol className={`clean ${css.jobs}`} aria-label={t`Steps of the refresh`}>
        {(refresh.jobs ?? []).map((job) => (
          <li key={job.name}>
            <span>{names[job.name]}</span>
            <progress
              aria-label={names[job.name]}
              value={job.status === "done" ? 1 : (job.done ?? 0)}
              max={job.status === "done" ? 1 : Math.max(1, job.total ?? 1)}
            />
            <span className="num small muted">
              {job.seconds == null ? "" : t`${formats.decimal(job.seconds)} s`}
            </span>
          </li>
        ))}
      </ol>
      {cancel.isError ? <Failed error={cancel.error} /> : null}
    </div>
  );
}

function Status({ status }: { status: Refresh["status"] }) {
  const { t } = useLingui();
  const words: Record<
    string,
    [tone: "info" | "good" | "critical" | "plain", shape: string, word: string]
  > = {
    running: ["info", "◐", t`Running`],
    cancelling: ["info", "◐", t`Stopping`],
    done: ["good", "●", t`Done`],
    failed: ["critical", "✕", t`Failed. Your current figures stay live.`],
    cancelled: ["plain", "○", t`Stopped. Your current figures stay live.`],
  };
  const [tone, shape, word] = words[status ?? "running"] ?? ["plain", "○", String(status)];
  return (
    <span role="status">
      <Badge tone={tone} shape={shape}>
        {word}
      </Badge>
    </span>
  );
}
