import type { ReactNode } from "react";
import { PageFrame } from "./PageFrame";
import type { HeadProps } from "./PageHead";
import css from "./page.module.css";

interface Props extends HeadProps {
  /** Saved views with their counts. */
  tabs?: ReactNode;
  /** Search and filters. */
  filters?: ReactNode;
  /** The table, with its totals under its head. */
  children: ReactNode;
}

/** A page that lists things of one kind: views, search, totals, table; at most 1440 wide. */
export function ListPage({ tabs, filters, children, ...head }: Props) {
  return (
    <PageFrame width="list" {...head}>
      {tabs}
      {filters ? <div className={`${css.filters} no-print`}>{filters}</div> : null}
      {children}
    </PageFrame>
  );
}
