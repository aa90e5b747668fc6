import { Trans, useLingui } from "@lingui/react/macro";
import type { Schemas } from "../../api/client";
import { useCurrency, useFormats } from "../../format/context";
import { useObjectiveName } from "../../names/objectives";
import { Shape } from "../../shapes/Shape";
import { BoardCard } from "../../ui/BoardCard";
import type { Lane } from "../../ui/BoardPage";
import { Button } from "../../ui/Button";
import { Offer } from "../../ui/Offer";
import type { useGenerateCopy } from "../../ui/useGenerateCopy";
import css from "./campaigns.module.css";

type PlanRow = Schemas["PlanRow"];
type Copy = ReturnType<typeof useGenerateCopy>;

/** As many as a manager looks at; the rest stands in the plan. */
const MOST = 8;

/** Rows of the plan that no campaign under way is for, the first ones. */
export function toWrite(rows: PlanRow[], items: Schemas["Campaign"][], segment: string): PlanRow[] {
  const written = new Set(items.map((item) => `${item.stock_code} ${item.target_cluster}`));
  return rows
    .filter((row) => !segment || row.target_cluster === segment)
    .filter((row) => !written.has(`${row.stock_code} ${row.target_cluster}`))
    .slice(0, MOST);
}

/** The plan's next campaigns, one button each. */
export function usePlannedLane(rows: PlanRow[], copy: Copy): Lane {
  const { t } = useLingui();
  return {
    key: "planned",
    name: t`Next in the plan`,
    mark: <Shape name="plus" />,
    count: rows.length,
    sum: <Sum rows={rows} />,
    children: rows.map((row) => <PlannedCard key={row.stock_code} row={row} copy={copy} />),
  };
}

function Sum({ rows }: { rows: PlanRow[] }) {
  const money = useFormats().compactMoney(
    rows.reduce((sum, row) => sum + (row.money_at_stake ?? 0), 0),
    useCurrency(),
  );
  return (
    <span className={css.sum}>
      <Trans>{money} expected gain</Trans>
    </span>
  );
}

function PlannedCard({ row, copy }: { row: PlanRow; copy: Copy }) {
  const { t } = useLingui();
  const formats = useFormats();
  const currency = useCurrency();
  const objectiveName = useObjectiveName();
  const money = formats.compactMoney(row.money_at_stake, currency);
  return (
    <BoardCard
      href={`/plan?product=${encodeURIComponent(row.stock_code)}`}
      title={row.product_name}
      facts={
        <span className={css.fact}>
          <Offer discount={row.discount} segment={row.target_cluster} /> ·{" "}
          {objectiveName(row.objective)}
        </span>
      }
      foot={
        <span className={css.fact}>
          <Trans>
            <b>{money}</b> expected gain
          </Trans>
        </span>
      }
      menu={
        <Button
          variant="tonal"
          loading={copy.isPending && copy.variables.stock_code === row.stock_code}
          aria-label={t`Write the copy: ${row.product_name}`}
          onClick={() => copy.mutate(row)}
        >
          <Trans>Write</Trans>
        </Button>
      }
    />
  );
}
