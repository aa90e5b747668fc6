import { type ReactNode, useEffect, useRef } from "react";

/** The page's one heading; it names the tab and is where a screen reader lands. */
export function Title({ children, lead }: { children: ReactNode; lead?: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${heading.current?.textContent ?? ""} · SmartRetail 360`;
  });
  return (
    <header className="title">
      <h1 ref={heading} tabIndex={-1}>
        {children}
      </h1>
      {lead ? <div className="lead">{lead}</div> : null}
    </header>
  );
}
