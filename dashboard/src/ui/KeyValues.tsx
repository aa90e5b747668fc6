import type { ReactNode } from "react";
import css from "./keyvalues.module.css";

export interface KeyValue {
  name: ReactNode;
  value: ReactNode;
}

/** Facts of one thing, each under its name. */
export function KeyValues({ facts }: { facts: KeyValue[] }) {
  return (
    <dl className={css.facts}>
      {facts.map((fact, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the facts keep their places
        <div key={place}>
          <dt>{fact.name}</dt>
          <dd>{fact.value}</dd>
        </div>
      ))}
    </dl>
  );
}
