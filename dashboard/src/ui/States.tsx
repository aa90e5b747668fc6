import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { ProblemError } from "../api/client";
import { useNames } from "../names/catalogue";
import { useProblemSentence } from "../sentences/problems";
import { Shape } from "../shapes/Shape";
import { Button } from "./Button";
import css from "./states.module.css";

/** Statuses of a request that was understood and declined; sending it again brings the same. */
const REFUSALS = new Set([409, 412, 413, 422, 428, 429, 507]);

/** A request that failed: what went wrong, and what to do next. */
export function Failed({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const sentence = useProblemSentence();
  if (error instanceof ProblemError && (error.status === 401 || error.status === 403)) {
    return <Forbidden detail={sentence(error)} fourEyes={error.problem.code === "own_work"} />;
  }
  const problem = error instanceof ProblemError ? error.problem : undefined;
  return (
    <div className={`${css.state} ${css.failed}`} role="alert" data-state="failed">
      <p className={css.what}>
        {problem?.code === "unreachable" ? (
          <Trans>Can't reach the server</Trans>
        ) : problem && REFUSALS.has(problem.status) ? (
          <Trans>Request declined</Trans>
        ) : (
          <Trans>Couldn't load this</Trans>
        )}
      </p>
      <p>{sentence(error)}</p>
      {problem?.trace_id ? (
        <p className={css.small}>
          <Trans>When you ask for help, quote:</Trans> <code>{problem.trace_id}</code>
        </p>
      ) : null}
      {onRetry ? (
        <Button variant="plain" onClick={onRetry}>
          <Trans>Try again</Trans>
        </Button>
      ) : null}
    </div>
  );
}

/** Explains what the caller's role doesn't allow, instead of hiding it. */
export function Forbidden({ detail, fourEyes }: { detail: string; fourEyes?: boolean }) {
  const refusal = useNames("refusal");
  return (
    <div className={`${css.state} ${css.forbidden}`} role="alert" data-state="forbidden">
      <p className={css.what}>
        {fourEyes ? refusal("own_work") : <Trans>Your role doesn't allow this</Trans>}
      </p>
      <p>{detail}</p>
    </div>
  );
}

/** Says how old the data shown is, and why there is nothing newer. */
export function Stale({ children }: { children: ReactNode }) {
  return (
    <p className={css.stale} role="status">
      <Shape name="clock" />
      <span>{children}</span>
    </p>
  );
}
