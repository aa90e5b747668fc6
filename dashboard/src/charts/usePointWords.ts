import { useLingui } from "@lingui/react/macro";
import { useFormats } from "../format/context";
import type { Point, TimeChartProps } from "./points";

type Parts = Pick<TimeChartProps, "unit" | "say" | "marked"> & {
  /** The name of its day or period; the day by default. */
  when?: (at: Date) => string;
};

/** The words for a point of a chart. */
export function usePointWords({ unit, say, marked, when }: Parts): (point: Point) => string {
  const { t } = useLingui();
  const formats = useFormats();
  return (point) => {
    const day = when ? when(point.at) : formats.day(point.at);
    const value = formats.decimal(point.value);
    if (point.low === undefined || point.high === undefined) {
      const text = `${day}: ${say ? say(point.value) : `${value} ${unit}`}`;
      return marked?.at.has(+point.at) ? `${text} · ${marked.name}` : text;
    }
    const low = formats.decimal(point.low);
    const high = formats.decimal(point.high);
    return t`${day}: ${value} ${unit} expected, 80% range ${low} to ${high}`;
  };
}
