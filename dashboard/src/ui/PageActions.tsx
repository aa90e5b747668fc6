import type { ReactNode } from "react";
import { Menu, type MenuItem } from "./Menu";
import css from "./page.module.css";

export interface Actions {
  /** The one filled button: the step that moves the thing on. */
  primary?: ReactNode;
  /** At most two plain buttons. */
  plain?: [ReactNode] | [ReactNode, ReactNode];
  /** Print, export, history. */
  more?: MenuItem[];
}

/** What can be done with the page's thing; on a phone a bar at the bottom. */
export function PageActions({ primary, plain = [] as never, more = [] }: Actions) {
  const [first, second] = plain as ReactNode[];
  if (!primary && !first && more.length === 0) return null;
  return (
    <div className={`${css.actions} no-print`} data-page-actions>
      {more.length > 0 ? <Menu items={more} /> : null}
      {first}
      {second}
      {primary}
    </div>
  );
}
