import { Plural, Trans } from "@lingui/react/macro";
import { Link } from "wouter";
import type { Schemas } from "../../api/client";
import { useFormats } from "../../format/context";
import type { Formats } from "../../format/intl";
import { useSegmentName } from "../../names/segments";
import { useServiceSentence } from "../../sentences/problems";
import { type KeyValue, KeyValues } from "../../ui/KeyValues";
import { Method } from "../../ui/Method";
import { Panel } from "../../ui/Panel";
import { reasonsOf, type Why } from "./lookup";

type Customer = Schemas["CustomerAnswer"];

/** Who a customer is: segment, facts, what would change the segment, and how it came about. */
export function FoundCustomer({ found }: { found: Customer }) {
  const formats = useFormats();
  const segmentName = useSegmentName();
  const { changes, method } = reasonsOf(found);
  const label = found.label ?? "";
  return (
    <Panel
      title={<Trans>Customer {found.customer_id}</Trans>}
      note={
        <Link href={`/customers/${encodeURIComponent(label)}`}>{segmentName(label || "–")}</Link>
      }
    >
      <KeyValues facts={factsOf(found, formats)} />
      {changes.length > 0 ? (
        <div>
          <h3>
            <Trans>What would change the segment</Trans>
          </h3>
          <Reasons reasons={changes} />
        </div>
      ) : null}
      {method.length > 0 ? (
        <Method>
          <Reasons reasons={method} />
        </Method>
      ) : null}
    </Panel>
  );
}

function factsOf(found: Customer, formats: Formats): KeyValue[] {
  const days = found.recency ?? 0;
  return [
    { name: <Trans>Orders</Trans>, value: formats.count(found.frequency) },
    { name: <Trans>Paid so far</Trans>, value: formats.money(found.monetary, found.currency) },
    {
      name: <Trans>Last order</Trans>,
      value: <Plural value={days} _0="today" one="# day ago" other="# days ago" />,
    },
    {
      name: <Trans>Buys again within 90 days</Trans>,
      value: formats.percent(found.p_active_90d),
    },
    {
      name: <Trans>Expected, 90 days</Trans>,
      value: formats.money(found.expected_spend_90d, found.currency),
    },
  ];
}

function Reasons({ reasons }: { reasons: Why[] }) {
  const written = useServiceSentence();
  return (
    <ul className="clean">
      {reasons.map(({ sentence, statement }) => (
        <li key={sentence}>{written(statement, sentence)}</li>
      ))}
    </ul>
  );
}
