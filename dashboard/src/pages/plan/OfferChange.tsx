import { Trans, useLingui } from "@lingui/react/macro";
import { useDebouncedValue } from "@mantine/hooks";
import type { Schemas } from "../../api/client";
import { useCurrency, useFormats } from "../../format/context";
import { useSegmentName } from "../../names/segments";
import { useProblemSentence } from "../../sentences/problems";
import { type TriedOffer, useOfferMargin } from "./simulation";

/** The margin is computed after a pause in typing. */
const PAUSE_MS = 350;

interface Props {
  row: Schemas["PlanRow"];
  discount: number;
  segment: string;
}

/** What a change does before it is saved: "full price → 10% · margin $19 → $11". */
export function OfferChange({ row, discount, segment }: Props) {
  const { t } = useLingui();
  const formats = useFormats();
  const segmentName = useSegmentName();
  const price = (percent: number) => (percent > 0 ? formats.percent(percent / 100) : t`full price`);
  const advised = row.discount ?? 0;
  const changes = [
    discount === advised ? null : `${price(advised)} → ${price(discount)}`,
    segment === row.target_cluster
      ? null
      : `${segmentName(row.target_cluster)} → ${segmentName(segment)}`,
  ].filter((change) => change !== null);
  return (
    <p className="small muted" role="status">
      {changes.join(" · ")}
      {changes.length > 0 ? <Margin row={row} discount={discount} segment={segment} /> : null}
    </p>
  );
}

function Margin({ row, discount, segment }: Props) {
  const formats = useFormats();
  const currency = useCurrency();
  const sentence = useProblemSentence();
  const offer = { code: row.stock_code, discount, segment } as TriedOffer;
  const [tried] = useDebouncedValue(JSON.stringify(offer), PAUSE_MS);
  const isPossible = Number.isInteger(discount) && discount >= 0 && discount <= 100;
  const query = useOfferMargin(JSON.parse(tried) as TriedOffer, isPossible);
  const isCurrent = tried === JSON.stringify(offer) && !query.isFetching;
  if (!isPossible) return null;
  const before = formats.compactMoney(row.expected_margin, currency);
  if (!isCurrent)
    return (
      <>
        {" · "}
        <Trans>margin {before} → …</Trans>
      </>
    );
  if (query.isError) return <> · {sentence(query.error)}</>;
  const after = formats.compactMoney(query.margin, currency);
  return (
    <>
      {" · "}
      <Trans>
        margin {before} → {after}
      </Trans>
    </>
  );
}
