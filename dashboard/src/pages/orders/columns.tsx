import { useLingui } from "@lingui/react/macro";
import { useMediaQuery } from "@mantine/hooks";
import { useMemo } from "react";
import type { Schemas } from "../../api/client";
import { useFormats } from "../../format/context";
import type { Column } from "../../grid/Grid";

/** The columns of the list; a phone gets the ones that decide. */
export function useColumns(table: Schemas["InventoryTable"]): Column[] {
  const { t } = useLingui();
  const formats = useFormats();
  const wide = useMediaQuery("(min-width: 48rem)", true, { getInitialValueInEffect: false });
  return useMemo(() => {
    const { columns } = table;
    const figure = (key: string, name: string, text: (row: number) => string): Column => ({
      key,
      name,
      least: 6,
      grows: 1,
      end: true,
      sortable: false,
      cell: text,
    });
    const always: Column[] = [
      {
        key: "product_name",
        name: t`Product`,
        least: wide ? 16 : 11,
        grows: 4,
        sortable: false,
        cell: (row) => columns.product_name[row],
      },
      figure("suggested_order", t`Order`, (row) => formats.count(columns.suggested_order[row])),
      figure("current_stock", t`Stock`, (row) => formats.count(columns.current_stock[row])),
    ];
    const more = [
      figure("predicted_7d_demand", t`7-day demand`, (row) =>
        formats.aligned(columns.predicted_7d_demand[row]),
      ),
      figure("stock_out_probability", t`Stock-out risk`, (row) =>
        formats.percent(columns.stock_out_probability[row]),
      ),
    ];
    return wide ? [...always, ...more] : always;
  }, [table, formats, wide, t]);
}
