import { type ReactNode, useId } from "react";
import css from "./campaigns.module.css";

/** A part of the page: a heading below a hairline. */
export function Part({ title, children }: { title: ReactNode; children: ReactNode }) {
  const id = useId();
  return (
    <section className={css.part} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}
