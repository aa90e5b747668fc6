import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { Schemas } from "../../api/client";
import { dashboard, snapshots } from "../../api/queries/state";
import { useFormats } from "../../format/context";
import { useServiceSentence } from "../../sentences/problems";
import { Button } from "../../ui/Button";
import { QueryResult } from "../../ui/QueryResult";
import { Partial, Stale } from "../../ui/States";
import { Title } from "../../ui/Title";
import { Actions } from "./Actions";
import { dismissals } from "./dismissals";
import { KeyFigures } from "./KeyFigures";
import { PastResultsPanel } from "./PastResults";
import { CampaignsPanel, SegmentsPanel } from "./SegmentPanels";
import { notOk, type SectionName, sectionData } from "./sections";
import css from "./today.module.css";
import { WhatChangedPanel } from "./WhatChanged";

type Dashboard = Schemas["Dashboard"];

/** What to do right now. */
export function Today() {
  const query = useQuery(dashboard);
  useQuery(dismissals); // asked at once, so that no card shows and goes
  return (
    <>
      <Title
        lead={query.data ? <Freshness answer={query.data} /> : null}
        actions={
          <Button variant="plain" onClick={() => globalThis.print()}>
            <Trans>Print</Trans>
          </Button>
        }
      >
        <Trans>What to do now</Trans>
      </Title>
      <QueryResult query={query} lines={6} height={720}>
        {(answer) => (
          <div className="stack">
            <MissingSections answer={answer} />
            <Actions answer={answer} />
            <KeyFigures answer={answer} />
            <div className={css.two}>
              <WhatChangedPanel answer={answer} />
              <PastResultsPanel />
              <SegmentsPanel segments={sectionData(answer, "segments")} />
              <CampaignsPanel
                campaigns={sectionData(answer, "campaigns")}
                copy={sectionData(answer, "copywriting")}
              />
            </div>
          </div>
        )}
      </QueryResult>
    </>
  );
}

/** One line: how old the numbers are, and whether all of them came. */
function Freshness({ answer }: { answer: Dashboard }) {
  const formats = useFormats();
  const live = useQuery(snapshots).data?.snapshots.find((entry) => entry.live);
  const lastDay = formats.day(live?.last_day);
  const madeAt = formats.moment(live?.created_at);
  const missing = notOk(answer).length;
  const checked = formats.moment(answer.generated_at);
  return (
    <p className={css.fresh}>
      {live?.last_day ? (
        <span>
          <Trans>
            Sales to {lastDay} · updated {madeAt}
          </Trans>
        </span>
      ) : null}
      <span>
        {missing === 0 ? (
          <Trans>All sections are up to date, checked {checked}.</Trans>
        ) : (
          <Trans>
            {missing} sections are missing or out of date. Checked {checked}.
          </Trans>
        )}
      </span>
    </p>
  );
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

function MissingSections({ answer }: { answer: Dashboard }) {
  const sectionName = useSectionName();
  const sentence = useServiceSentence();
  const formats = useFormats();
  return notOk(answer).map((name) => {
    const section = answer.sections[name];
    const title = sectionName(name);
    const why = section?.reason ? sentence(section.statement, section.reason) : null;
    if (section?.status !== "stale") {
      return <Partial key={name} title={<Trans>Missing: {title}</Trans>} reason={why} />;
    }
    const hours = formats.decimal((section.age_seconds ?? 0) / 3600);
    return (
      <Stale key={name}>
        <Trans>
          {title}: {hours} hours old. {why}
        </Trans>
      </Stale>
    );
  });
}
