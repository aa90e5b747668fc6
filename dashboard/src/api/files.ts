import { asProblem, ProblemError, unreachable } from "./client";

/** A file of the server's, kept by the browser; answers the digest the server gave it. */
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

/** Hand a file to the browser to keep. */
function saveFile(name: string, file: Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** Hand `text` to the browser as a file to keep. */
export function downloadCsv(name: string, text: string): void {
  saveFile(name, new Blob(["\uFEFF", text], { type: "text/csv;charset=utf-8" }));
}
