import { useLingui } from "@lingui/react/macro";
import { useCallback } from "react";
import type { Schemas } from "../../api/client";
import { useFormats } from "../../format/context";
import { type Column, figure } from "../../grid/columns";
import { Table } from "../../grid/Table";
import type { RowDetail } from "../../grid/tableProps";
import { useObjectiveName } from "../../names/objectives";
import { Offer } from "../../ui/Offer";
import { Provenance } from "../../ui/Provenance";
import { RangeBar, RangeScale } from "../../ui/RangeBar";
import { useRangeWords } from "../../ui/useRangeWords";
import { DecideButtons } from "./DecideButtons";
import type { Deciding } from "./deciding";
import css from "./plan.module.css";
import { SelectedCampaign } from "./SelectedCampaign";

type PlanRow = Schemas["PlanRow"];

interface TableProps {
  rows: PlanRow[];
  currency: string;
  deciding: Deciding;
  /** The product whose reasons are open. */
  open: string;
  onOpen: (code: string | null) => void;
}

const codeOf = (row: PlanRow) => row.stock_code;

/** Every campaign of the plan; why it is there opens in its row. */
export function PlanTable({ rows, currency, deciding, open, onOpen }: TableProps) {
  const { t } = useLingui();
  const formats = useFormats();
  const count = formats.count(rows.length);
  const detail: RowDetail<PlanRow> = {
    open: open || null,
    onOpen: useCallback((row: PlanRow | null) => onOpen(row?.stock_code ?? null), [onOpen]),
    label: (row) => t`Why: ${row.product_name}`,
    content: (row) => <SelectedCampaign row={row} currency={currency} deciding={deciding} />,
  };
  const ranges = rows.flatMap((row) => marginRange(row) ?? []);
  return (
    <RangeScale ranges={ranges}>
      <Table
        name={t`Every campaign`}
        columns={useColumns(rows, currency, deciding)}
        rows={rows}
        keyOf={codeOf}
        detail={detail}
        totals={t`All ${count}`}
        framed
      />
    </RangeScale>
  );
}

function useColumns(rows: PlanRow[], currency: string, deciding: Deciding): Column<PlanRow>[] {
  const { t } = useLingui();
  const formats = useFormats();
  const isMixed =
    !isSame(rows, (row) => row.stock_source) || !isSame(rows, (row) => row.cost_source);
  return [
    {
      key: "product",
      name: t`Product`,
      rank: 1,
      cell: (row) => row.product_name,
      title: (row) => row.product_name,
      note: (row) => <RowNote row={row} isMixed={isMixed} />,
    },
    figure({
      key: "stock",
      name: t`Stock`,
      rank: 3,
      width: 5,
      phone: "fact",
      value: (row) => row.current_stock,
      text: (units) => formats.count(units),
    }),
    figure({
      key: "demand",
      name: t`7-day demand`,
      rank: 3,
      width: 6,
      phone: "fact",
      value: (row) => row.predicted_7d_demand,
      text: (units) => formats.aligned(units),
    }),
    figure({
      key: "stake",
      name: t`Gain`,
      rank: 1,
      width: 6,
      phone: "figure",
      strong: true,
      value: (row) => row.money_at_stake,
      text: (value) => formats.money(value, currency),
      total: rows.reduce((sum, row) => sum + (row.money_at_stake ?? 0), 0),
    }),
    {
      key: "range",
      name: t`Margin, 80% range`,
      rank: 3,
      width: 10,
      cell: (row) => <MarginRange row={row} currency={currency} />,
      isUnknown: (row) => marginRange(row) === null,
    },
    {
      key: "decided",
      name: t`Decision`,
      rank: 1,
      width: 17,
      phone: "chip",
      cell: (row) => <DecideButtons row={row} deciding={deciding} />,
    },
  ];
}

function RowNote({ row, isMixed }: { row: PlanRow; isMixed: boolean }) {
  const objectiveName = useObjectiveName();
  return (
    <>
      <Offer discount={row.discount} segment={row.target_cluster} /> ·{" "}
      {objectiveName(row.objective)}
      {isMixed ? (
        <>
          {" "}
          <Provenance source={row.stock_source} /> <Provenance source={row.cost_source} />
        </>
      ) : null}
    </>
  );
}

function MarginRange({ row, currency }: { row: PlanRow; currency: string }) {
  const formats = useFormats();
  const words = useRangeWords();
  const range = marginRange(row);
  if (range === null) return <span className="muted">–</span>;
  const low = formats.compactMoney(range.low, currency);
  const high = formats.compactMoney(range.high, currency);
  return (
    <span className={css.range}>
      <RangeBar {...range} label={words(range.low, range.high, currency)} />
      <span aria-hidden="true">
        {low} – {high}
      </span>
    </span>
  );
}

/** The range of a campaign covers its margin only. */
function marginRange(row: PlanRow) {
  const { expected_margin_p10: low, expected_margin: value, expected_margin_p90: high } = row;
  return low == null || value == null || high == null ? null : { low, value, high };
}

function isSame(rows: PlanRow[], of: (row: PlanRow) => string | null): boolean {
  return new Set(rows.map(of)).size <= 1;
}
