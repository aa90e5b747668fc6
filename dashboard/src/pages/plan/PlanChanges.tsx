import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { planChanges } from "../../api/queries/plan";
import { Empty } from "../../ui/Empty";
import { ChangeList } from "../../ui/PlanChangeList";
import { Section } from "../../ui/Section";
import css from "./plan.module.css";

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

/** Campaigns of last week's plan that are no longer recommended, and why. */
export function NoLongerAdvised() {
  const query = useQuery(planChanges({ kind: "gone", limit: ALL }));
  return (
    <section className={css.part} aria-labelledby="gone">
      <h2 id="gone">
        <Trans>No longer recommended</Trans>
      </h2>
      <Section query={query}>
        {(found) =>
          found.items.length > 0 ? (
            <ChangeList changes={found.items} />
          ) : (
            <Empty>
              {found.earlier === null ? (
                <Trans>There's no earlier plan to compare with.</Trans>
              ) : (
                <Trans>Everything recommended a week earlier is still recommended.</Trans>
              )}
            </Empty>
          )
        }
      </Section>
    </section>
  );
}
