import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import type { Schemas } from "../../api/client";
import { useFormats } from "../../format/context";
import { useObjectiveName } from "../../names/objectives";
import { useSegmentName } from "../../names/segments";
import { Button } from "../../ui/Button";
import { Offer } from "../../ui/Offer";
import { DecisionBadge } from "./Decide";
import { type Decision, decisionsOn } from "./decisions";
import css from "./plan.module.css";

type PlanRow = Schemas["PlanRow"];

interface TableProps {
  rows: PlanRow[];
  snapshot: string;
  currency: string;
  selected: PlanRow | undefined;
  onChoose: (code: string) => void;
}

export function PlanTable({ rows, snapshot, currency, selected, onChoose }: TableProps) {
  const decided = useQuery(decisionsOn(snapshot)).data;
  const { t } = useLingui();
  const formats = useFormats();
  const segmentName = useSegmentName();
  const objectiveName = useObjectiveName();
  return (
    <div className={`scroll ${css.table}`} role="group" aria-label={t`Every campaign`} tabIndex={0}>
      <table className="fold">
        <thead>
          <tr>
            <th scope="col" className="num">{t`No.`}</th>
            <th scope="col">{t`Product`}</th>
            <th scope="col" className={css.column}>{t`Audience`}</th>
            <th scope="col" className={`num ${css.column}`}>{t`Discount`}</th>
            <th scope="col" className="num">{t`Stock`}</th>
            <th scope="col" className="num">{t`7-day demand`}</th>
            <th scope="col" className="num">{t`At stake`}</th>
            <th scope="col" className={css.column}>{t`Decided`}</th>
            <th scope="col">{t`Why`}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.stock_code} data-chosen={row === selected}>
              <td className="num muted" data-label={t`No.`}>
                {row.priority}
              </td>
              <th scope="row">
                <Link href={`/products/${encodeURIComponent(row.stock_code)}`}>
                  {row.product_name}
                </Link>
                <span className={`small muted ${css.under}`}>
                  <br />
                  {row.discount ? (
                    <Offer discount={row.discount} segment={row.target_cluster} />
                  ) : (
                    segmentName(row.target_cluster)
                  )}{" "}
                  · {objectiveName(row.objective)}
                </span>
              </th>
              <td className={css.column}>
                {segmentName(row.target_cluster)}
                <br />
                <span className="small muted">{objectiveName(row.objective)}</span>
              </td>
              <td className={`num ${css.column}`}>
                {row.discount ? formats.percent(row.discount / 100) : "–"}
              </td>
              <td className="num" data-label={t`Stock`}>
                {formats.count(row.current_stock)}
              </td>
              <td className="num" data-label={t`7-day demand`}>
                {formats.aligned(row.predicted_7d_demand)}
              </td>
              <td className="num strong" data-label={t`At stake`}>
                {formats.money(row.money_at_stake, currency)}
              </td>
              <td className={css.column}>
                <DecisionCell entry={decided?.get(row.stock_code)} />
              </td>
              <td>
                <span className={`small ${css.under}`}>
                  <DecisionIfMade entry={decided?.get(row.stock_code)} />
                </span>
                <Button
                  variant="plain"
                  aria-pressed={row === selected}
                  aria-label={t`Why: ${row.product_name}`}
                  onClick={() => onChoose(row.stock_code)}
                >
                  <Trans>Why</Trans>
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What was decided, where something was. */
function DecisionIfMade({ entry }: { entry: Decision | undefined }) {
  return entry ? <DecisionBadge decision={entry.decision} /> : null;
}

function DecisionCell({ entry }: { entry: Decision | undefined }) {
  if (entry) return <DecisionBadge decision={entry.decision} />;
  return (
    <span className="muted">
      <Trans>not yet</Trans>
    </span>
  );
}
