import { ProblemError } from "./client";

const NEVER = new Set([401, 403, 404, 422]);

/** Retries only failures that may be temporary, not bad requests or missing permissions. */
export function mayPass(failures: number, error: Error): boolean {
  return failures < 2 && !(error instanceof ProblemError && NEVER.has(error.status));
}
