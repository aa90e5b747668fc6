import { Trans, useLingui } from "@lingui/react/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { ProblemError } from "../../api/client";
import { session, signIn } from "../../api/session";
import { useProblemSentence } from "../../sentences/problems";
import { Button } from "../../ui/Button";
import { Panel } from "../../ui/Panel";
import { Failed } from "../../ui/States";
import { Title } from "../../ui/Title";
import css from "./signin.module.css";

/** A key for a session: the page itself keeps neither. */
export default function SignIn() {
  const { t } = useLingui();
  const queries = useQueryClient();
  const sentence = useProblemSentence();
  const [key, setKey] = useState("");
  const enter = useMutation({
    mutationFn: signIn,
    onSuccess: async (found) => {
      queries.setQueryData(session.queryKey, found);
      // What was refused before is asked again as somebody.
      await queries.invalidateQueries();
    },
  });
  function submit(event: FormEvent) {
    event.preventDefault();
    enter.mutate(key.trim());
    setKey("");
  }
  const wrong =
    enter.error instanceof ProblemError && enter.error.status === 401 ? enter.error : null;
  return (
    <div className={css.narrow}>
      <Title lead={<Trans>Sign in with your key to see this shop.</Trans>}>
        <Trans>Sign in</Trans>
      </Title>
      <Panel title={<Trans>Your key</Trans>}>
        <form className="stack" onSubmit={submit}>
          <label className="field">
            {t`Key`}
            <input
              type="password"
              value={key}
              required
              autoComplete="current-password"
              placeholder="sr_…"
              onChange={(event) => setKey(event.target.value)}
            />
          </label>
          <Button type="submit" loading={enter.isPending}>
            <Trans>Sign in</Trans>
          </Button>
          {wrong ? (
            <p role="alert" className={css.wrong}>
              {sentence(wrong)}
            </p>
          ) : enter.isError ? (
            <Failed error={enter.error} />
          ) : null}
          <p className="small muted">
            <Trans>
              Administrators create keys with <code>smartretail keys create</code>. Your browser
              stores a session that expires, never the key.
            </Trans>
          </p>
        </form>
      </Panel>
    </div>
  );
}
