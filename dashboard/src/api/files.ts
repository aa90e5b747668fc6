import { asProblem, ProblemError, unreachable } from "./client";

/** Downloads a file from the server; returns the digest the server sent. */
export async function fetchFile(path: string, name: string): Promise<string | null> {
  const response = await globalThis.fetch(path).catch((cause: unknown) => {
    throw new ProblemError(unreachable(cause), 0);
  });
  if (!response.ok) {
    const problem: unknown = await response.json().catch(() => null);
    throw new ProblemError(asProblem(problem, response), response.status);
  }
  saveFile(name, await response.blob());
  return response.headers.get("X-Content-SHA256");
}

/** Saves a file through the browser. */
function saveFile(name: string, file: Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** Saves `text` as a file through the browser. */
export function downloadCsv(name: string, text: string): void {
  saveFile(name, new Blob(["\uFEFF", text], { type: "text/csv;charset=utf-8" }));
}
