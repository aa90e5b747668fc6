import { type SortValues, sortedPositions } from "./sorting";

export interface SortRequest {
  id: number;
  values: SortValues;
  descending: boolean;
  locale: string;
}

self.onmessage = ({ data }: MessageEvent<SortRequest>) => {
  const order = sortedPositions(data.values, data.descending, data.locale);
  self.postMessage({ id: data.id, order }, { transfer: [order.buffer] });
};
