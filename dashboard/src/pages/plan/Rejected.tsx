import { Plural, Trans, useLingui } from "@lingui/react/macro";
import type { Schemas } from "../../api/client";
import { useFormats } from "../../format/context";
import { Button } from "../../ui/Button";
import { DecisionDetails } from "./DecisionDetails";
import type { Deciding } from "./deciding";
import css from "./plan.module.css";

interface Props {
  rows: Schemas["PlanRow"][];
  currency: string;
  deciding: Deciding;
}

/** Rejected rows, by whom and why, and the button to accept them after all. */
export function Rejected({ rows, currency, deciding }: Props) {
  const { t } = useLingui();
  const formats = useFormats();
  if (rows.length === 0) return null;
  return (
    <details>
      <summary>
        <Plural value={rows.length} one="# rejected campaign" other="# rejected campaigns" />
      </summary>
      <ul className={`clean ${css.rejected}`}>
        {rows.map((row) => (
          <li key={row.stock_code}>
            <div>
              <p className="strong">
                {row.product_name} · {formats.money(row.money_at_stake, currency)}
              </p>
              <DecisionDetails entry={deciding.entries.get(row.stock_code)} />
            </div>
            <Button
              variant="plain"
              aria-label={t`Accept after all: ${row.product_name}`}
              loading={deciding.busy === row.stock_code}
              onClick={() => deciding.accept(row)}
            >
              <Trans>Accept after all</Trans>
            </Button>
          </li>
        ))}
      </ul>
    </details>
  );
}
