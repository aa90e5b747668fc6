import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { segments } from "../../api/queries/customers";
import { ListPage } from "../../ui/ListPage";
import { Section } from "../../ui/Section";
import { RowShapes } from "../../ui/Skeleton";
import { Classify } from "./Classify";
import { CustomerLookup } from "./CustomerLookup";
import css from "./customers.module.css";
import { SegmentTable } from "./SegmentTable";
import { StabilityPanel } from "./StabilityPanel";

/** Who buys, and what they are worth. */
export default function Customers() {
  const query = useQuery(segments);
  return (
    <ListPage
      title={<Trans>Customers</Trans>}
      lead={<Trans>Five segments by how recently, how often and how much people buy.</Trans>}
    >
      <CustomerLookup />
      <Section query={query} shape={<RowShapes rows={7} />}>
        {(answer) => <SegmentTable answer={answer} />}
      </Section>
      <div className={css.lists}>
        <Classify />
        <StabilityPanel />
      </div>
    </ListPage>
  );
}
