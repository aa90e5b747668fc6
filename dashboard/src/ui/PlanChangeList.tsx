import { Trans } from "@lingui/react/macro";
import { Link } from "wouter";
import type { Schemas } from "../api/client";
import { useFormats } from "../format/context";
import { useServiceSentence } from "../sentences/problems";

type Change = Schemas["PlanChange"];

/** Products whose advice changed, each with the reason and the previous decision. */
export function ChangeList({ changes }: { changes: Change[] }) {
  const sentence = useServiceSentence();
  return (
    <ul>
      {changes.map((change) => (
        <li key={change.stock_code}>
          <Link href={linkTo(change)}>{change.product_name}</Link>:{" "}
          {sentence(change.statement, change.sentence)}{" "}
          {change.decided ? <EarlierDecision decided={change.decided} /> : null}
        </li>
      ))}
    </ul>
  );
}

/** Its row in the plan; none if it is no longer in the plan. */
function linkTo(change: Change): string {
  const code = encodeURIComponent(change.stock_code);
  return change.now === null ? `/products/${code}` : `/plan?product=${code}`;
}

function EarlierDecision({ decided }: { decided: Schemas["EarlierDecision"] }) {
  const formats = useFormats();
  const by = decided.by;
  const when = formats.moment(decided.at);
  if (decided.decision === "accepted")
    return (
      <Trans>
        {by} accepted it on {when}.
      </Trans>
    );
  if (decided.decision === "changed")
    return (
      <Trans>
        {by} changed it on {when}.
      </Trans>
    );
  return (
    <Trans>
      {by} rejected it on {when}.
    </Trans>
  );
}
