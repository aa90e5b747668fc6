import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { dataQuality } from "../../api/queries/state";
import { DetailPage } from "../../ui/DetailPage";
import { Section } from "../../ui/Section";
import { StripShape } from "../../ui/Skeleton";
import { Assumptions } from "./Assumptions";
import css from "./data.module.css";
import { ExcludedLines, LinesWithWarnings } from "./Lines";
import { RefreshButton } from "./RefreshButton";
import { RefreshPanel } from "./RefreshPanel";
import { SalesFigures } from "./SalesFigures";
import { Services } from "./Services";
import { Snapshots } from "./Snapshots";
import { Uploads } from "./Uploads";
import { useIsRefreshing } from "./useIsRefreshing";

/** Uploaded files and refreshes; then data quality, assumptions and the health of services. */
export default function Data() {
  const quality = useQuery(dataQuality);
  const isRefreshing = useIsRefreshing();
  return (
    <DetailPage
      title={<Trans>Data</Trans>}
      lead={<Trans>Add your files, check what was understood, then refresh the figures.</Trans>}
      actions={{ primary: isRefreshing ? null : <RefreshButton /> }}
    >
      <Section query={quality} shape={<StripShape />}>
        {(report) => <SalesFigures report={report} />}
      </Section>
      <div className={css.work}>
        <Uploads />
        <RefreshPanel />
      </div>
      <div className={css.two}>
        <ExcludedLines />
        <LinesWithWarnings />
      </div>
      <Assumptions />
      <div className={css.two}>
        <Snapshots />
        <Services />
      </div>
    </DetailPage>
  );
}
