import type { ReactNode } from "react";
import { PageFrame } from "./PageFrame";
import type { HeadProps } from "./PageHead";
import css from "./page.module.css";

interface Props extends HeadProps {
  /** Saved views, each with its count. */
  tabs?: ReactNode;
  /** Search and filters. */
  filters?: ReactNode;
  /** The table, with its totals under its head. */
  children: ReactNode;
}

/** Many things of one kind: views, search, totals, table; 1440 wide at most. */
export function ListPage({ tabs, filters, children, ...head }: Props) {
  return (
    <PageFrame width="list" {...head}>
      {tabs}
      {filters ? <div className={`${css.filters} no-print`}>{filters}</div> : null}
      {children}
    </PageFrame>
  );
}
