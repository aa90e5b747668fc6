import { Plural, Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import type { Schemas } from "../../api/client";
import { planChanges } from "../../api/queries/plan";
import { useFormats } from "../../format/context";
import { useProblemSentence } from "../../sentences/problems";
import { ChangeList } from "../../ui/PlanChangeList";

const FEW = 4;

/** What is new in the advice, for a list; silent where there is no earlier plan to tell it from. */
export function AdviceChanged() {
  const { data, error } = useQuery(planChanges({ limit: FEW }));
  const sentence = useProblemSentence();
  if (data === undefined) {
    const why = error ? sentence(error) : "";
    return error ? (
      <li>
        <Trans>What changed in the plan cannot be told right now: {why}</Trans>
      </li>
    ) : null;
  }
  const { earlier } = data;
  return earlier === null ? null : <AdviceComparison found={data} earlier={earlier} />;
}

interface AdviceComparisonProps {
  found: Schemas["PlanChanges"];
  earlier: Schemas["EarlierPlan"];
}

function AdviceComparison({ found, earlier }: AdviceComparisonProps) {
  const formats = useFormats();
  const day = formats.day(earlier.as_of);
  const now = formats.count(found.plan.campaigns);
  const worth = formats.compactMoney(found.plan.money_at_stake ?? 0, found.currency);
  const before = formats.count(earlier.campaigns);
  const worthBefore = formats.compactMoney(earlier.money_at_stake ?? 0, found.currency);
  return (
    <li>
      <Trans>
        Campaigns advised: {now} with {worth} at stake; in the plan of {day} there were {before}{" "}
        with {worthBefore}.
      </Trans>{" "}
      {found.total === 0 ? <Trans>The offers are the same.</Trans> : <Counts found={found} />}
      <ChangeList changes={found.items} currency={found.currency} />
    </li>
  );
}

/** How many of each kind; each opens the plan filtered to them. */
function Counts({ found }: { found: Schemas["PlanChanges"] }) {
  const { new: fresh, changed, gone } = found.counts;
  return (
    <>
      <Link href="/plan?since=new">
        <Plural value={fresh} one="# is new" other="# are new" />
      </Link>
      ,{" "}
      <Link href="/plan?since=changed">
        <Plural value={changed} one="# has another offer" other="# have another offer" />
      </Link>
      ,{" "}
      <Link href="/plan?since=gone">
        <Plural value={gone} one="# is no longer advised" other="# are no longer advised" />
      </Link>
      . {found.total > found.items.length ? <Trans>Those with the most money:</Trans> : null}
    </>
  );
}
