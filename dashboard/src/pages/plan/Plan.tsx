import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useCallback } from "react";
import type { Schemas } from "../../api/client";
import { downloadCsv } from "../../api/files";
import { plan, planSummary } from "../../api/queries/plan";
import { useAddress } from "../../grid/address";
import { useTableLayout } from "../../grid/useTableLayout";
import { Empty, FilteredEmpty } from "../../ui/Empty";
import { ListPage } from "../../ui/ListPage";
import { Section } from "../../ui/Section";
import { RowShapes, StripShape } from "../../ui/Skeleton";
import { CampaignTabs } from "../../ui/Tabs";
import { DecisionDialog } from "./DecisionDialog";
import { useDeciding } from "./deciding";
import { NoLongerAdvised } from "./PlanChanges";
import { PlanFilters, useShownRows } from "./PlanFilters";
import { PlanMap } from "./PlanMap";
import { Advice, PlanAssumptions, PlanStrip } from "./PlanSummary";
import { PlanTable } from "./PlanTable";
import css from "./plan.module.css";
import { planActions } from "./planActions";
import { asCsv } from "./planCsv";
import { Rejected } from "./Rejected";
import { WhatIf } from "./WhatIf";

const NONE: Schemas["PlanRow"][] = [];

/** What to promote, to whom, at what discount, and why. */
export default function Plan() {
  const { t } = useLingui();
  const address = useAddress();
  const { isPhone } = useTableLayout();
  const summary = useQuery(planSummary);
  const query = useQuery(plan);
  const all = query.data?.items ?? NONE;
  const currency = summary.data?.currency ?? "USD";
  const filtered = useShownRows(all, address);
  const open = address.get("product");
  const { set } = address;
  const onOpen = useCallback((code: string | null) => set("product", code), [set]);
  const deciding = useDeciding(query.data?.snapshot ?? "", filtered, { open, onOpen });
  const { shown, rejected } = deciding;
  const isGone = address.get("since") === "gone";
  const isTrying = address.get("try") !== "";
  const actions = planActions({
    deciding,
    isPhone,
    isEmpty: query.data?.items.length === 0,
    isTrying,
    onTry: () => set("try", isTrying ? null : "limits"),
    open: filtered.find((row) => row.stock_code === open),
    onExport: all.length > 0 ? () => downloadCsv("plan.csv", asCsv(filtered)) : undefined,
  });
  return (
    <ListPage
      title={<Trans>Plan</Trans>}
      lead={<Trans>At most one campaign per product, the safest gain first.</Trans>}
      actions={actions}
      tabs={<CampaignTabs />}
    >
      <Section query={summary} shape={<StripShape />}>
        {(found) => (
          <>
            <Advice summary={found} />
            <PlanStrip summary={found} rows={all} entries={deciding.entries} />
          </>
        )}
      </Section>
      {isTrying && all.length > 0 ? <WhatIf rows={all} currency={currency} /> : null}
      <Section query={query} shape={<RowShapes rows={10} />}>
        {() =>
          all.length === 0 ? (
            <NothingPlanned />
          ) : (
            <>
              <PlanFilters
                rows={all}
                address={address}
                isEmpty={!isGone && filtered.length === 0}
              />
              {isGone ? (
                <NoLongerAdvised />
              ) : filtered.length === 0 ? (
                <FilteredEmpty onClear={address.clear} search={address.get("q")} />
              ) : (
                <>
                  <PlanTable
                    rows={shown}
                    currency={currency}
                    deciding={deciding}
                    open={open}
                    onOpen={onOpen}
                  />
                  <Rejected rows={rejected} currency={currency} deciding={deciding} />
                  <section className={css.part} aria-label={t`Map`}>
                    <h2>
                      <Trans>Map</Trans>
                    </h2>
                    <PlanMap rows={shown} currency={currency} selected={open} onChoose={onOpen} />
                  </section>
                </>
              )}
            </>
          )
        }
      </Section>
      {summary.data ? <PlanAssumptions summary={summary.data} /> : null}
      <DecisionDialog deciding={deciding} currency={currency} />
    </ListPage>
  );
}

function NothingPlanned() {
  return (
    <>
      <Empty>
        <Trans>
          No campaign pays off this week: none is expected to bring more than doing nothing.
        </Trans>
      </Empty>
      <NoLongerAdvised />
    </>
  );
}
