import { useLingui } from "@lingui/react/macro";
import { useCurrency, useFormats } from "../../format/context";

/** One measure: its name, and how its means and differences read. */
export interface Measure {
  key: string;
  name: string;
  mean: (value: number) => string;
  change: (value: number) => string;
}

export function useMeasures(): Measure[] {
  const { t } = useLingui();
  const formats = useFormats();
  const currency = useCurrency();
  const share = {
    mean: (value: number) => formats.percent(value, 1),
    change: (value: number) => t`${formats.points(value)} points`,
  };
  return [
    { key: "buyers", name: t`Bought anything`, ...share },
    { key: "product_buyers", name: t`Bought the product`, ...share },
    {
      key: "spend",
      name: t`Spent per customer`,
      mean: (value) => formats.money(value, currency),
      change: (value) => formats.signedMoney(value, currency),
    },
  ];
}
