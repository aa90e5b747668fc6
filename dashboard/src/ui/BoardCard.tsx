import type { ReactNode } from "react";
import { Link } from "wouter";
import css from "./page.module.css";

interface Props {
  href: string;
  title: ReactNode;
  /** Two facts and the money. */
  facts: ReactNode;
  /** A date or a chip. */
  foot?: ReactNode;
  /** The menu "Move to", or the one step to take; nothing has to be dragged. */
  menu?: ReactNode;
}

/** A card on a board, in three lines; the whole card is the link. */
export function BoardCard({ href, title, facts, foot, menu }: Props) {
  return (
    <article className={css.card} data-row>
      <h3>
        <Link href={href}>{title}</Link>
      </h3>
      <p>{facts}</p>
      <div className={css.foot}>
        <span>{foot}</span>
        {menu}
      </div>
    </article>
  );
}
