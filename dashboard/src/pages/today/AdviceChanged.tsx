import { Plural, Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import type { Schemas } from "../../api/client";
import { planChanges } from "../../api/queries/plan";
import { useFormats } from "../../format/context";
import { useProblemSentence } from "../../sentences/problems";
import { ChangeList } from "../../ui/PlanChangeList";

const FEW = 4;

/** What changed in the advice; nothing if there is no earlier plan to compare with. */
export function AdviceChanged() {
  const { data, error } = useQuery(planChanges({ limit: FEW }));
  const sentence = useProblemSentence();
  if (data === undefined) {
    const why = error ? sentence(error) : "";
    return error ? (
      <li>
        <Trans>Changes in the plan can't be shown right now: {why}</Trans>
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
        Recommended campaigns: {now}, {worth} expected gain. In the plan of {day}: {before},{" "}
        {worthBefore}.
      </Trans>{" "}
      {found.total === 0 ? <Trans>The offers are the same.</Trans> : <Counts found={found} />}
      <ChangeList changes={found.items} />
    </li>
  );
}

/** How many of each kind; each opens the plan filtered to them. */
function Counts({ found }: { found: Schemas["PlanChanges"] }) {
  const { new: fresh, changed, gone } = found.counts;
  return (
    <>
      <Link href="/plan?since=new">
        <Plural value={fresh} one="# new" other="# new" />
      </Link>
      ,{" "}
      <Link href="/plan?since=changed">
        <Plural value={changed} one="# with a different offer" other="# with a different offer" />
      </Link>
      ,{" "}
      <Link href="/plan?since=gone">
        <Plural value={gone} one="# no longer recommended" other="# no longer recommended" />
      </Link>
      . {found.total > found.items.length ? <Trans>The largest ones:</Trans> : null}
    </>
  );
}
