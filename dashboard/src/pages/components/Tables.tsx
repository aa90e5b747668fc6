import { useState } from "react";
import { type Column, figure } from "../../grid/columns";
import { Table } from "../../grid/Table";
import { type Key, useSelection } from "../../grid/useSelection";
import { BulkBar } from "../../ui/BulkBar";
import { Button } from "../../ui/Button";
import { ListPage } from "../../ui/ListPage";
import { Panel } from "../../ui/Panel";
import { StockChip } from "../../ui/StockChip";
import { TRAIL } from "./trail";

interface Product {
  code: string;
  name: string;
  status: string;
  stock: number | null;
  tied: number;
}

const PRODUCTS: Product[] = [
  { code: "1", name: "Rioja Crianza 0.75 l", status: "UNDERSTOCKED", stock: 4, tied: 0 },
  { code: "2", name: "Lean", status: "OVERSTOCKED", stock: 181, tied: 288.4 },
  {
    code: "3",
    name: "A name of fifty-five letters, as long as a till prints it",
    status: "HEALTHY",
    stock: null,
    tied: 0,
  },
];

const COLUMNS: Column<Product>[] = [
  { key: "name", name: "Product", rank: 1, cell: ({ name }) => name, note: ({ code }) => code },
  {
    key: "status",
    name: "Status",
    rank: 1,
    phone: "chip",
    cell: ({ status }) => <StockChip status={status} />,
  },
  figure({
    key: "stock",
    name: "Stock",
    rank: 2,
    phone: "fact",
    value: ({ stock }) => stock,
    text: String,
    total: 185,
  }),
  figure({
    key: "tied",
    name: "Money tied up",
    rank: 1,
    phone: "figure",
    value: ({ tied }) => tied,
    text: (value) => `$${Math.round(value)}`,
    total: 288,
  }),
];

const keyOf = ({ code }: Product) => code;
const nameOf = ({ name }: Product) => name;

/** The table: totals, ticks, rows that lead on, rows that open. */
export function Tables() {
  const selection = useSelection(PRODUCTS, keyOf);
  const [open, setOpen] = useState<Key | null>("2");
  return (
    <ListPage title="Tables" trail={TRAIL} lead="Totals, ticks, rows that lead on, rows that open.">
      <Table
        name="Products"
        columns={COLUMNS}
        rows={PRODUCTS}
        keyOf={keyOf}
        nameOf={nameOf}
        href={({ code }) => `/products/${code}`}
        totals="All 3"
        selection={selection}
        bulk={
          selection.keys.size > 0 ? (
            <BulkBar
              selected={selection.keys.size}
              total={PRODUCTS.length}
              verbs={[<Button key="export">Export</Button>]}
              onSelectAll={selection.selectAll}
              onClear={selection.clear}
            />
          ) : null
        }
        framed
      />
      <Panel title="Rows that open">
        <Table
          name="Reasons"
          columns={COLUMNS}
          rows={PRODUCTS}
          keyOf={keyOf}
          detail={{
            open,
            onOpen: (row) => setOpen(row?.code ?? null),
            label: ({ name }) => `Why: ${name}`,
            content: ({ name }) => <p>{name}: 108 more than will sell by 26 Jan; $288 tied up.</p>,
          }}
        />
      </Panel>
    </ListPage>
  );
}
