import type { ReactNode } from "react";
import { type HeadProps, PageHead } from "./PageHead";
import css from "./page.module.css";

export type PageWidth = "list" | "detail" | "job" | "wizard" | "board" | "settings";

interface Props extends HeadProps {
  width: PageWidth;
  children: ReactNode;
}

/** What every page has: its width, its head, and its end. */
export function PageFrame({ width, children, ...head }: Props) {
  return (
    <div className={`${css.page} ${css[width]}`} data-page={width}>
      <PageHead {...head} />
      {children}
    </div>
  );
}
