import type { ReactNode } from "react";
import { FailureNotices } from "./FailureNotices";
import { type HeadProps, PageHead } from "./PageHead";
import css from "./page.module.css";

export type PageWidth = "list" | "detail" | "job" | "wizard" | "board" | "settings";

interface Props extends HeadProps {
  width: PageWidth;
  /** Further notices on missing or old data, one per cause. */
  notices?: ReactNode;
  /** The page itself says why there is no data. */
  explainsFailures?: boolean;
  children: ReactNode;
}

/** The frame of every page: width, failure notices, head. */
export function PageFrame({ width, notices, explainsFailures, children, ...head }: Props) {
  return (
    <div className={`${css.page} ${css[width]}`} data-page={width}>
      {explainsFailures ? null : <FailureNotices />}
      {notices}
      <PageHead {...head} />
      {children}
    </div>
  );
}
