import { Button } from "../../ui/Button";
import { DetailPage } from "../../ui/DetailPage";
import { Empty } from "../../ui/Empty";
import { Notice } from "../../ui/Notice";
import { Panel } from "../../ui/Panel";
import { ChartShape, RowShapes, StripShape, TitleShape } from "../../ui/Skeleton";
import { Forbidden } from "../../ui/States";
import { TRAIL } from "./trail";

/** Loading, empty, failed, forbidden. */
export function States() {
  return (
    <DetailPage title="States" trail={TRAIL} lead="Loading, empty, failed, forbidden.">
      <Notice
        tone="warn"
        action={<Button variant="plain">Try now</Button>}
        details={<p>When you ask for help, quote: 4bf92f3577b34da6</p>}
      >
        Can't reach the server. You see 07:12; we keep trying.
      </Notice>
      <Notice tone="critical" action={<Button variant="plain">Check costs</Button>}>
        8 products sell below cost. Check the costs before you order.
      </Notice>
      <Notice tone="info">The update runs; you can leave this page.</Notice>
      <Panel title="Nothing there yet">
        <Empty action={<Button variant="plain">See suggestions</Button>}>
          No orders yet. 14 products are running out.
        </Empty>
      </Panel>
      <Panel title="Not allowed">
        <Forbidden detail="Orders above $2,000 need an approver." />
      </Panel>
      <Panel title="On its way">
        <TitleShape />
        <StripShape />
        <RowShapes rows={4} />
        <ChartShape />
      </Panel>
    </DetailPage>
  );
}
