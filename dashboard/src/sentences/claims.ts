import { useLingui } from "@lingui/react/macro";
import { useFormats } from "../format/context";
import { useNames } from "../names/catalogue";
import { useServiceSentence } from "./problems";

interface Violation {
  rule: string;
  text: string;
  message: string;
  reason?: string | null;
}

/** The highlighted words, and what to do about them. */
export function useViolationText(): (violation: Violation) => [mark: string, message: string] {
  const { t } = useLingui();
  const formats = useFormats();
  const sentence = useServiceSentence();
  const templateRule = useNames("template_rule");
  const length = (text: string) => {
    const [number, unit] = text.split(" ");
    const count = formats.count(Number(number));
    return unit === "words" ? t`${count} words` : t`${count} characters`;
  };
  return ({ rule, text, message, reason }) => {
    const variable = /: \{\{.*\}\}$/.exec(text)?.[0] ?? "";
    const broken = reason ? templateRule(reason) + variable : text;
    const mark = rule === "length" ? length(text) : broken;
    return [mark, sentence({ code: `claim_${rule}`, values: {} }, message)];
  };
}
