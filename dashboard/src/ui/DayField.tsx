import { useLingui } from "@lingui/react/macro";
import { type ReactNode, useState } from "react";
import { useFormats } from "../format/context";
import { exampleDay, readDay } from "../format/days";
import { Field } from "./Field";

interface Props {
  label: ReactNode;
  /** The form's field, which holds the day as 2026-12-31, or nothing. */
  name: string;
  /** What the day does. */
  hint?: ReactNode;
}

/** An optional day, typed in the page language's format; how it was read is shown below. */
export function DayField({ label, name, hint }: Props) {
  const { t } = useLingui();
  const formats = useFormats();
  const [text, setText] = useState("");
  const [isLeft, setLeft] = useState(false);
  const day = readDay(text, formats.locale);
  const example = exampleDay(formats.locale);
  const isUnread = text.trim() !== "" && day === null;
  const error = isUnread ? t`Write the date like ${example}.` : "";
  return (
    <Field
      label={label}
      optional
      hint={day === null ? hint : formats.day(day)}
      error={isLeft && isUnread ? error : undefined}
    >
      {(control) => (
        <>
          <input
            {...control}
            // Blocks submitting; the error is shown below instead of in the browser's bubble.
            ref={(element) => element?.setCustomValidity(error)}
            value={text}
            placeholder={example}
            autoComplete="off"
            onChange={(event) => setText(event.target.value)}
            onBlur={() => setLeft(true)}
            onInvalid={(event) => {
              event.preventDefault();
              setLeft(true);
              event.currentTarget.focus();
            }}
          />
          <input type="hidden" name={name} value={day ?? ""} />
        </>
      )}
    </Field>
  );
}
