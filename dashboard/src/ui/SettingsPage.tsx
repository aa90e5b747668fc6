import { useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { Link, useLocation } from "wouter";
import { PageFrame } from "./PageFrame";
import type { Crumb, HeadProps } from "./PageHead";
import css from "./page.module.css";

interface Props extends HeadProps {
  /** Each group of settings has its own URL. */
  groups: Crumb[];
  /** The group that is shown. */
  children: ReactNode;
}

/** One group of settings at a time, beside the list of all. */
export function SettingsPage({ groups, children, ...head }: Props) {
  const { t } = useLingui();
  const [path] = useLocation();
  return (
    <PageFrame width="settings" {...head}>
      <div className={css.groups}>
        <nav aria-label={t`Groups of settings`}>
          {groups.map((group) => (
            <Link
              key={group.href}
              href={group.href}
              aria-current={path === group.href ? "page" : undefined}
            >
              {group.name}
            </Link>
          ))}
        </nav>
        <div className={css.sections}>{children}</div>
      </div>
    </PageFrame>
  );
}
