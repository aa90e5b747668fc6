import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { demandSummary } from "../../api/queries/demand";
import { Bars } from "../../charts/Bars";
import { useFormats } from "../../format/context";
import { Panel } from "../../ui/Panel";
import { Section } from "../../ui/Section";
import { RowShapes } from "../../ui/Skeleton";
import { TrustBadge } from "../../ui/Trust";
import { AccuracyPanel } from "./Accuracy";
import { GRADES } from "./DemandList";
import css from "./demand.module.css";
import { OutcomesPanel } from "./Outcomes";

/** How far to trust the forecast: by grade, in past weeks, and in weeks that came. */
export function Reliability() {
  return (
    <div className={css.reliability}>
      <AccuracyPanel />
      <GradesPanel />
      <OutcomesPanel />
    </div>
  );
}

function GradesPanel() {
  const query = useQuery(demandSummary);
  const { t } = useLingui();
  const formats = useFormats();
  const words: Record<string, string> = {
    A: t`plan with the number`,
    B: t`plan with the range`,
    C: t`use the range only`,
    none: t`too few sales to judge`,
  };
  return (
    <Panel
      title={<Trans>How reliable it is</Trans>}
      note={<Trans>Grades follow each product's own error in recent weeks</Trans>}
    >
      <Section query={query} shape={<RowShapes rows={4} />}>
        {(summary) => (
          <Bars
            bars={GRADES.map((grade) => ({
              key: grade,
              name: (
                <>
                  <TrustBadge grade={grade} /> <span className="muted small">{words[grade]}</span>
                </>
              ),
              value: summary.trust[grade] ?? 0,
              text: formats.count(summary.trust[grade] ?? 0),
            }))}
          />
        )}
      </Section>
    </Panel>
  );
}
