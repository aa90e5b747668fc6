import { type RefObject, useEffect } from "react";

/** The page's heading names the tab, and shows in full what two lines cannot hold. */
export function useDocumentTitle(heading: RefObject<HTMLHeadingElement | null>): void {
  useEffect(() => {
    const element = heading.current;
    if (element === null) return;
    const text = element.textContent ?? "";
    document.title = `${text} · SmartRetail 360`;
    if (element.scrollHeight > element.clientHeight) element.title = text;
    else element.removeAttribute("title");
  });
}
