import { useLingui } from "@lingui/react/macro";
import { type ReactNode, useRef } from "react";
import { Link } from "wouter";
import { type Actions, PageActions } from "./PageActions";
import css from "./page.module.css";
import { useDocumentTitle } from "./useDocumentTitle";

export interface Crumb {
  href: string;
  name: ReactNode;
}

export interface HeadProps {
  title: ReactNode;
  /** The state of the page's subject. */
  chip?: ReactNode;
  /** One sentence of at most 90 characters. */
  lead?: ReactNode;
  /** The parent pages, topmost first. */
  trail?: Crumb[];
  actions?: Actions;
}

/** Breadcrumb, heading, state and actions of a page. */
export function PageHead({ title, chip, lead, trail = [], actions }: HeadProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useDocumentTitle(heading);
  return (
    <header className={css.head}>
      {trail.length > 0 ? <Trail crumbs={trail} title={title} /> : null}
      <div className={css.row}>
        <div className={css.name}>
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {chip}
        </div>
        {actions ? <PageActions {...actions} /> : null}
      </div>
      {lead ? <p className={css.lead}>{lead}</p> : null}
    </header>
  );
}

function Trail({ crumbs, title }: { crumbs: Crumb[]; title: ReactNode }) {
  const { t } = useLingui();
  return (
    <nav className={`${css.trail} no-print`} aria-label={t`You are here`}>
      <ol>
        {crumbs.map((crumb) => (
          <li key={crumb.href}>
            <Link href={crumb.href}>{crumb.name}</Link>
          </li>
        ))}
        <li aria-current="page">{title}</li>
      </ol>
    </nav>
  );
}
