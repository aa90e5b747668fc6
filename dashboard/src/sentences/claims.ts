import { useLingui } from "@lingui/react/macro";
import { useFormats } from "../format/context";
import { textFor } from "../names/textFor";

interface Violation {
  rule: string;
  text: string;
  message: string;
}

/** What the claims check has against words, by its rule. */
export function useClaimTexts(): Record<string, string> {
  const { t } = useLingui();
  return {
    empty: t`The text is empty.`,
    length: t`The text is too long.`,
    one_line: t`A subject is one line.`,
    invisible_character: t`Take out this control, bidirectional or lookalike character.`,
    percentage: t`The only percentage that may be stated is the plan's discount, exactly.`,
    price: t`Copy states no price and no money.`,
    free: t`Copy gives nothing away for free.`,
    guarantee: t`Copy guarantees nothing.`,
    deadline: t`The plan has no deadline, so copy has none.`,
    stock: t`Copy says nothing about stock or sales.`,
    offer: t`The plan's discount is the only offer.`,
    saving: t`There is no discount, so copy promises no saving.`,
    number: t`The only number in copy is the discount, beside those in the name.`,
    leak: t`This is about how the copy came to be, not for customers.`,
    placeholder: t`Fill in or take out this placeholder.`,
    url: t`Copy holds no link or address.`,
    html: t`Copy is plain text, without HTML.`,
    language: t`The text is not in the language asked for.`,
    product_not_named: t`Name the product, spelled as it is.`,
    discount_not_stated: t`State the discount.`,
    template_body: t`WhatsApp does not take this in a template body.`,
  };
}

/** What WhatsApp does not take, by what the check says in English. */
export function useTemplateTexts(): Record<string, string> {
  const { t } = useLingui();
  return {
    "more than two line breaks in a row": t`more than two line breaks in a row`,
    "more than four blanks in a row": t`more than four blanks in a row`,
    "a tab": t`a tab`,
    "more than 10 emoji": t`more than 10 emoji`,
    "more than 1024 characters": t`more than 1,024 characters`,
    "a variable that is not written {{1}}": t`a variable that is not written with a number in double braces`,
    "variables that are not numbered 1, 2, 3 …": t`variables that are not numbered 1, 2, 3 …`,
    "variables without an example, or examples without a variable": t`variables without an example, or examples without a variable`,
    "a variable at the start or the end": t`a variable at the start or the end`,
    "two variables side by side": t`two variables side by side`,
    "too few words for its variables": t`too few words for its variables`,
    "a name with other than a-z, 0-9 and _": t`a name with other than a-z, 0-9 and _`,
  };
}

/** The words that are marked, and what to do about them. */
export function useViolationText(): (violation: Violation) => [mark: string, message: string] {
  const { t } = useLingui();
  const formats = useFormats();
  const texts = useClaimTexts();
  const template = useTemplateTexts();
  const length = (text: string) => {
    const [number, unit] = text.split(" ");
    const count = formats.count(Number(number));
    return unit === "words" ? t`${count} words` : t`${count} characters`;
  };
  return ({ rule, text, message }) => {
    const mark = rule === "length" ? length(text) : textFor(template, text);
    return [mark ?? text, textFor(texts, rule, message) ?? message];
  };
}
