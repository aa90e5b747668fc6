import { Trans, useLingui } from "@lingui/react/macro";
import type { Schemas } from "../../api/client";
import { useFormats } from "../../format/context";
import { Shape, type ShapeName } from "../../shapes/Shape";
import css from "./data.module.css";
import { secondsLeft } from "./remaining";
import type { Refresh } from "./requests";

type Job = Schemas["Job"];

const SHAPES: Record<string, ShapeName> = { waiting: "ring", running: "half", done: "check" };

/** The steps of a refresh: which are done, which is under way, and about how long it still takes. */
export function RefreshSteps({ refresh, earlier }: { refresh: Refresh; earlier: Refresh[] }) {
  const { t } = useLingui();
  const jobs = refresh.jobs ?? [];
  return (
    <>
      {refresh.status === "running" ? <Outlook refresh={refresh} earlier={earlier} /> : null}
      <ol className={`clean ${css.steps}`} aria-label={t`Steps of the refresh`}>
        {jobs.map((job) => (
          <Step key={job.name} job={job} isRunning={refresh.status === "running"} />
        ))}
      </ol>
    </>
  );
}

/** "Forecasting demand · 2 of 6 · about 40 s left. You can leave this page." */
function Outlook({ refresh, earlier }: { refresh: Refresh; earlier: Refresh[] }) {
  const { t } = useLingui();
  const formats = useFormats();
  const names = useStepNames();
  const jobs = refresh.jobs ?? [];
  const present = jobs.findIndex((job) => job.status !== "done");
  const job = jobs[present];
  if (job === undefined) return null;
  const left = secondsLeft(refresh, earlier);
  const step = formats.count(present + 1);
  const all = formats.count(jobs.length);
  const seconds = formats.count(left);
  const parts = [names[job.name], t`${step} of ${all}`];
  if (left !== null) parts.push(t`about ${seconds} s left`);
  return (
    <p className="small">
      {parts.join(" · ")}. <Trans>You can leave this page.</Trans>
    </p>
  );
}

function Step({ job, isRunning }: { job: Job; isRunning: boolean }) {
  const { t } = useLingui();
  const formats = useFormats();
  const names = useStepNames();
  const status = job.status ?? "waiting";
  const words: Record<string, string> = {
    waiting: t`Waiting`,
    running: t`Under way`,
    done: t`Done`,
  };
  const seconds = formats.decimal(job.seconds);
  return (
    <li data-status={status}>
      <Shape name={SHAPES[status] ?? "ring"} />
      <span>
        {names[job.name]} <span className="visually-hidden">{words[status]}</span>
      </span>
      {status === "running" && isRunning ? (
        <progress
          aria-label={names[job.name]}
          value={job.total ? (job.done ?? 0) : undefined}
          max={Math.max(1, job.total ?? 1)}
        />
      ) : (
        <span className="num small muted">{job.seconds == null ? "" : t`${seconds} s`}</span>
      )}
    </li>
  );
}

function useStepNames(): Record<string, string> {
  const { t } = useLingui();
  return {
    ledger: t`Cleaning the ledger`,
    demand: t`Forecasting demand`,
    outcomes: t`Comparing with actual sales`,
    stock: t`Checking stock`,
    segments: t`Grouping customers`,
    plan: t`Making the plan`,
  };
}
