import { Trans } from "@lingui/react/macro";
import { useEffect } from "react";
import { ProblemError } from "../api/client";
import { type Failure, useFailures } from "../api/failures";
import { useFormats } from "../format/context";
import { useProblemSentence } from "../sentences/problems";
import { Button } from "./Button";
import { Notice } from "./Notice";

const AGAIN_MS = 30_000;

/** Why sections have no new data: one notice per cause, however many sections it hits. */
export function FailureNotices() {
  const failures = useFailures();
  return failures.map((failure) => <FailureNotice key={failure.cause} failure={failure} />);
}

function FailureNotice({ failure }: { failure: Failure }) {
  const formats = useFormats();
  const sentence = useProblemSentence();
  useRetries(failure);
  const { error, since, cause } = failure;
  const trace = error instanceof ProblemError ? error.problem.trace_id : "";
  const isAsking = failure.queries.some(({ state }) => state.fetchStatus === "fetching");
  const at = since === null ? null : formats.moment(new Date(since).toISOString());
  return (
    <Notice
      tone="warn"
      state="failed"
      action={
        <Button variant="plain" loading={isAsking} onClick={() => askAgain(failure)}>
          <Trans>Try now</Trans>
        </Button>
      }
      details={trace ? <Trans>When you ask for help, quote: {trace}</Trans> : null}
    >
      {cause === "unreachable" ? <Trans>Can't reach the server.</Trans> : sentence(error)}{" "}
      {at === null ? (
        <Trans>We keep trying.</Trans>
      ) : (
        <Trans>You see data from {at}; we keep trying.</Trans>
      )}
    </Notice>
  );
}

function askAgain({ queries }: Failure) {
  for (const query of queries) void query.fetch().catch(() => undefined);
}

function useRetries(failure: Failure) {
  useEffect(() => {
    const timer = setInterval(() => askAgain(failure), AGAIN_MS);
    return () => clearInterval(timer);
  }, [failure]);
}
