import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Link } from "wouter";
import { customer } from "../../api/queries/customers";
import { useFormats } from "../../format/context";
import { useAddress } from "../../grid/address";
import { useSegmentName } from "../../names/segments";
import { useServiceSentence } from "../../sentences/problems";
import { Button } from "../../ui/Button";
import { Panel } from "../../ui/Panel";
import { QueryResult } from "../../ui/QueryResult";

/** One customer by number: who they are, and why. */
export function CustomerLookup() {
  const { t } = useLingui();
  const address = useAddress();
  const customerId = address.get("customer");
  const [id, setId] = useState(customerId);
  const query = useQuery(customer(customerId));
  const formats = useFormats();
  const segmentName = useSegmentName();
  const sentence = useServiceSentence();
  function submit(event: FormEvent) {
    event.preventDefault();
    address.set("customer", id.trim() || null);
  }
  return (
    <Panel title={<Trans>Look up a customer</Trans>}>
      <form className="filters" onSubmit={submit}>
        <label className="field">
          {t`Customer number`}
          <input
            value={id}
            onChange={(event) => setId(event.target.value)}
            required
            autoComplete="off"
          />
        </label>
        <Button type="submit">
          <Trans>Look up</Trans>
        </Button>
      </form>
      {customerId === "" ? null : (
        <QueryResult query={query} height={200}>
          {(found) => {
            const orders = formats.count(found.frequency);
            const paid = formats.money(found.monetary, found.currency);
            const active = formats.percent(found.p_active_90d);
            const spend = formats.money(found.expected_spend_90d, found.currency);
            return (
              <div className="stack">
                <p>
                  <Link
                    href={`/customers/${encodeURIComponent(found.label ?? "")}`}
                    className="strong"
                  >
                    {segmentName(found.label ?? "–")}
                  </Link>
                  <br />
                  <Trans>
                    {orders} orders worth {paid}, the last one{" "}
                    <Plural
                      value={found.recency ?? 0}
                      _0="today"
                      one="# day ago"
                      other="# days ago"
                    />
                    . Buys again within 90 days with a probability of {active}, for {spend}{" "}
                    expected.
                  </Trans>
                </p>
                <ul>
                  {found.why.map((reason, at) => (
                    <li key={reason}>{sentence(found.why_statements?.[at], reason)}</li>
                  ))}
                </ul>
              </div>
            );
          }}
        </QueryResult>
      )}
    </Panel>
  );
}
