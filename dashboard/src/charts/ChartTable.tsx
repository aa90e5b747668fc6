import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useFormats } from "../format/context";
import css from "./charts.module.css";
import type { Point, TimeChartProps } from "./points";

type TableProps = Pick<TimeChartProps, "name" | "unit" | "marked" | "say"> & {
  points: Point[];
  /** What a period is called, where a point is more than a day. */
  when?: (at: Date) => string;
};

export function AsTable({ name, unit, points, marked, say, when }: TableProps) {
  const formats = useFormats();
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  const ranged = points.some((point) => point.low !== undefined);
  return (
    <details className={css.toggle} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <Trans>Show as table</Trans>
      </summary>
      <div role="group" aria-label={name} tabIndex={0}>
        {open ? (
          <table>
            <thead>
              <tr>
                <th scope="col">{when ? t`Period` : t`Day`}</th>
                <th scope="col" className="num">
                  {unit}
                </th>
                {ranged ? <th scope="col" className="num">{t`80% range`}</th> : null}
                {marked ? <th scope="col">{t`Note`}</th> : null}
              </tr>
            </thead>
            <tbody>
              {points.map((point) => (
                <tr key={+point.at}>
                  <th scope="row">{when ? when(point.at) : formats.day(point.at)}</th>
                  <td className="num">{say ? say(point.value) : formats.decimal(point.value)}</td>
                  {ranged ? (
                    <td className="num">
                      {point.low === undefined || point.high === undefined
                        ? "–"
                        : `${formats.decimal(point.low)} – ${formats.decimal(point.high)}`}
                    </td>
                  ) : null}
                  {marked ? <td>{marked.at.has(+point.at) ? marked.name : ""}</td> : null}
                </tr>
              ))}
            </tbody>
          </table>
        ) : null}
      </div>
    </details>
  );
}
