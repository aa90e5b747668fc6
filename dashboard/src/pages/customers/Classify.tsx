import { Trans } from "@lingui/react/macro";
import { useMutation } from "@tanstack/react-query";
import type { FormEvent } from "react";
import { api, unwrap } from "../../api/client";
import { useNames } from "../../names/catalogue";
import { useSegmentName } from "../../names/segments";
import { useServiceSentence } from "../../sentences/problems";
import { Button } from "../../ui/Button";
import { Field } from "../../ui/Field";
import { Panel } from "../../ui/Panel";
import { Failed } from "../../ui/States";
import css from "./customers.module.css";

/** Classifies a customer from figures. */
export function Classify() {
  const segmentName = useSegmentName();
  const sentence = useServiceSentence();
  const field = useNames("field");
  const ask = useMutation({
    mutationFn: (body: Record<string, number>) =>
      unwrap(api.POST("/v1/customers:classify", { body: { customers: [body] } })),
  });
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    ask.mutate(Object.fromEntries([...form].map(([name, value]) => [name, Number(value)])));
  }
  const answer = ask.data?.results[0];
  return (
    <Panel
      title={<Trans>Classify a customer</Trans>}
      note={<Trans>Enter what you know; the customer needs no record here</Trans>}
    >
      <form className="stack" onSubmit={submit}>
        <div className={css.figures}>
          <Figure name="recency" label={field("recency")} initial={10} />
          <Figure name="frequency" label={field("frequency")} initial={12} />
          <Figure name="monetary" label={field("monetary")} initial={500} />
          <Figure name="tenure_days" label={field("tenure_days")} initial={200} />
        </div>
        <Button type="submit" variant="plain" loading={ask.isPending}>
          <Trans>Classify</Trans>
        </Button>
      </form>
      <div aria-live="polite">
        {ask.isError ? <Failed error={ask.error} /> : null}
        {answer?.label ? (
          <p>
            <span className="strong">{segmentName(answer.label)}</span>
            <br />
            <span className="muted">{sentence(answer.reason_statement, answer.reason ?? "")}</span>
          </p>
        ) : null}
        {answer?.error ? <p>{sentence(answer.error_statement, answer.error)}</p> : null}
      </div>
    </Panel>
  );
}

function Figure({ name, label, initial }: { name: string; label: string; initial: number }) {
  return (
    <Field label={label}>
      {(control) => (
        <input
          {...control}
          type="number"
          name={name}
          min={0}
          step="any"
          defaultValue={initial}
          required
        />
      )}
    </Field>
  );
}
