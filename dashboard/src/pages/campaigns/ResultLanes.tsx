import { Trans } from "@lingui/react/macro";
import { useQueries } from "@tanstack/react-query";
import type { Schemas } from "../../api/client";
import { campaignLift } from "../../api/queries/campaigns";
import { useFormats } from "../../format/context";
import { useStatus } from "../../names/campaignStatus";
import { BoardCard } from "../../ui/BoardCard";
import type { Lane } from "../../ui/BoardPage";
import { Offer } from "../../ui/Offer";
import { type Range, RangeScale } from "../../ui/RangeBar";
import { lanesOf } from "./CampaignLanes";
import css from "./campaigns.module.css";
import { isMeasured, type Lift, spendRange } from "./lift";
import { ResultSentence } from "./ResultSentence";

type Campaign = Schemas["Campaign"];

/** Only the newest are measured: each takes a request. */
const MEASURED_AT_ONCE = 12;

/** Sent campaigns, and in a lane of their own those whose effect was measured. */
export function useResultLanes(items: Campaign[], enabled: boolean): Lane[] {
  const status = useStatus();
  const sent = items.slice(0, MEASURED_AT_ONCE);
  const queries = useQueries({
    queries: sent.map((item) => ({ ...campaignLift(item.id), enabled })),
  });
  const lifts = new Map<string, Lift>();
  sent.forEach(({ id }, place) => {
    const lift = queries[place]?.data;
    if (lift) lifts.set(id, lift);
  });
  const placed = items.map((item) =>
    isMeasured(lifts.get(item.id)) ? { ...item, status: "measured" } : item,
  );
  const ranges = [...lifts.values()].flatMap((lift) => spendRange(lift) ?? []);
  return lanesOf(placed, status, (item) => (
    <ResultCard key={item.id} item={item} lift={lifts.get(item.id)} ranges={ranges} />
  )).toSorted((a, b) => Number(b.key === "measured") - Number(a.key === "measured"));
}

interface CardProps {
  item: Campaign;
  lift: Lift | undefined;
  /** Of all cards: one scale for them. */
  ranges: Range[];
}

function ResultCard({ item, lift, ranges }: CardProps) {
  const formats = useFormats();
  return (
    <BoardCard
      href={`/campaigns/${encodeURIComponent(item.id)}`}
      title={item.product_description ?? item.stock_code}
      facts={
        lift && lift.held_out > 0 ? (
          <RangeScale ranges={ranges}>
            <ResultSentence lift={lift} />
          </RangeScale>
        ) : (
          <span className={css.fact}>
            {lift ? (
              <Trans>Everyone got the campaign, so its effect can't be measured.</Trans>
            ) : (
              <Trans>No result yet: the sales aren't in.</Trans>
            )}
          </span>
        )
      }
      foot={
        <span className={css.fact}>
          <Offer discount={item.discount} segment={item.target_cluster} /> ·{" "}
          {formats.recentMoment(item.generated_at)}
        </span>
      }
    />
  );
}
