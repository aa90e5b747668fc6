import { useLingui } from "@lingui/react";
import { STOCK_STATES, type StockState, UNCOUNTED } from "../names/stockStates";
import { Chip } from "./Chip";

/** The stock state of a product; `null` if its stock was never counted. */
export function StateChip({ state }: { state: StockState | null }) {
  const { i18n } = useLingui();
  const { tone, shape, word, dashed } = state === null ? UNCOUNTED : STOCK_STATES[state];
  return (
    <Chip tone={tone} shape={shape} dashed={dashed}>
      {i18n._(word)}
    </Chip>
  );
}
