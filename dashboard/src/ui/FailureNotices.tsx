import { Trans } from "@lingui/react/macro";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { ProblemError } from "../api/client";
import { type Failure, isForbidden, useFailures } from "../api/failures";
import { queryKeys } from "../api/queryKeys";
import { session } from "../api/session";
import { useFormats } from "../format/context";
import { useProblemSentence } from "../sentences/problems";
import { Button } from "./Button";
import { Notice } from "./Notice";

const AGAIN_MS = 30_000;

/** Why sections have no new data: one notice per cause, however many sections it hits. */
export function FailureNotices() {
  const failures = useFailures();
  return failures.map((failure) =>
    isForbidden(failure.error) ? (
      <ForbiddenNotice key={failure.cause} failure={failure} />
    ) : (
      <FailureNotice key={failure.cause} failure={failure} />
    ),
  );
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

/** Retrying can't help: the caller has to sign in, or needs another role. */
function ForbiddenNotice({ failure }: { failure: Failure }) {
  const sentence = useProblemSentence();
  const { error } = failure;
  const isSignedOut = error instanceof ProblemError && error.status === 401;
  return (
    <Notice tone="warn" state="forbidden" action={<SignIn isSignedOut={isSignedOut} />}>
      {isSignedOut ? null : (
        <>
          <Trans>Your role doesn't allow this.</Trans>{" "}
        </>
      )}
      {sentence(error)}
    </Notice>
  );
}

/** A lost session asks for the key in place; whoever is signed in has to sign out first. */
function SignIn({ isSignedOut }: { isSignedOut: boolean }) {
  const queries = useQueryClient();
  const { data } = useQuery(session);
  if (isSignedOut)
    return (
      <Button
        variant="plain"
        onClick={() => void queries.invalidateQueries({ queryKey: queryKeys.session })}
      >
        <Trans>Sign in</Trans>
      </Button>
    );
  if (data?.how === "session") return null;
  return (
    <Button variant="plain" href="/signin">
      <Trans>Sign in</Trans>
    </Button>
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
