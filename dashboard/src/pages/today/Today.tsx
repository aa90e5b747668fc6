import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { Schemas } from "../../api/client";
import { dashboard } from "../../api/queries/state";
import { PageFrame } from "../../ui/PageFrame";
import { Section } from "../../ui/Section";
import { dismissals } from "./dismissals";
import { Freshness } from "./Freshness";
import { Jobs } from "./Jobs";
import { KeyFigures } from "./KeyFigures";
import { PastResultsPanel } from "./PastResults";
import { SectionNotices } from "./SectionNotices";
import { CampaignsPanel, SegmentsPanel } from "./SegmentPanels";
import { isEmptyState, sectionData } from "./sections";
import { TodayShape } from "./TodayShape";
import css from "./today.module.css";
import { Welcome } from "./Welcome";
import { WhatChangedPanel } from "./WhatChanged";

/** What to do right now. */
export function Today() {
  const query = useQuery(dashboard);
  useQuery(dismissals); // asked at once, so that no job shows and goes
  if (query.data && isEmptyState(query.data)) return <Welcome />;
  return (
    <PageFrame
      width="detail"
      title={<Trans>Today</Trans>}
      lead={query.data ? <Freshness answer={query.data} /> : "\u00A0"}
      notices={query.data ? <SectionNotices answer={query.data} /> : null}
      actions={{ more: [{ name: <Trans>Print</Trans>, onSelect: () => globalThis.print() }] }}
    >
      <Section query={query} shape={<TodayShape />}>
        {(answer) => (
          <>
            <Jobs answer={answer} />
            <KeyFigures answer={answer} />
            <Panels answer={answer} />
          </>
        )}
      </Section>
    </PageFrame>
  );
}

function Panels({ answer }: { answer: Schemas["Dashboard"] }) {
  return (
    <div className={css.two}>
      <WhatChangedPanel answer={answer} />
      <PastResultsPanel />
      <SegmentsPanel segments={sectionData(answer, "segments")} />
      <CampaignsPanel
        campaigns={sectionData(answer, "campaigns")}
        copy={sectionData(answer, "copywriting")}
        isPlanEmpty={sectionData(answer, "plan")?.rows === 0}
      />
    </div>
  );
}
