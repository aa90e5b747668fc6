import type { Schemas } from "../../api/client";

/** The texts of a campaign that can be edited. */
export const FIELDS = ["email_subject", "email_body", "whatsapp_message"] as const;
export type Field = (typeof FIELDS)[number];
export type Texts = Record<Field, string>;
type Template = Pick<Schemas["WhatsAppTemplate"], "body" | "variables"> & Record<string, unknown>;

export function textsOf(record: { [F in Field]: string | null }): Texts {
  return {
    email_subject: record.email_subject ?? "",
    email_body: record.email_body ?? "",
    whatsapp_message: record.whatsapp_message ?? "",
  };
}

/** Without leading and trailing spaces. */
export function trimmed(texts: Texts): Texts {
  return {
    email_subject: texts.email_subject.trim(),
    email_body: texts.email_body.trim(),
    whatsapp_message: texts.whatsapp_message.trim(),
  };
}

/**
 * The message template that says what `message` says: where the message holds the example of a
 * variable, the template holds its blank. Without it an edited message would be exported unedited.
 */
export function templateOf(message: string, old: Record<string, unknown> | null): Template | null {
  if (old === null) return null;
  const known = (old.variables ?? []) as Schemas["TemplateVariable"][];
  let body = message;
  const variables: Schemas["TemplateVariable"][] = [];
  for (const variable of known) {
    const number = variables.length + 1;
    const filled = body.replaceAll(standingAlone(variable.example), `{{${number}}}`);
    if (filled === body) continue;
    body = filled;
    variables.push({ ...variable, number });
  }
  return { ...old, body, variables };
}

/** `20` but not the one in `2025`. */
function standingAlone(text: string): RegExp {
  const literal = text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`(?<![\\p{L}\\p{N}{])${literal}(?![\\p{L}\\p{N}}])`, "gu");
}
