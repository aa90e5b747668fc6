import { useState } from "react";
import { BulkBar } from "../../ui/BulkBar";
import { Button } from "../../ui/Button";
import { Confirm } from "../../ui/Confirm";
import { DetailPage } from "../../ui/DetailPage";
import { Dialog } from "../../ui/Dialog";
import { Field } from "../../ui/Field";
import { FileDrop } from "../../ui/FileDrop";
import { Menu } from "../../ui/Menu";
import { Panel } from "../../ui/Panel";
import { QuantityField } from "../../ui/QuantityField";
import { Sheet } from "../../ui/Sheet";
import { useToast } from "../../ui/Toast";
import { useKeepFocus } from "../../ui/useKeepFocus";
import { TRAIL } from "./trail";

type Overlay = "dialog" | "sheet" | "confirm" | null;

/** Buttons, menus, dialogs, fields: all that is pressed or filled in. */
export function Choices() {
  const [open, setOpen] = useState<Overlay>(null);
  const close = () => setOpen(null);
  return (
    <DetailPage title="Choices" trail={TRAIL} lead="All that is pressed or filled in.">
      <Panel title="Buttons and what they open">
        <div className="row">
          <Button onClick={() => setOpen("confirm")}>Approve order</Button>
          <Button variant="tonal" onClick={() => setOpen("sheet")}>
            Open sheet
          </Button>
          <Button variant="plain" onClick={() => setOpen("dialog")}>
            Open dialog
          </Button>
          <Slow />
          <Menu label="Move to" items={[{ name: "Approved" }, { name: "Sent" }]}>
            Move to
          </Menu>
          <Menu items={[{ name: "Print" }, { name: "Delete order", destructive: true }]} />
        </div>
      </Panel>
      <Rows />
      <Quantities />
      <Fields />
      <FileDrop
        label="Files"
        accept={[".csv", ".xlsx"]}
        hint="Sales, stock or products, 50 MB each"
        onFiles={() => undefined}
      />
      <BulkBar
        selected={12}
        total={4480}
        sum="$1,240"
        verbs={[
          <Button key="set" variant="plain">
            Set quantity
          </Button>,
        ]}
        more={[{ name: "Not this time" }]}
        onSelectAll={() => undefined}
        onClear={() => undefined}
      />
      <Confirm
        open={open === "confirm"}
        title="Approve order 17?"
        verb="Approve order"
        onConfirm={close}
        onClose={close}
      >
        <p>14 lines, $1,240, Hansen Wines. Nothing is sent yet.</p>
      </Confirm>
      <Sheet open={open === "sheet"} title="Filters" onClose={close}>
        <Fields />
      </Sheet>
      <Dialog
        open={open === "dialog"}
        title="When will order 12 come?"
        onClose={close}
        actions={<Button onClick={close}>Save date</Button>}
      >
        <Field label="Day" hint="DD.MM.YYYY">
          {(control) => <input {...control} />}
        </Field>
      </Dialog>
    </DetailPage>
  );
}

/** Turns for two seconds after it was pressed. */
function Slow() {
  const [loading, setLoading] = useState(false);
  const onClick = () => {
    setLoading(true);
    setTimeout(() => setLoading(false), 2000);
  };
  return (
    <Button variant="plain" loading={loading} onClick={onClick}>
      Send order
    </Button>
  );
}

function Rows() {
  const toast = useToast();
  const [rows, setRows] = useState(["Order 17", "Order 18", "Order 19"]);
  const list = useKeepFocus<HTMLUListElement>();
  const dismiss = (row: string) => {
    setRows((now) => now.filter((one) => one !== row));
    toast({
      text: `${row} dismissed until Thu 3 Dec.`,
      onUndo: () => setRows((now) => [...now, row].sort()),
    });
  };
  return (
    <Panel title="Rows that go">
      <ul ref={list} className="clean">
        {rows.map((row) => (
          <li key={row} data-row className="row between">
            {row}
            <Button variant="plain" aria-label={`Dismiss ${row}`} onClick={() => dismiss(row)}>
              Dismiss
            </Button>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Quantities() {
  const [units, setUnits] = useState({ wine: 24, juice: 48 });
  return (
    <Panel title="Quantities">
      <QuantityField
        label="Rioja Crianza 0.75 l"
        value={units.wine}
        pack={24}
        advice={48}
        effect="−24: saves $48 now, costs $9 margin"
        onSave={(wine) => setUnits((now) => ({ ...now, wine }))}
      />
      <QuantityField
        label="Apple juice 1 l"
        value={units.juice}
        pack={12}
        advice={48}
        limit={{ least: 12, reason: "Supplier minimum 12" }}
        onSave={(juice) => setUnits((now) => ({ ...now, juice }))}
      />
    </Panel>
  );
}

function Fields() {
  return (
    <>
      <Field label="Supplier" hint="As it stands on the invoice">
        {(control) => <input {...control} defaultValue="Hansen Wines" />}
      </Field>
      <Field label="Day" error="03/04/2026 can be March or April. Write 3 Apr 2026.">
        {(control) => <input {...control} defaultValue="03/04/2026" />}
      </Field>
      <Field label="Note" optional>
        {(control) => <textarea {...control} rows={2} />}
      </Field>
    </>
  );
}
