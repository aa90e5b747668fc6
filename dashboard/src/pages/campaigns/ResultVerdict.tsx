import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { useFormats } from "../../format/context";
import { Badge } from "../../ui/Badges";
import { type Verdict as Kind, type Lift, type Measured, verdictOf } from "./lift";
import type { Measure } from "./measures";

/** What one measure says, in words. */
export function VerdictRow({ lift, measure }: { lift: Lift; measure: Measure }) {
  const found = lift.measures[measure.key];
  const verdict = verdictOf(lift, found);
  return (
    <li>
      <span className="row">
        <span className="strong">{measure.name}</span>
        <VerdictBadge verdict={verdict} up={(found?.lift ?? 0) > 0} />
      </span>
      <VerdictText verdict={verdict} lift={lift} found={found ?? null} measure={measure} />
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

interface VerdictTextProps {
  verdict: Kind;
  lift: Lift;
  found: Measured | null;
  measure: Measure;
}

function VerdictText({ verdict, lift, found, measure }: VerdictTextProps) {
  const formats = useFormats();
  if (verdict === "few" || found === null)
    return <Trans>Each group needs at least ten customers for a result.</Trans>;
  const low = measure.change(found.low);
  const high = measure.change(found.high);
  const least = measure.size(found.detectable);
  if (verdict === "early") {
    const days = formats.count(lift.window_days);
    return (
      <Trans>
        Wait until the {days} days are over: so far it's between {low} and {high}, and that can
        still change.
      </Trans>
    );
  }
  if (verdict === "small")
    return (
      <Trans>
        Not proven: the effect is between {low} and {high}. A change of {least} would show in 80 of
        100 cases.
      </Trans>
    );
  return (
    <Trans>
      Changed by {low} to {high}. This is a real effect.
    </Trans>
  );
}
