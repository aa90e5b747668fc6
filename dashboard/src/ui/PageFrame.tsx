import type { ReactNode } from "react";
import { FailureNotices } from "./FailureNotices";
import { type HeadProps, PageHead } from "./PageHead";
import css from "./page.module.css";

export type PageWidth = "list" | "detail" | "job" | "wizard" | "board" | "settings";

interface Props extends HeadProps {
  width: PageWidth;
  children: ReactNode;
}

/** What every page has: its width, what went wrong, its head. */
export function PageFrame({ width, children, ...head }: Props) {
  return (
    <div className={`${css.page} ${css[width]}`} data-page={width}>
      <FailureNotices />
      <PageHead {...head} />
      {children}
    </div>
  );
}
