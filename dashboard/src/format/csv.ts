/** A field as spreadsheets read it; what could start a formula is defused. */
export function csvField(value: string | number | boolean | null | undefined): string {
  if (value == null) return "";
  const text = String(value);
  const safe = typeof value === "string" && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function csvText(
  header: string[],
  rows: Iterable<(string | number | boolean | null)[]>,
): string {
  const lines = [header.map(csvField).join(",")];
  for (const row of rows) lines.push(row.map(csvField).join(","));
  return `${lines.join("\r\n")}\r\n`;
}
