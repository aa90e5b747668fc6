import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { useServiceSentence } from "../../sentences/problems";
import { Badge } from "../../ui/Badges";
import { type Verdict as Kind, type Lift, verdictOf } from "./lift";
import type { Measure } from "./measures";

/** What one measure says, in words. */
export function VerdictRow({ lift, measure }: { lift: Lift; measure: Measure }) {
  const found = lift.measures[measure.key];
  const verdict = verdictOf(lift, found);
  const sentence = useServiceSentence();
  return (
    <li>
      <span className="row">
        <span className="strong">{measure.name}</span>
        <VerdictBadge verdict={verdict} up={(found?.lift ?? 0) > 0} />
      </span>
      {sentence(lift.statements?.[measure.key], measure.key === "buyers" ? lift.sentence : "")}
    </li>
  );
}

function VerdictBadge({ verdict, up }: { verdict: Kind; up: boolean }) {
  if (verdict === "changed")
    return (
      <Badge tone={up ? "good" : "critical"} shape={up ? "up" : "down"}>
        {up ? <Trans>Raised</Trans> : <Trans>Lowered</Trans>}
      </Badge>
    );
  const words: Record<string, ReactNode> = {
    early: <Trans>Too early</Trans>,
    small: <Trans>Not proven</Trans>,
    few: <Trans>Too few customers</Trans>,
  };
  return (
    <Badge tone="plain" shape="ring">
      {words[verdict]}
    </Badge>
  );
}
