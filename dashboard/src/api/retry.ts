import { ProblemError } from "./client";

const NEVER = new Set([401, 403, 404, 422]);

/** What the caller got wrong or may not do stays so; only what may pass is asked again. */
export function mayPass(failures: number, error: Error): boolean {
  return failures < 2 && !(error instanceof ProblemError && NEVER.has(error.status));
}
