import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { Shape } from "../shapes/Shape";
import css from "./notice.module.css";

interface Props {
  /** Money is being lost now, a person must decide, or it is only good to know. */
  tone: "critical" | "warn" | "info";
  /** What happened and what to do. */
  children: ReactNode;
  /** The one button. */
  action?: ReactNode;
  /** What only support needs. */
  details?: ReactNode;
  /** The state of the page it explains. */
  state?: "failed" | "forbidden";
}

const SHAPES = { critical: "cross", warn: "up", info: "dot" } as const;

/** A notice above the page: one per cause. */
export function Notice({ tone, children, action, details, state }: Props) {
  return (
    <div
      className={`${css.notice} ${css[tone]}`}
      role={tone === "critical" ? "alert" : "status"}
      data-state={state}
    >
      <Shape name={SHAPES[tone]} />
      <div className={css.words}>
        <p>{children}</p>
        {details ? (
          <details>
            <summary>
              <Trans>Details</Trans>
            </summary>
            {details}
          </details>
        ) : null}
      </div>
      {action}
    </div>
  );
}
