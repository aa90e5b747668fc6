export type SortValues = ArrayLike<number | string | boolean | null>;

/** Positions in sorted order; missing values last, equal ones in their old order. */
export function sortedPositions(
  values: SortValues,
  descending: boolean,
  locale: string,
): Uint32Array {
  const positions = Uint32Array.from({ length: values.length }, (_, place) => place);
  const collator = new Intl.Collator(locale, { numeric: true });
  const sign = descending ? -1 : 1;
  return positions.sort((a, b) => {
    const left = values[a];
    const right = values[b];
    if (left == null || right == null) return left == null ? (right == null ? a - b : 1) : -1;
    const order =
      typeof left === "string"
        ? collator.compare(left, right as string)
        : Number(left) - Number(right);
    return sign * order || a - b;
  });
}
