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
  /** "Move to", as nothing has to be dragged, or the one thing to do with it. */
  menu?: ReactNode;
}

/** A thing on a board, in three lines; the whole card leads to it. */
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
