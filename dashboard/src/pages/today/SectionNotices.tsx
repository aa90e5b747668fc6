import { Trans, useLingui } from "@lingui/react/macro";
import type { Schemas } from "../../api/client";
import { useFormats } from "../../format/context";
import { useServiceSentence } from "../../sentences/problems";
import { Notice } from "../../ui/Notice";
import { notOk, type SectionName } from "./sections";

type Dashboard = Schemas["Dashboard"];

interface Cause {
  why: string | null;
  names: string[];
  /** Of the oldest numbers still shown; null where there are none. */
  ageSeconds: number | null;
}

/** Parts of the page that are missing or old: one notice per cause, however many it hits. */
export function SectionNotices({ answer }: { answer: Dashboard }) {
  const causes = useCauses(answer);
  return causes.map((cause) => <SectionNotice key={cause.why ?? ""} cause={cause} />);
}

function SectionNotice({ cause }: { cause: Cause }) {
  const { i18n } = useLingui();
  const formats = useFormats();
  const { why, ageSeconds } = cause;
  const names = new Intl.ListFormat(i18n.locale).format(cause.names);
  const hours = formats.decimal((ageSeconds ?? 0) / 3600);
  return (
    <Notice tone={ageSeconds === null ? "warn" : "info"}>
      {ageSeconds === null ? (
        <Trans>Missing: {names}.</Trans>
      ) : (
        <Trans>
          {names}: {hours} hours old.
        </Trans>
      )}{" "}
      {why ?? <Trans>The service didn't respond.</Trans>} <Trans>We keep trying.</Trans>
    </Notice>
  );
}

function useCauses(answer: Dashboard): Cause[] {
  const sectionName = useSectionName();
  const sentence = useServiceSentence();
  const causes = new Map<string, Cause>();
  for (const name of notOk(answer)) {
    const { status, reason, statement, age_seconds } = answer.sections[name];
    const why = reason ? sentence(statement, reason) : null;
    const isStale = status === "stale";
    const key = `${isStale} ${why}`;
    const cause = causes.get(key) ?? { why, names: [], ageSeconds: null };
    cause.names.push(sectionName(name));
    if (isStale) cause.ageSeconds = Math.max(cause.ageSeconds ?? 0, age_seconds ?? 0);
    causes.set(key, cause);
  }
  return [...causes.values()];
}

function useSectionName() {
  const { t } = useLingui();
  const names: Record<SectionName, string> = {
    key_figures: t`Key figures`,
    stock_at_risk: t`Stock at risk`,
    demand_ahead: t`Demand`,
    segments: t`Customer segments`,
    plan: t`Plan`,
    campaigns: t`Campaigns`,
    copywriting: t`Copywriting`,
  };
  return (name: SectionName) => names[name];
}
