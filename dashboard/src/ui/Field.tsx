import { Trans } from "@lingui/react/macro";
import { type ReactNode, useId } from "react";
import css from "./field.module.css";

interface Control {
  id: string;
  "aria-describedby"?: string;
  "aria-invalid"?: true;
}

interface Props {
  label: ReactNode;
  /** How it is written, or what it does. */
  hint?: ReactNode;
  /** What is wrong and how to cure it; stands in place of the hint. */
  error?: ReactNode;
  /** Required is the norm; what is not says so. */
  optional?: boolean;
  /** The input, select or textarea, with these properties. */
  children: (control: Control) => ReactNode;
}

/** A label above, the control, and below it a hint or what is wrong. */
export function Field({ label, hint, error, optional, children }: Props) {
  const id = useId();
  const below = error ?? hint;
  return (
    <div className={css.field}>
      <label htmlFor={id}>
        {label}
        {optional ? (
          <span className={css.optional}>
            {" "}
            <Trans>optional</Trans>
          </span>
        ) : null}
      </label>
      {children({
        id,
        "aria-describedby": below ? `${id}below` : undefined,
        "aria-invalid": error ? true : undefined,
      })}
      {below ? (
        <p id={`${id}below`} className={error ? css.error : css.hint}>
          {below}
        </p>
      ) : null}
    </div>
  );
}
