import { type ReactNode, useRef } from "react";
import { useDocumentTitle } from "./useDocumentTitle";

interface Props {
  children: ReactNode;
  lead?: ReactNode;
  /** At most one filled button and two plain ones; on a phone they are a bar at the bottom. */
  actions?: ReactNode;
}

/** The page's one heading; it names the tab and is where a screen reader lands. */
export function Title({ children, lead, actions }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useDocumentTitle(heading);
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
