import { PeriodBars } from "../../charts/PeriodBars";
import { TimeChart } from "../../charts/TimeChart";
import { ORDER_STATUS, type OrderStatus } from "../../names/orderStatus";
import { STOCK_STATES, type StockState } from "../../names/stockStates";
import { Chip } from "../../ui/Chip";
import { DetailPage } from "../../ui/DetailPage";
import { KeyValues } from "../../ui/KeyValues";
import { Money } from "../../ui/Money";
import { OrderChip } from "../../ui/OrderChip";
import { Panel } from "../../ui/Panel";
import { RangeScale } from "../../ui/RangeBar";
import { Reason } from "../../ui/Reason";
import { StateChip } from "../../ui/StateChip";
import { StatStrip } from "../../ui/StatStrip";
import { TestChip } from "../../ui/TestChip";

const RANGES = [
  { low: 210, value: 610, high: 1100 },
  { low: 180, value: 455, high: 690 },
  { low: -5, value: 31, high: 70 },
];
const WEEK_MS = 7 * 86_400_000;
const day = (week: number) => new Date(Date.UTC(2026, 10, 23) + week * WEEK_MS);
const SOLD = [31, 28, 40, 36, 22, 35, 44, 38, 41, 29, 33, 36].map((value, week) => ({
  at: day(week - 11),
  value,
}));
const COMING = { at: day(1), value: 34, low: 22, high: 47, innerLow: 29, innerHigh: 40 };

/** Money, ranges, chips, facts and charts. */
export function Figures() {
  return (
    <DetailPage
      title="Figures"
      chip={<StateChip state="short" />}
      lead="Money, ranges, chips, facts and charts, each in its states."
      answer="Runs out Thu 10 Dec; ordered today, it arrives Wed 9 Dec."
      side={
        <KeyValues
          facts={[
            { name: "Code", value: "85048" },
            { name: "Supplier", value: "Hansen Wines" },
            { name: "Pack", value: "24 units" },
          ]}
        />
      }
    >
      <StatStrip
        label="Key figures"
        stats={[
          { name: "Sales, 28 days", figure: "$333.9K", note: "−3%" },
          { name: "Stock at cost", figure: "$367K", note: <Chip dashed>Simulated</Chip> },
          { name: "Surplus", figure: "$86.8K" },
          { name: "On order", figure: "$12.4K" },
        ]}
      />
      <Panel title="Money with its range, one scale for all">
        <RangeScale ranges={RANGES}>
          {RANGES.map((range) => (
            <Money key={range.value} {...range} currency="USD" kind="margin saved" />
          ))}
          <Money value={154} currency="USD" kind="margin gained" />
        </RangeScale>
      </Panel>
      <Panel title="Chips">
        <p className="row">
          {(Object.keys(STOCK_STATES) as StockState[]).map((state) => (
            <StateChip key={state} state={state} />
          ))}
          <StateChip state={null} />
        </p>
        <p className="row">
          {(Object.keys(ORDER_STATUS) as OrderStatus[]).map((status) => (
            <OrderChip key={status} status={status} />
          ))}
          <OrderChip status="sent" daysLate={6} />
          <TestChip />
        </p>
      </Panel>
      <Panel title="Reason">
        <Reason
          sum="31 expected to 14 Dec + 9 safety − 12 on hand − 0 on order = 28 → 48 (2 packs of 24)"
          method="Weekly sales of 52 weeks; error 21%."
        >
          Sells 36 a week, 12 left, next delivery in 9 days.
        </Reason>
      </Panel>
      <Panel title="Totals of a period">
        <PeriodBars
          name="Units sold per week"
          unit="units"
          past={SOLD}
          coming={COMING}
          caption="36 units last week, 34 expected, 80% range 22 to 47."
        />
      </Panel>
      <Panel title="A level">
        <TimeChart
          name="Stock at the end of each week"
          unit="units"
          past={SOLD}
          future={[COMING]}
          level={{ name: "Reorder point", value: 30 }}
          caption="36 units on hand."
        />
      </Panel>
    </DetailPage>
  );
}
