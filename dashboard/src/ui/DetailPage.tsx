import type { ReactNode } from "react";
import { PageFrame } from "./PageFrame";
import type { HeadProps } from "./PageHead";
import css from "./page.module.css";

interface Props extends HeadProps {
  /** Its state and the reason, in one sentence. */
  answer?: ReactNode;
  /** Facts that rarely change, in a side column. */
  side?: ReactNode;
  /** Facts, charts, and last its history. */
  children: ReactNode;
}

/** One thing: the answer first, then facts, charts, history; 1120 wide at most. */
export function DetailPage({ answer, side, children, ...head }: Props) {
  return (
    <PageFrame width="detail" {...head}>
      {answer ? <div className={css.answer}>{answer}</div> : null}
      {side ? (
        <div className={css.beside}>
          <div className={css.sections}>{children}</div>
          <aside className={css.sections}>{side}</aside>
        </div>
      ) : (
        <div className={css.sections}>{children}</div>
      )}
    </PageFrame>
  );
}
