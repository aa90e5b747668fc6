import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useCallback } from "react";
import type { Schemas } from "../../api/client";
import { useFormats } from "../../format/context";
import { type Column, figure } from "../../grid/columns";
import { type RowDetail, Table } from "../../grid/Table";
import { useObjectiveName } from "../../names/objectives";
import { useSegmentName } from "../../names/segments";
import { Shape } from "../../shapes/Shape";
import { Offer } from "../../ui/Offer";
import { DecisionBadge } from "./Decide";
import { type Decision, decisionsOn } from "./decisions";
import { SelectedCampaign } from "./SelectedCampaign";

type PlanRow = Schemas["PlanRow"];

interface TableProps {
  rows: PlanRow[];
  snapshot: string;
  currency: string;
  /** The product whose reasons are open. */
  open: string;
  onOpen: (code: string | null) => void;
}

const codeOf = (row: PlanRow) => row.stock_code;

/** Every campaign of the plan; why it is there opens in its row. */
export function PlanTable({ rows, snapshot, currency, open, onOpen }: TableProps) {
  const { t } = useLingui();
  const formats = useFormats();
  const count = formats.count(rows.length);
  const detail: RowDetail<PlanRow> = {
    open: open || null,
    onOpen: useCallback((row: PlanRow | null) => onOpen(row?.stock_code ?? null), [onOpen]),
    label: (row) => t`Why: ${row.product_name}`,
    content: (row) => <SelectedCampaign row={row} snapshot={snapshot} currency={currency} />,
  };
  return (
    <Table
      name={t`Every campaign`}
      columns={useColumns(rows, snapshot, currency)}
      rows={rows}
      keyOf={codeOf}
      detail={detail}
      totals={t`All ${count}`}
    />
  );
}

function useColumns(rows: PlanRow[], snapshot: string, currency: string): Column<PlanRow>[] {
  const decided = useQuery(decisionsOn(snapshot)).data;
  const { t } = useLingui();
  const formats = useFormats();
  const segmentName = useSegmentName();
  const objectiveName = useObjectiveName();
  const money = (value: number) => formats.money(value, currency);
  return [
    {
      key: "product",
      name: t`Product`,
      rank: 1,
      cell: (row) => row.product_name,
      title: (row) => row.product_name,
      note: (row) => (
        <>
          <Offer discount={row.discount} segment={row.target_cluster} /> ·{" "}
          {objectiveName(row.objective)}
        </>
      ),
    },
    {
      key: "audience",
      name: t`Audience`,
      rank: 3,
      cell: (row) => segmentName(row.target_cluster),
    },
    figure({
      key: "discount",
      name: t`Discount`,
      rank: 3,
      value: (row) => row.discount ?? 0,
      text: (percent) => formats.percent(percent / 100),
    }),
    figure({
      key: "stock",
      name: t`Stock`,
      rank: 2,
      phone: "fact",
      value: (row) => row.current_stock,
      text: (units) => formats.count(units),
    }),
    figure({
      key: "demand",
      name: t`7-day demand`,
      rank: 2,
      phone: "fact",
      value: (row) => row.predicted_7d_demand,
      text: (units) => formats.aligned(units),
    }),
    figure({
      key: "stake",
      name: t`At stake`,
      rank: 1,
      phone: "figure",
      strong: true,
      value: (row) => row.money_at_stake,
      text: money,
      total: rows.reduce((sum, row) => sum + (row.money_at_stake ?? 0), 0),
    }),
    {
      key: "decided",
      name: t`Decided`,
      rank: 1,
      phone: "chip",
      cell: (row) => <DecisionCell entry={decided?.get(row.stock_code)} />,
    },
    {
      key: "why",
      name: t`Why`,
      rank: 2,
      cell: () => <WhyMark />,
    },
  ];
}

/** Says what pressing the row does; the row itself is the button. */
function WhyMark() {
  return (
    <span className="strong" aria-hidden="true">
      <Trans>Why</Trans> <Shape name="down" />
    </span>
  );
}

function DecisionCell({ entry }: { entry: Decision | undefined }) {
  if (entry) return <DecisionBadge decision={entry.decision} />;
  return (
    <span className="muted">
      <Trans>not yet</Trans>
    </span>
  );
}
