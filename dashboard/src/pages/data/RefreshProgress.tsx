import { Trans, useLingui } from "@lingui/react/macro";
import { useFormats } from "../../format/context";
import { useServiceSentence } from "../../sentences/problems";
import type { ShapeName } from "../../shapes/Shape";
import { Badge } from "../../ui/Badges";
import { Button } from "../../ui/Button";
import { Failed } from "../../ui/States";
import css from "./data.module.css";
import { type Refresh, useCancelRefresh } from "./requests";

export function Progress({ refresh }: { refresh: Refresh }) {
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
          <Button
            variant="plain"
            disabled={cancel.isPending}
            onClick={() => cancel.mutate(refresh.id)}
          >
            <Trans>Stop</Trans>
          </Button>
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
    [tone: "info" | "good" | "critical" | "plain", shape: ShapeName, word: string]
  > = {
    running: ["info", "half", t`Running`],
    cancelling: ["info", "half", t`Stopping`],
    done: ["good", "dot", t`Done`],
    failed: ["critical", "cross", t`Failed. Your current figures stay live.`],
    cancelled: ["plain", "ring", t`Stopped. Your current figures stay live.`],
  };
  const [tone, shape, word] = words[status ?? "running"] ?? ["plain", "ring", String(status)];
  return (
    <span role="status">
      <Badge tone={tone} shape={shape}>
        {word}
      </Badge>
    </span>
  );
}
