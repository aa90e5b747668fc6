import { useLingui } from "@lingui/react/macro";
import { useFormats } from "../../format/context";
import { type Column, figure } from "../../grid/columns";
import { Table } from "../../grid/Table";
import { useDefectName } from "../../names/defects";

interface Entry {
  reason: string;
  text: string;
  rows: number;
  percent: number;
}

/** Lines of a ledger by what is wrong or odd with them. */
export function ReasonTable({ entries }: { entries: Entry[] }) {
  const { t } = useLingui();
  const formats = useFormats();
  const defectName = useDefectName();
  const columns: Column<Entry>[] = [
    { key: "reason", name: t`Reason`, rank: 1, cell: (entry) => defectName(entry.reason) },
    figure({
      key: "rows",
      name: t`Lines`,
      rank: 1,
      phone: "figure",
      value: (entry) => entry.rows,
      text: (rows) => formats.count(rows),
    }),
    {
      key: "share",
      name: t`Share`,
      rank: 1,
      phone: "fact",
      end: true,
      cell: (entry) => formats.percent(entry.percent / 100, 2),
    },
  ];
  return (
    <Table
      name={t`Lines by reason`}
      columns={columns}
      rows={entries}
      keyOf={(entry) => entry.reason}
    />
  );
}
