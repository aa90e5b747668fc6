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
  /** The expected format, or what the field does. */
  hint?: ReactNode;
  /** What is wrong and how to fix it; replaces the hint. */
  error?: ReactNode;
  /** Fields are required by default; optional ones are labelled. */
  optional?: boolean;
  /** The input, select or textarea, with these properties. */
  children: (control: Control) => ReactNode;
}

/** A label, the control, and below it the hint or the error. */
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
