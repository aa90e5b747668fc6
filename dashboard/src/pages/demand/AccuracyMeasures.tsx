import { useLingui } from "@lingui/react/macro";
import { useFormats } from "../../format/context";
import type { Column } from "../../grid/columns";
import { Table } from "../../grid/Table";
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
    wape_mean: t`Mean: error`,
    bias_mean: t`Mean: bias`,
    wape_median: t`Median: error`,
    bias_median: t`Median: bias`,
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
  const columns: Column<string>[] = [
    {
      key: "class",
      name: t`Products`,
      rank: 1,
      cell: (name) => <span className={css.class}>{className(name)}</span>,
    },
    ...measures.map(
      (measure): Column<string> => ({
        key: measure,
        name: measureNames[measure] ?? measure,
        rank: 1,
        end: true,
        cell: (name) => shown(measure, classes[name]?.[measure]),
      }),
    ),
  ];
  return (
    <Table name={t`All measures`} columns={columns} rows={names} keyOf={(name) => name} wide />
  );
}
