import { useLingui } from "@lingui/react/macro";
import { useFormats } from "../../format/context";
import css from "./demand.module.css";
import { type Report, useClassName } from "./productClasses";

function useMeasureNames(): Record<string, string> {
  const { t } = useLingui();
  return {
    product_weeks: t`Product weeks`,
    units: t`Units sold`,
    coverage_80: t`Within the 80% range`,
    below_p10: t`Below the range`,
    above_p90: t`Above the range`,
    wape_mean: t`The mean off by`,
    bias_mean: t`The mean on the whole`,
    wape_median: t`The median off by`,
    bias_median: t`The median on the whole`,
    pinball_10: t`Pinball loss of the lower end`,
    pinball_90: t`Pinball loss of the upper end`,
  };
}

const COUNTS = new Set(["product_weeks", "units"]);

const LOSSES = new Set(["pinball_10", "pinball_90"]);

export function Measures({ classes }: { classes: Report["classes"] }) {
  const formats = useFormats();
  const { t } = useLingui();
  const className = useClassName();
  const measureNames = useMeasureNames();
  const names = Object.keys(classes);
  const measures = [...new Set(names.flatMap((name) => Object.keys(classes[name] ?? {})))];
  const shown = (measure: string, value: number | null | undefined) => {
    if (value == null) return "–";
    if (COUNTS.has(measure)) return formats.count(value);
    if (LOSSES.has(measure)) return formats.decimal(value, 3);
    return measure.startsWith("bias") ? formats.signedPercent(value) : formats.percent(value);
  };
  return (
    <div className="scroll" role="group" aria-label={t`All measures`} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t`Products`}</th>
            {measures.map((measure) => (
              <th key={measure} scope="col" className="num">
                {measureNames[measure] ?? measure}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {names.map((name) => (
            <tr key={name}>
              <th scope="row" className="nowrap">
                <span className={css.class}>{className(name)}</span>
              </th>
              {measures.map((measure) => (
                <td key={measure} className="num">
                  {shown(measure, classes[name]?.[measure])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
