import type { ReactNode } from "react";
import css from "./empty.module.css";

/** A sentence at the place of the first row, and the one button that changes it. */
export function Empty({ children, action }: { children: ReactNode; action?: ReactNode }) {
  return (
    <div className={css.empty} data-state="empty">
      <p>{children}</p>
      {action}
    </div>
  );
}
