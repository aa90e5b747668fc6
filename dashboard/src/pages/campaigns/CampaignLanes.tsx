import type { Schemas } from "../../api/client";
import { useFormats } from "../../format/context";
import { useStatus } from "../../names/campaignStatus";
import { Shape } from "../../shapes/Shape";
import { BoardCard } from "../../ui/BoardCard";
import type { Lane } from "../../ui/BoardPage";
import { Offer } from "../../ui/Offer";
import css from "./campaigns.module.css";

type Campaign = Schemas["Campaign"];

/** A lane for each status that has campaigns, in the order of a campaign's life. */
export function useCampaignLanes(items: Campaign[]): Lane[] {
  const status = useStatus();
  return lanesOf(items, status, (item) => <CampaignCard key={item.id} item={item} />);
}

/** The campaigns by status, each as a card. */
export function lanesOf(
  items: Campaign[],
  status: ReturnType<typeof useStatus>,
  card: (item: Campaign) => React.ReactNode,
): Lane[] {
  const names = [...new Set(items.map((item) => item.status))];
  return names
    .sort((a, b) => status(a).rank - status(b).rank)
    .map((name) => {
      const those = items.filter((item) => item.status === name);
      const { word, shape } = status(name);
      return {
        key: name,
        name: word,
        mark: <Shape name={shape} />,
        count: those.length,
        children: those.map(card),
      };
    });
}

function CampaignCard({ item }: { item: Campaign }) {
  const formats = useFormats();
  return (
    <BoardCard
      href={`/campaigns/${encodeURIComponent(item.id)}`}
      title={item.product_description ?? item.stock_code}
      facts={
        <span
          className={css.subject}
          lang={item.language ?? undefined}
          title={item.email_subject ?? ""}
        >
          {item.email_subject}
        </span>
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
