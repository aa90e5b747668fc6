import { createContext, useContext } from "react";
import { type Problem, ProblemError } from "../api/client";
import { useCurrency, useFormats } from "../format/context";
import { useDefinitionRenderers } from "./definitions";
import { useOutageRenderers } from "./outages";
import { useRefusalRenderers } from "./refusals";
import { type Renderers, renderStatement, type Statement } from "./statements";

/**
 * Sentences that only one page needs, which provides them to all below it, so that no other page
 * loads them.
 */
export const PageRenderers = createContext<Renderers<string>>({});

/** A sentence per code that stands beside an English one of the services; a test compares. */
export function useServiceRenderers(): Renderers<string> {
  return {
    ...useOutageRenderers(),
    ...useRefusalRenderers(),
    ...useDefinitionRenderers(),
    ...useContext(PageRenderers),
  };
}

/** Writes what a service says; in its own English where this page has no words for it. */
export function useServiceSentence(): (
  statement: Statement | null | undefined,
  english: string,
) => string {
  const renderers = useServiceRenderers();
  const formats = useFormats();
  const currency = useCurrency();
  return (statement, english) => renderStatement(renderers, statement, english, formats, currency);
}

/** Writes why a question was not answered. */
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
