import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useEffect, useState } from "react";
import { ProblemError } from "../../api/client";
import { customer } from "../../api/queries/customers";
import { useAddress } from "../../grid/address";
import { useProblemSentence } from "../../sentences/problems";
import { Button } from "../../ui/Button";
import { Empty } from "../../ui/Empty";
import { Field } from "../../ui/Field";
import { Section } from "../../ui/Section";
import { RowShapes } from "../../ui/Skeleton";
import css from "./customers.module.css";
import { FoundCustomer } from "./FoundCustomer";

/** One customer by number, which is in the URL: who they are, and why. */
export function CustomerLookup() {
  const { t } = useLingui();
  const address = useAddress();
  const customerId = address.get("customer");
  return (
    <section className="stack" aria-label={t`Look up a customer`}>
      <LookupForm id={customerId} onLookup={(id) => address.set("customer", id || null)} />
      {customerId === "" ? null : <Found id={customerId} />}
    </section>
  );
}

function LookupForm({ id, onLookup }: { id: string; onLookup: (id: string) => void }) {
  const [typed, setTyped] = useState(id);
  useEffect(() => setTyped(id), [id]);
  function submit(event: FormEvent) {
    event.preventDefault();
    onLookup(typed.trim());
  }
  return (
    <form className={`${css.lookup} no-print`} onSubmit={submit}>
      <Field label={<Trans>Customer number</Trans>}>
        {(control) => (
          <input
            {...control}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            required
            autoComplete="off"
          />
        )}
      </Field>
      <Button type="submit">
        <Trans>Look up</Trans>
      </Button>
    </form>
  );
}

function Found({ id }: { id: string }) {
  const query = useQuery(customer(id));
  const problem = useProblemSentence();
  const isMissing = query.error instanceof ProblemError && query.error.status === 404;
  return (
    <div aria-live="polite">
      {isMissing ? (
        <Empty
          action={
            <Button variant="plain" href="/customers">
              <Trans>Clear search</Trans>
            </Button>
          }
        >
          {problem(query.error)}
        </Empty>
      ) : (
        <Section query={query} shape={<RowShapes rows={4} />}>
          {(found) => <FoundCustomer found={found} />}
        </Section>
      )}
    </div>
  );
}
