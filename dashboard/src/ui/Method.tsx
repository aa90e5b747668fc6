import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
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
