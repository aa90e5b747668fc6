import { useLingui } from "@lingui/react/macro";

/** The five segments, as the data calls them. */
export const SEGMENTS = [
  "VIP Customers",
  "Regular Customers",
  "New Customers",
  "At-Risk Customers",
  "Lost Customers",
] as const;

/** Segment labels are part of the data; on the page they are words of its language. */
export function useSegmentName(): (label: string) => string {
  const { t } = useLingui();
  const names: Record<string, string> = {
    "VIP Customers": t`VIP Customers`,
    "Regular Customers": t`Regular Customers`,
    "New Customers": t`New Customers`,
    "At-Risk Customers": t`At-Risk Customers`,
    "Lost Customers": t`Lost Customers`,
    "first seen": t`First seen`,
  };
  return (label) => names[label] ?? label;
}
