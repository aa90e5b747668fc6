import { useLingui } from "@lingui/react";
import { type Problem, ProblemError } from "../api/client";
import { useCurrency, useFormats } from "../format/context";
import { SentenceWriter } from "./sentence";
import type { Statement } from "./statements";

/** Writes statements in the page's language. */
export function useSentenceWriter(): SentenceWriter {
  const { i18n } = useLingui();
  return new SentenceWriter(i18n, useFormats(), useCurrency());
}

/** Renders a service's statement; falls back to the service's English text. */
export function useServiceSentence(): (
  statement: Statement | null | undefined,
  english: string,
) => string {
  const writer = useSentenceWriter();
  return (statement, english) => (statement && writer.write(statement)) ?? english;
}

/** Renders the reason why a request failed. */
export function useProblemSentence(): (error: unknown) => string {
  const sentence = useServiceSentence();
  return (error) => {
    if (!(error instanceof ProblemError))
      return error instanceof Error ? error.message : String(error);
    const { statement, detail } = error.problem;
    if (statement) return sentence(statement, detail);
    const fields = statementsOf(error.problem);
    return fields.length > 0
      ? fields.map(({ statement, message }) => sentence(statement, message)).join(" ")
      : detail;
  };
}

interface FieldError {
  statement: Statement;
  message: string;
}

/** What is wrong field by field, where all of it has a code. */
function statementsOf({ errors }: Problem): FieldError[] {
  const found = (errors ?? []) as Partial<FieldError>[];
  const known = found.filter((entry): entry is FieldError => entry.statement !== undefined);
  return known.length === found.length ? known : [];
}
