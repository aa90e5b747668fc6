import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { Link } from "wouter";
import type { Schemas } from "../../api/client";
import { planChanges } from "../../api/queries";
import { useFormats } from "../../format/context";
import { Panel } from "../../layout/Panel";
import { useChangeSentence } from "../../sentences/changes";
import { Answer } from "../../states/Answer";
import { Empty } from "../../states/States";

type Change = Schemas["PlanChange"];
/** As many as the service gives: a plan has fewer rows. */
const ALL = 1000;

/** Codes of the rows that are new or changed; null where the rows are not filtered by that. */
export function useChangedCodes(since: string): Set<string> | null {
  const kind = since === "new" || since === "changed" ? since : null;
  const query = planChanges({ kind: kind ?? "new", limit: ALL });
  const { data } = useQuery({ ...query, enabled: kind !== null });
  return useMemo(() => {
    if (kind === null) return null;
    return new Set(data?.items.map((change) => change.stock_code));
  }, [kind, data]);
}

/** What the plan of a week before advised and this one does not, and why. */
export function NoLongerAdvised() {
  const query = useQuery(planChanges({ kind: "gone", limit: ALL }));
  return (
    <Panel title={<Trans>No longer advised</Trans>}>
      <Answer query={query} lines={3}>
        {(found) =>
          found.items.length > 0 ? (
            <ChangeList changes={found.items} currency={found.currency} />
          ) : (
            <Empty title={<Trans>Nothing is gone from the plan</Trans>}>
              {found.earlier === null ? (
                <Trans>There is no plan of an earlier day to compare with.</Trans>
              ) : (
                <Trans>Everything that was advised a week before is advised still.</Trans>
              )}
            </Empty>
          )
        }
      </Answer>
    </Panel>
  );
}

/** Products on which the advice changed, each with why and what was decided on it before. */
export function ChangeList({ changes, currency }: { changes: Change[]; currency: string }) {
  const sentence = useChangeSentence();
  return (
    <ul>
      {changes.map((change) => (
        <li key={change.stock_code}>
          <Link href={linkTo(change)}>{change.product_name}</Link>: {sentence(change, currency)}{" "}
          {change.decided ? <DecidedThen decided={change.decided} /> : null}
        </li>
      ))}
    </ul>
  );
}

/** Its row in the plan; what is gone has none. */
function linkTo(change: Change): string {
  const code = encodeURIComponent(change.stock_code);
  return change.now === null ? `/products/${code}` : `/plan?product=${code}`;
}

function DecidedThen({ decided }: { decided: Schemas["DecidedThen"] }) {
  const formats = useFormats();
  const by = decided.by;
  const when = formats.moment(decided.at);
  if (decided.decision === "accepted")
    return (
      <Trans>
        {by} had accepted it, {when}.
      </Trans>
    );
  if (decided.decision === "changed")
    return (
      <Trans>
        {by} had changed it, {when}.
      </Trans>
    );
  return (
    <Trans>
      {by} had rejected it, {when}.
    </Trans>
  );
}
