import { useMediaQuery } from "@mantine/hooks";
import { type KeyboardEvent, type ReactNode, useId } from "react";
import { useSearchParams } from "wouter";
import { useFormats } from "../format/context";
import { PageFrame } from "./PageFrame";
import type { HeadProps } from "./PageHead";
import css from "./page.module.css";

export interface Lane {
  key: string;
  name: string;
  count: number;
  /** The shape of its status. */
  mark?: ReactNode;
  /** The money of its cards. */
  sum?: ReactNode;
  /** Cards of three lines, each with a menu "Move to". */
  children: ReactNode;
}

interface Props extends HeadProps {
  lanes: Lane[];
  /** Views beside this one. */
  tabs?: ReactNode;
  filters?: ReactNode;
  /** Shown instead of the lanes if there are none. */
  children?: ReactNode;
}

/** A lane per status, over the full width; below 900 px one lane at a time, chosen by tabs. */
export function BoardPage({ lanes, tabs, filters, children, ...head }: Props) {
  const wide = useMediaQuery("(min-width: 56.25rem)", true, { getInitialValueInEffect: false });
  return (
    <PageFrame width="board" {...head}>
      {tabs}
      {filters ? <div className={`${css.filters} no-print`}>{filters}</div> : null}
      {children}
      {wide ? <Side lanes={lanes} /> : <Tabbed lanes={lanes} name={head.title} />}
    </PageFrame>
  );
}

function Side({ lanes }: { lanes: Lane[] }) {
  const formats = useFormats();
  return (
    <div className={css.lanes}>
      {lanes.map((lane) => (
        <section key={lane.key} className={css.lane} aria-label={lane.name}>
          <header>
            <h2>
              {lane.mark ? <>{lane.mark} </> : null}
              {lane.name} <span className={css.count}>{formats.count(lane.count)}</span>
            </h2>
            {lane.sum}
          </header>
          {lane.children}
        </section>
      ))}
    </div>
  );
}

function Tabbed({ lanes, name }: { lanes: Lane[]; name: ReactNode }) {
  const id = useId();
  const formats = useFormats();
  const [search, setSearch] = useSearchParams();
  const shown = lanes.find(({ key }) => key === search.get("lane")) ?? lanes[0];
  if (shown === undefined) return null;
  const choose = (key: string) => setSearch((old) => withLane(old, key), { replace: true });
  return (
    <>
      <div
        role="tablist"
        aria-label={typeof name === "string" ? name : undefined}
        className={css.tabs}
        onKeyDown={moveToTab}
      >
        {lanes.map((lane) => (
          <button
            key={lane.key}
            type="button"
            role="tab"
            id={`${id}${lane.key}`}
            aria-selected={lane === shown}
            aria-controls={id}
            tabIndex={lane === shown ? 0 : -1}
            onClick={() => choose(lane.key)}
          >
            {lane.name} <span className={css.count}>{formats.count(lane.count)}</span>
          </button>
        ))}
      </div>
      <div id={id} role="tabpanel" aria-labelledby={`${id}${shown.key}`} className={css.lane}>
        <h2 className="visually-hidden">{shown.name}</h2>
        {shown.sum ? <p className="small muted">{shown.sum}</p> : null}
        {shown.children}
      </div>
    </>
  );
}

function withLane(search: URLSearchParams, key: string): URLSearchParams {
  const next = new URLSearchParams(search);
  next.set("lane", key);
  return next;
}

function moveToTab(event: KeyboardEvent<HTMLElement>) {
  const tabs = [...event.currentTarget.querySelectorAll<HTMLElement>("[role=tab]")];
  const at = tabs.indexOf(document.activeElement as HTMLElement);
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
  const tab = to === undefined ? undefined : tabs[(to + tabs.length) % tabs.length];
  if (tab === undefined) return;
  event.preventDefault();
  tab.focus();
  tab.click();
}
