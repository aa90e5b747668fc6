import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { Button } from "./Button";
import css from "./empty.module.css";

/** A sentence in place of the first row, and the one button that changes it. */
export function Empty({ children, action }: { children: ReactNode; action?: ReactNode }) {
  return (
    <div className={css.empty} data-state="empty">
      <p>{children}</p>
      {action}
    </div>
  );
}

/** There are rows, but the filters leave none of them. */
export function FilteredEmpty({ onClear, search }: { onClear: () => void; search?: string }) {
  return (
    <div className={css.empty} role="status" data-state="filtered">
      <p>
        {search ? (
          <Trans>Nothing matches “{search}”.</Trans>
        ) : (
          <Trans>Nothing matches these filters.</Trans>
        )}
      </p>
      <Button variant="plain" onClick={onClear}>
        <Trans>Clear all filters</Trans>
      </Button>
    </div>
  );
}
