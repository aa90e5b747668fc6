import { useLingui } from "@lingui/react/macro";
import { useFormats } from "../format/context";

/** "80% range $210 to $1.1K", in the page's language. */
export function useRangeWords(): (low: number, high: number, currency: string) => string {
  const { t } = useLingui();
  const formats = useFormats();
  return (low, high, currency) => {
    const from = formats.compactMoney(low, currency);
    const to = formats.compactMoney(high, currency);
    return t`80% range ${from} to ${to}`;
  };
}
