import { Trans, useLingui } from "@lingui/react/macro";
import type { Schemas } from "../../api/client";
import { useFormats } from "../../format/context";
import { type Column, figure } from "../../grid/columns";
import { Table } from "../../grid/Table";
import { useTableLayout } from "../../grid/useTableLayout";
import { Button } from "../../ui/Button";
import { Empty } from "../../ui/Empty";
import { Panel } from "../../ui/Panel";
import css from "./demand.module.css";

type DemandChanges = Schemas["DemandMoves"];

type Department = DemandChanges["departments"][number];

const MOST_DEPARTMENTS = 8;
const ON_PHONE = 5;

export function DepartmentsPanel({ found }: { found: DemandChanges }) {
  const { t } = useLingui();
  const formats = useFormats();
  const { isPhone } = useTableLayout();
  const change = (each: Department) => each.expected - each.usual;
  const shown = [...found.departments]
    .sort((a, b) => Math.abs(change(b)) - Math.abs(change(a)))
    .slice(0, isPhone ? ON_PHONE : MOST_DEPARTMENTS);
  const most = Math.max(1e-9, ...shown.map((each) => Math.abs(change(each))));
  const columns: Column<Department>[] = [
    { key: "department", name: t`Department`, rank: 1, cell: (each) => each.department },
    figure({
      key: "usual",
      name: t`Usual`,
      rank: 2,
      phone: "fact",
      value: (each) => each.usual,
      text: (units) => formats.count(units),
    }),
    figure({
      key: "expected",
      name: t`Expected`,
      rank: 1,
      phone: "fact",
      value: (each) => each.expected,
      text: (units) => formats.count(units),
    }),
    {
      key: "bar",
      name: t`Change (bar)`,
      isUnnamed: true,
      rank: 2,
      cell: (each) => <ChangeBar share={change(each) / most} />,
    },
    {
      key: "change",
      name: t`Change in units`,
      rank: 1,
      phone: "figure",
      end: true,
      cell: (each) => <span className="strong">{formats.signedCount(change(each))}</span>,
    },
  ];
  const count = formats.count(shown.length);
  const all = formats.count(found.departments.length);
  return (
    <Panel
      title={<Trans>Where demand changes</Trans>}
      note={<Trans>Units in the week ahead compared with an average week of the last four</Trans>}
    >
      {shown.length === 0 ? (
        <Empty
          action={
            <Button variant="plain" href="/data">
              <Trans>Add products file</Trans>
            </Button>
          }
        >
          <Trans>Add a products file to see departments: your sales data has none.</Trans>
        </Empty>
      ) : (
        <>
          <Table
            name={t`Where demand changes`}
            columns={columns}
            rows={shown}
            keyOf={(each) => each.department ?? ""}
          />
          <p className="muted small">
            <Trans>
              The {count} of {all} departments that change most.
            </Trans>
          </p>
        </>
      )}
    </Panel>
  );
}

/** A bar from the middle to the left or right; the number stands beside it. */
function ChangeBar({ share }: { share: number }) {
  const width = `${50 * Math.abs(share)}%`;
  return (
    <span className={css.axis} aria-hidden="true">
      <span
        data-down={share < 0}
        style={share < 0 ? { right: "50%", width } : { left: "50%", width }}
      />
    </span>
  );
}
