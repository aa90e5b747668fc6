import { useLingui } from "@lingui/react";
import { useEffect, useRef, useState } from "react";
import type { Sort } from "../../grid/address";
import type { InventoryIndex } from "./InventoryIndex";

interface Order {
  of: InventoryIndex;
  sort: string;
  positions: Uint32Array;
}

/** The order of rows by a column, made in a worker; the old one stays until the new one is there. */
export function useOrder(index: InventoryIndex | null, sort: Sort | null): Uint32Array | null {
  const { i18n } = useLingui();
  const worker = useRef<Worker | null>(null);
  const [order, setOrder] = useState<Order | null>(null);
  const name = sort === null ? "" : `${sort.descending ? "-" : ""}${sort.key}`;
  useEffect(() => () => worker.current?.terminate(), []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `name` stands for `sort`, an object made anew each time
  useEffect(() => {
    const values = sort === null ? undefined : index?.values(sort.key);
    if (index === null || sort === null || values === undefined) return setOrder(null);
    worker.current?.terminate();
    const sorting = new Worker(new URL("./sortWorker.ts", import.meta.url), { type: "module" });
    worker.current = sorting;
    sorting.onmessage = ({ data }: MessageEvent<{ order: Uint32Array }>) => {
      setOrder({ of: index, sort: name, positions: data.order });
      sorting.terminate();
    };
    sorting.postMessage({ id: 0, values, descending: sort.descending, locale: i18n.locale });
  }, [index, name, i18n.locale]);
  return order !== null && order.of === index && name !== "" ? order.positions : null;
}
