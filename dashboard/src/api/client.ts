import createClient from "openapi-fetch";
import type { components, paths } from "./schema";

export type Schemas = components["schemas"];
export type Problem = Schemas["Problem"];

/** A failed request, with the problem document of the service. */
export class ProblemError extends Error {
  constructor(
    readonly problem: Problem,
    readonly status: number,
  ) {
    super(problem.detail);
    this.name = "ProblemError";
  }
}

export const api = createClient<paths>({
  baseUrl: globalThis.location?.origin ?? "http://localhost",
  // Looked up at each call, so that tests can replace the network.
  fetch: (request) => globalThis.fetch(request),
});

interface ClientResult<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The data of a response. Throws a ProblemError unless it succeeded. */
export async function unwrap<T>(request: Promise<ClientResult<T>>): Promise<T> {
  return (await successful(request)).data;
}

/** The same, with the ETag that a change has to name. */
export async function unwrapWithEtag<T>(
  request: Promise<ClientResult<T>>,
): Promise<T & { etag: string }> {
  const { data, response } = await successful(request);
  return { ...data, etag: response.headers.get("ETag") ?? "" };
}

async function successful<T>(
  request: Promise<ClientResult<T>>,
): Promise<{ data: T; response: Response }> {
  const { data, error, response } = await request.catch((cause: unknown) => {
    throw new ProblemError(unreachable(cause), 0);
  });
  if (response.ok && data !== undefined) return { data, response };
  throw new ProblemError(asProblem(error, response), response.status);
}

export function asProblem(error: unknown, response: Response): Problem {
  if (typeof error === "object" && error !== null && "detail" in error && "code" in error) {
    return error as Problem;
  }
  return {
    type: "about:blank",
    title: response.statusText,
    status: response.status,
    code: "unexpected",
    detail: response.statusText,
    statement: { code: "unexplained", values: { status: response.status } },
    trace_id: response.headers.get("X-Trace-Id") ?? "",
  };
}

export function unreachable(cause: unknown): Problem {
  return {
    type: "about:blank",
    title: "Unreachable",
    status: 0,
    code: "unreachable",
    detail: cause instanceof Error ? cause.message : String(cause),
    statement: { code: "unreachable", values: {} },
    trace_id: "",
  };
}
