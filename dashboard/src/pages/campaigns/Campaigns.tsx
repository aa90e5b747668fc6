import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Link, useLocation } from "wouter";
import { campaigns, copyProvider } from "../../api/queries/campaigns";
import { plan } from "../../api/queries/plan";
import { useCurrency, useFormats } from "../../format/context";
import { useAddress } from "../../grid/address";
import { useObjectiveName } from "../../names/objectives";
import { SEGMENTS, useSegmentName } from "../../names/segments";
import { Button } from "../../ui/Button";
import { Choice } from "../../ui/Filters";
import { Offer } from "../../ui/Offer";
import { Panel } from "../../ui/Panel";
import { QueryResult } from "../../ui/QueryResult";
import { Empty, Failed, FilteredEmpty } from "../../ui/States";
import { CampaignTabs } from "../../ui/Tabs";
import { Title } from "../../ui/Title";
import { useGenerateCopy } from "../../ui/useGenerateCopy";
import { Board } from "./CampaignBoard";
import css from "./campaigns.module.css";

const SENT = new Set(["sent", "measured"]);

/** Campaigns under way, or those that were sent and what came of them, by where they stand. */
export default function Campaigns() {
  const { t } = useLingui();
  const [path] = useLocation();
  const results = path === "/campaigns/results";
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
      <CampaignTabs />
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
            const items = page.items.filter((item) => SENT.has(item.status) === results);
            if (items.length > 0) return <Board items={items} />;
            if (!address.isEmpty) return <FilteredEmpty onClear={address.clear} />;
            if (results) return <NoResults />;
            return (
              <Empty title={<Trans>No campaign yet</Trans>}>
                <Trans>
                  Write the copy for a campaign below, or open the <Link href="/plan">plan</Link>.
                </Trans>
              </Empty>
            );
          }}
        </QueryResult>
        {results ? null : <NextToWrite />}
      </div>
    </>
  );
}

function NoResults() {
  return (
    <Empty title={<Trans>No results yet</Trans>}>
      <Trans>A campaign stands here once it was sent.</Trans>
    </Empty>
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
                <Button
                  variant="plain"
                  disabled={generate.isPending}
                  aria-label={t`Write the copy: ${row.product_name}`}
                  onClick={() => generate.mutate(row)}
                >
                  {generate.isPending && generate.variables.stock_code === row.stock_code ? (
                    <Trans>Writing…</Trans>
                  ) : (
                    <Trans>Write the copy</Trans>
                  )}
                </Button>
              </li>
            ))}
          </ul>
        )}
      </QueryResult>
    </Panel>
  );
}
