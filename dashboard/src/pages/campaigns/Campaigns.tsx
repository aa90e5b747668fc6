import { Trans, useLingui } from "@lingui/react/macro";
import { useQueries, useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import type { Schemas } from "../../api/client";
import { campaignLift, campaigns, copyProvider } from "../../api/queries/campaigns";
import { plan } from "../../api/queries/plan";
import { useCurrency, useFormats } from "../../format/context";
import { useAddress } from "../../grid/address";
import { useStatus } from "../../names/campaignStatus";
import { useObjectiveName } from "../../names/objectives";
import { SEGMENTS, useSegmentName } from "../../names/segments";
import { Badge } from "../../ui/Badges";
import { Choice } from "../../ui/Filters";
import { Offer } from "../../ui/Offer";
import { Panel } from "../../ui/Panel";
import { QueryResult } from "../../ui/QueryResult";
import { Empty, Failed, FilteredEmpty } from "../../ui/States";
import { Title } from "../../ui/Title";
import { useGenerateCopy } from "../../ui/useGenerateCopy";
import css from "./campaigns.module.css";
import { isMeasured } from "./lift";

/** Every campaign that was written, by where it stands. */
export default function Campaigns() {
  const { t } = useLingui();
  const segmentName = useSegmentName();
  const address = useAddress();
  const query = useQuery(
    campaigns({
      target_cluster: address.get("segment") || undefined,
      limit: 200,
      sort: "-generated_at",
    }),
  );
  return (
    <>
      <Title lead={<Writer />}>
        <Trans>Campaigns</Trans>
      </Title>
      <div className="stack">
        <search className="filters">
          <Choice address={address} name="segment" label={t`Audience`}>
            {SEGMENTS.map((name) => (
              <option key={name} value={name}>
                {segmentName(name)}
              </option>
            ))}
          </Choice>
        </search>
        <QueryResult query={query} height={400}>
          {(page) => {
            if (page.items.length > 0) return <Board items={page.items} />;
            if (!address.isEmpty) return <FilteredEmpty onClear={address.clear} />;
            return (
              <Empty title={<Trans>No campaign yet</Trans>}>
                <Trans>
                  Write the copy for a campaign below, or open the <Link href="/plan">plan</Link>.
                </Trans>
              </Empty>
            );
          }}
        </QueryResult>
        <NextToWrite />
      </div>
    </>
  );
}

function Writer() {
  const { data } = useQuery(copyProvider);
  if (!data) return <Trans>Drafts and everything after.</Trans>;
  return data.provider === "template" ? (
    <Trans>Copy comes from templates, because no language model is set up.</Trans>
  ) : (
    <Trans>
      {data.provider} ({data.model}) writes the copy; every number is checked against the plan.
    </Trans>
  );
}

/** What was measured since it was sent stands in a lane of its own; the newest are asked for. */
function useMeasured(items: Schemas["Campaign"][]): Schemas["Campaign"][] {
  const sent = items.filter((item) => item.status === "sent").slice(0, MEASURED_AT_ONCE);
  const lifts = useQueries({ queries: sent.map((item) => campaignLift(item.id)) });
  const measured = new Set(sent.filter((_, place) => isMeasured(lifts[place]?.data)));
  return items.map((item) => (measured.has(item) ? { ...item, status: "measured" } : item));
}

const MEASURED_AT_ONCE = 12;

function Board({ items: stored }: { items: Schemas["Campaign"][] }) {
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

/** The plan's first campaigns, one button each. */
function NextToWrite() {
  const { t } = useLingui();
  const formats = useFormats();
  const currency = useCurrency();
  const objectiveName = useObjectiveName();
  const rows = useQuery(plan);
  const generate = useGenerateCopy();
  return (
    <Panel
      title={<Trans>Next in the plan</Trans>}
      note={<Trans>Writing creates a draft. Nothing is approved or sent.</Trans>}
    >
      {generate.isError ? <Failed error={generate.error} /> : null}
      <QueryResult query={rows} height={260}>
        {(page) => (
          <ul className={`clean ${css.next}`}>
            {page.items.slice(0, 8).map((row) => (
              <li key={row.stock_code}>
                <span>
                  <span className="strong">{row.product_name}</span>
                  <br />
                  <span className="small muted">
                    {objectiveName(row.objective)} ·{" "}
                    <Offer discount={row.discount} segment={row.target_cluster} />
                  </span>
                </span>
                <span className={css.stake}>
                  <span className="strong">{formats.money(row.money_at_stake, currency)}</span>
                  <br />
                  <span className="small muted">
                    <Trans>expected gain</Trans>
                  </span>
                </span>
                <button
                  type="button"
                  className="plain"
                  disabled={generate.isPending}
                  aria-label={t`Write the copy: ${row.product_name}`}
                  onClick={() => generate.mutate(row)}
                >
                  {generate.isPending && generate.variables.stock_code === row.stock_code ? (
                    <Trans>Writing…</Trans>
                  ) : (
                    <Trans>Write the copy</Trans>
                  )}
                </button>
              </li>
            ))}
          </ul>
        )}
      </QueryResult>
    </Panel>
  );
}
