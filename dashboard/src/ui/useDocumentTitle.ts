import { type RefObject, useEffect } from "react";

/** Uses the page's heading as the tab's title, and as the tooltip of a heading that is cut off. */
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
