import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "wouter";
import { demandSummary } from "../../api/queries/demand";
import { useFormats } from "../../format/context";
import { Button } from "../../ui/Button";
import { ListPage } from "../../ui/ListPage";
import { Tabs } from "../../ui/Tabs";
import { DemandList } from "./DemandList";
import { Reliability } from "./Reliability";
import { WeekAhead } from "./WeekAhead";

/** What is expected to sell, product by product, and how far to trust it. */
export default function Demand() {
  const { view } = useParams();
  return (
    <ListPage
      title={<Trans>Demand</Trans>}
      lead={<Lead />}
      actions={{
        primary: (
          <Button href="/orders">
            <Trans>See what to order</Trans>
          </Button>
        ),
        more: [{ name: <Trans>Print</Trans>, onSelect: () => globalThis.print() }],
      }}
      tabs={<DemandTabs />}
    >
      {view === "products" ? (
        <DemandList />
      ) : view === "reliability" ? (
        <Reliability />
      ) : (
        <WeekAhead />
      )}
    </ListPage>
  );
}

function Lead() {
  const formats = useFormats();
  const summary = useQuery(demandSummary).data;
  if (summary?.first_day == null) return <Trans>Expected sales of the next seven days.</Trans>;
  const first = formats.day(summary.first_day);
  const last = formats.day(summary.last_day);
  return (
    <Trans>
      Expected sales, {first} to {last}.
    </Trans>
  );
}

function DemandTabs() {
  const { t } = useLingui();
  const summary = useQuery(demandSummary).data;
  return (
    <Tabs
      name={t`Demand views`}
      tabs={[
        { href: "/demand", name: t`Week ahead` },
        { href: "/demand/products", name: t`Products`, count: summary?.products },
        { href: "/demand/reliability", name: t`Reliability` },
      ]}
    />
  );
}
