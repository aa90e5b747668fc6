import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { PageFrame } from "./PageFrame";
import type { Crumb, HeadProps } from "./PageHead";
import css from "./page.module.css";

interface Props extends HeadProps {
  /** What comes after this one is decided. */
  next?: Crumb;
  /** The reason, what it will do, the money. */
  children: ReactNode;
}

/** One thing to decide: reason, what it will do, money, two buttons; 880 wide at most. */
export function JobPage({ next, children, ...head }: Props) {
  return (
    <PageFrame width="job" {...head}>
      <div className={css.sections}>{children}</div>
      {next ? (
        <p className={css.next}>
          <Trans>Next job:</Trans> <Link href={next.href}>{next.name}</Link>
        </p>
      ) : null}
    </PageFrame>
  );
}
