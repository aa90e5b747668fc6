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

/** A day nobody has to give, typed as the page's language writes it; how it was read stands below. */
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
            // Holds the form back; the sentence stands below and not in the browser's bubble.
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
