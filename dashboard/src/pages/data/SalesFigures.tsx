import { Trans } from "@lingui/react/macro";
import type { Schemas } from "../../api/client";
import { useFormats } from "../../format/context";
import { StatStrip } from "../../ui/StatStrip";

interface Facts {
  first_day?: string;
  last_day?: string;
  trading_days?: number;
  customers?: number;
  products?: number;
}

/** How far the sales reach, and how many of their lines count. */
export function SalesFigures({ report }: { report: Schemas["QualityReport"] }) {
  const formats = useFormats();
  const facts = report.facts as Facts;
  const usedShare = formats.percent(report.rows_kept / Math.max(1, report.rows_in), 2);
  const first = formats.day(facts.first_day);
  const rows = formats.count(report.rows_in);
  const days = formats.count(facts.trading_days);
  return (
    <StatStrip
      stats={[
        {
          name: <Trans>Sales up to</Trans>,
          figure: formats.day(facts.last_day),
          note: (
            <Trans>
              from {first}, {days} trading days
            </Trans>
          ),
        },
        {
          name: <Trans>Lines used</Trans>,
          figure: formats.count(report.rows_kept),
          note: (
            <Trans>
              {usedShare} of {rows}
            </Trans>
          ),
        },
        { name: <Trans>Products</Trans>, figure: formats.count(facts.products) },
        { name: <Trans>Customers</Trans>, figure: formats.count(facts.customers) },
      ]}
    />
  );
}
