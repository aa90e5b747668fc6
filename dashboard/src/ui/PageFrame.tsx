import type { ReactNode } from "react";
import { FailureNotices } from "./FailureNotices";
import { type HeadProps, PageHead } from "./PageHead";
import css from "./page.module.css";

export type PageWidth = "list" | "detail" | "job" | "wizard" | "board" | "settings";

interface Props extends HeadProps {
  width: PageWidth;
  /** What else is missing or old on this page, one notice per cause. */
  notices?: ReactNode;
  children: ReactNode;
}

/** What every page has: its width, what went wrong, its head. */
export function PageFrame({ width, notices, children, ...head }: Props) {
  return (
    <div className={`${css.page} ${css[width]}`} data-page={width}>
      <FailureNotices />
      {notices}
      <PageHead {...head} />
      {children}
    </div>
  );
}
