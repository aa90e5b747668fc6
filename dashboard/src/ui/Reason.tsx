import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { Method } from "./Method";
import css from "./reason.module.css";

interface Props {
  /** Event, date, what still helps: at most 90 characters. */
  children: ReactNode;
  /** The calculation behind the advice; each term links to its source. */
  sum?: ReactNode;
  /** Method and error measures. */
  method?: ReactNode;
}

/** The reason in one line; the calculation opens in place. */
export function Reason({ children, sum, method }: Props) {
  return (
    <div className={css.reason}>
      <span>{children}</span>
      {sum ? (
        <details>
          <summary>
            <Trans>Show the sum</Trans>
          </summary>
          <div className={css.sum}>
            {sum}
            {method ? <Method>{method}</Method> : null}
          </div>
        </details>
      ) : null}
    </div>
  );
}
