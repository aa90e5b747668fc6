import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { Schemas } from "../../api/client";
import { dataQuality } from "../../api/queries/state";
import { Empty } from "../../ui/Empty";
import { Panel } from "../../ui/Panel";
import { Section } from "../../ui/Section";
import { ReasonTable } from "./ReasonTable";

/** Excluded lines by reason. */
export function ExcludedLines() {
  return (
    <Panel
      title={<Trans>Excluded lines</Trans>}
      note={<Trans>These lines aren't included in any figure</Trans>}
    >
      <Reasons entriesOf={(report) => report.set_aside} />
    </Panel>
  );
}

/** Lines kept with warnings. */
export function LinesWithWarnings() {
  return (
    <Panel
      title={<Trans>Kept with warnings</Trans>}
      note={<Trans>A line can have several warnings</Trans>}
    >
      <Reasons entriesOf={(report) => report.defects} />
    </Panel>
  );
}

type Report = Schemas["QualityReport"];

function Reasons({ entriesOf }: { entriesOf: (report: Report) => Schemas["QualityEntry"][] }) {
  const quality = useQuery(dataQuality);
  return (
    <Section query={quality}>
      {(report) => {
        const present = entriesOf(report).filter((entry) => entry.rows > 0);
        return present.length > 0 ? (
          <ReasonTable entries={present} />
        ) : (
          <Empty>
            <Trans>None.</Trans>
          </Empty>
        );
      }}
    </Section>
  );
}
