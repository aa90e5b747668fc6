import { type ReactNode, useEffect, useRef } from "react";

interface Props {
  children: ReactNode;
  lead?: ReactNode;
  /** At most one filled button and two plain ones; on a phone they are a bar at the bottom. */
  actions?: ReactNode;
}

/** The page's one heading; it names the tab and is where a screen reader lands. */
export function Title({ children, lead, actions }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${heading.current?.textContent ?? ""} · SmartRetail 360`;
  });
  return (
    <header className="title">
      <div className="title-row">
        <h1 ref={heading} tabIndex={-1}>
          {children}
        </h1>
        {actions ? <div className="title-actions no-print">{actions}</div> : null}
      </div>
      {lead ? <div className="lead">{lead}</div> : null}
    </header>
  );
}
