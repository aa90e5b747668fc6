import { Trans, useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { textFor } from "../names/textFor";
import css from "./reason.module.css";

/** Method and error measures, collapsed by default. */
export function Method({ children }: { children: ReactNode }) {
  return (
    <details className={css.method}>
      <summary>
        <Trans>How is this computed?</Trans>
      </summary>
      <div className={css.sum}>{children}</div>
    </details>
  );
}

/** How a product's demand was forecast, in words; a rule unknown here goes by its own name. */
export function MethodName({ method }: { method: string }) {
  const { t } = useLingui();
  const names: Record<string, string> = {
    gradient_boosting: t`a model trained on the sales of all products`,
    weighted_mean_8_weeks: t`average of the last 8 weeks, with more weight on recent weeks`,
    weighted_mean_since_first_sale: t`average since the first sale, with more weight on recent weeks`,
    silent_8_weeks: t`no demand assumed after 8 weeks without sales`,
    never_sold: t`no demand assumed, as it was never sold`,
  };
  const name = textFor(names, method);
  return (
    <p>
      <Trans>Forecast method: {name}</Trans>
    </p>
  );
}
