import { useLingui } from "@lingui/react/macro";

/** Objectives are part of the data too; on the page they are words of its language. */
export function useObjectiveName(): (objective: string) => string {
  const { t } = useLingui();
  const names: Record<string, string> = {
    "Clear Stock": t`Clear stock`,
    "Customer Acquisition": t`Win new customers`,
    "Maximize Profit": t`Maximise profit`,
    "Stability Revenue": t`Steady revenue`,
    "Win Back & Clear Stock": t`Win back and clear stock`,
    Retention: t`Keep customers`,
  };
  return (objective) => names[objective] ?? objective;
}
