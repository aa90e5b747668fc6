import { useQueries } from "@tanstack/react-query";
import { Link } from "wouter";
import type { Schemas } from "../../api/client";
import { campaignLift } from "../../api/queries/campaigns";
import { useFormats } from "../../format/context";
import { useStatus } from "../../names/campaignStatus";
import { Badge } from "../../ui/Badges";
import { Offer } from "../../ui/Offer";
import css from "./campaigns.module.css";
import { isMeasured } from "./lift";

/** What was measured since it was sent stands in a lane of its own; the newest are asked for. */
function useMeasured(items: Schemas["Campaign"][]): Schemas["Campaign"][] {
  const sent = items.filter((item) => item.status === "sent").slice(0, MEASURED_AT_ONCE);
  const lifts = useQueries({ queries: sent.map((item) => campaignLift(item.id)) });
  const measured = new Set(sent.filter((_, place) => isMeasured(lifts[place]?.data)));
  return items.map((item) => (measured.has(item) ? { ...item, status: "measured" } : item));
}

const MEASURED_AT_ONCE = 12;

export function Board({ items: stored }: { items: Schemas["Campaign"][] }) {
  const items = useMeasured(stored);
  const formats = useFormats();
  const status = useStatus();
  const statuses = [...new Set(items.map((item) => item.status))].sort(
    (a, b) => status(a).rank - status(b).rank,
  );
  return (
    <div className={css.board}>
      {statuses.map((name) => {
        const those = items.filter((item) => item.status === name);
        const { tone, shape, word } = status(name);
        return (
          <section key={name} className={css.lane} aria-label={word}>
            <h2 className="row">
              <Badge tone={tone} shape={shape}>
                {word}
              </Badge>
              <span className="muted small">{formats.count(those.length)}</span>
            </h2>
            <ul className="clean">
              {those.map((item) => (
                <li key={item.id} className={css.card}>
                  <Link href={`/campaigns/${encodeURIComponent(item.id)}`} className="strong">
                    {item.product_description ?? item.stock_code}
                  </Link>
                  <p className="small" lang={item.language ?? undefined}>
                    {item.email_subject}
                  </p>
                  <p className="small muted">
                    <Offer discount={item.discount} segment={item.target_cluster} /> ·{" "}
                    {formats.moment(item.generated_at)}
                  </p>
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </div>
  );
}
