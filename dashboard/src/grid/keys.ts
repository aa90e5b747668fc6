/** The row a key leads to from the active one; null where the key is none of these. */
export function rowAfterKey(
  key: string,
  from: number | null,
  page: number,
  count: number,
): number | null {
  const steps: Record<string, number> = {
    ArrowDown: (from ?? -1) + 1,
    ArrowUp: (from ?? 1) - 1,
    PageDown: (from ?? 0) + page,
    PageUp: (from ?? 0) - page,
    Home: 0,
    End: count - 1,
  };
  const to = steps[key];
  return to === undefined || count === 0 ? null : Math.max(0, Math.min(count - 1, to));
}
