import { queryOptions } from "@tanstack/react-query";
import { api, ProblemError, unwrap } from "./client";
import { queryKeys } from "./queryKeys";

/** Who is asking, and what they may do. */
export const session = queryOptions({
  queryKey: queryKeys.session,
  queryFn: async () => {
    const found = await unwrap(api.GET("/v1/session"));
    csrf.token = found.csrf_token;
    return found;
  },
  staleTime: 60_000,
});

/** The CSRF token that a session sends with every unsafe request. */
export const csrf: { token: string | null } = { token: null };
const CSRF_HEADER = "X-CSRF-Token";
const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

api.use({
  onRequest({ request }) {
    if (csrf.token !== null && !SAFE.has(request.method)) {
      request.headers.set(CSRF_HEADER, csrf.token);
    }
    return request;
  },
});

/** The header for requests that do not go through `api`. */
export function csrfHeaders(): Record<string, string> {
  return csrf.token === null ? {} : { [CSRF_HEADER]: csrf.token };
}

export async function signIn(key: string) {
  const found = await unwrap(api.POST("/v1/session", { body: { key } }));
  csrf.token = found.csrf_token;
  return found;
}

export async function signOut(): Promise<void> {
  const { error, response } = await api.DELETE("/v1/session");
  if (!response.ok) throw new ProblemError(error as never, response.status);
  csrf.token = null;
}
