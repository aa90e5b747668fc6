import { useLingui } from "@lingui/react/macro";
import { useFormats } from "../../format/context";
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
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{t`Reason`}</th>
          <th scope="col" className="num">{t`Lines`}</th>
          <th scope="col" className="num">{t`Share`}</th>
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <tr key={entry.reason}>
            <th scope="row">{defectName(entry.reason)}</th>
            <td className="num">{formats.count(entry.rows)}</td>
            <td className="num">{formats.percent(entry.percent / 100, 2)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
