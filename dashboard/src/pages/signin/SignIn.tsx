import { Trans } from "@lingui/react/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import { ProblemError } from "../../api/client";
import { session, signIn } from "../../api/session";
import { useProblemSentence } from "../../sentences/problems";
import { Button } from "../../ui/Button";
import { Field } from "../../ui/Field";
import { PageFrame } from "../../ui/PageFrame";
import { Failed } from "../../ui/States";
import css from "./signin.module.css";

/** Exchanges a key for a session; the page stores neither. */
export default function SignIn() {
  return (
    <div className={css.narrow}>
      <PageFrame
        width="wizard"
        explainsFailures
        title={<Trans>Sign in</Trans>}
        lead={<Trans>Sign in with your key to see this shop.</Trans>}
      >
        <KeyForm />
        <p className={css.help}>
          <Trans>
            Administrators create keys with <code>smartretail keys create</code>. Your browser
            stores a session that expires, never the key.
          </Trans>
        </p>
      </PageFrame>
    </div>
  );
}

function KeyForm() {
  const sentence = useProblemSentence();
  const field = useRef<HTMLInputElement>(null);
  const [key, setKey] = useState("");
  const enter = useSignIn();
  function submit(event: FormEvent) {
    event.preventDefault();
    setKey("");
    field.current?.focus();
    if (key.trim() !== "") enter.mutate(key.trim());
  }
  const isWrong = enter.error instanceof ProblemError && enter.error.status === 401;
  return (
    <form className="stack" onSubmit={submit} noValidate>
      <Field
        label={<Trans>Key</Trans>}
        error={isWrong ? <span role="alert">{sentence(enter.error)}</span> : undefined}
      >
        {(control) => (
          <input
            {...control}
            ref={field}
            type="password"
            value={key}
            autoComplete="current-password"
            placeholder="sr_…"
            onChange={(event) => setKey(event.target.value)}
          />
        )}
      </Field>
      <Button type="submit" loading={enter.isPending}>
        <Trans>Sign in</Trans>
      </Button>
      {enter.isError && !isWrong ? <Failed error={enter.error} /> : null}
    </form>
  );
}

function useSignIn() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: signIn,
    onSuccess: async (found) => {
      queries.setQueryData(session.queryKey, found);
      // Requests refused before are sent again with the new session.
      await queries.invalidateQueries();
    },
  });
}
