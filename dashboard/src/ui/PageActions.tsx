import type { ReactNode } from "react";
import { Menu, type MenuItem } from "./Menu";
import css from "./page.module.css";

export interface Actions {
  /** The one filled button: the main next step. */
  primary?: ReactNode;
  /** At most two plain buttons. */
  plain?: [ReactNode] | [ReactNode, ReactNode];
  /** Print, export, history. */
  more?: MenuItem[];
}

/** The page's actions; on a phone they are a bar at the bottom. */
export function PageActions({ primary, plain = [] as never, more = [] }: Actions) {
  const [first, second] = plain as ReactNode[];
  const hasButtons = Boolean(primary || first);
  if (!hasButtons && more.length === 0) return null;
  // A menu alone stays in the title row on a phone, too.
  return (
    <div
      className={`${hasButtons ? css.actions : css.menu} no-print`}
      data-page-actions={hasButtons || undefined}
    >
      {more.length > 0 ? <Menu items={more} /> : null}
      {first}
      {second}
      {primary}
    </div>
  );
}
