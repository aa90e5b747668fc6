import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { Link } from "wouter";
import type { Schemas } from "../../api/client";
import { Bars } from "../../charts/Bars";
import { useFormats } from "../../format/context";
import { useSegmentName } from "../../names/segments";
import { LikelyCustomers } from "./LikelyCustomers";
import css from "./plan.module.css";
import { useWideLayout } from "./useWideLayout";

interface Props {
  row: Schemas["PlanRow"];
  currency: string;
}

/** For whom a row is: how many would buy, with the offer and without, and who is left out. */
export function AudiencePanel({ row, currency }: Props) {
  const { t } = useLingui();
  const formats = useFormats();
  const segmentName = useSegmentName();
  const [open, setOpen] = useState(false);
  const isWide = useWideLayout();
  const found = row.explanation?.for_whom;
  if (found == null) return null;
  const offered = formats.count(found.offered);
  const withOffer = formats.decimal(found.expected_to_buy);
  const anyway = formats.decimal(found.expected_to_buy_anyway);
  const segment = (
    <Link href={`/customers/${encodeURIComponent(row.target_cluster)}`}>
      {segmentName(row.target_cluster)}
    </Link>
  );
  return (
    <section className={css.decide} aria-label={t`For whom`}>
      <h3>
        <Trans>For whom</Trans>
      </h3>
      <p>
        <Trans>
          Of {offered} customers ({segment}), {withOffer} are expected to buy it with the offer and{" "}
          {anyway} without.
        </Trans>{" "}
        <LeftOut found={found} currency={currency} />
      </p>
      <p className="small muted">
        <LearnedFrom source={found.learned_from} />
      </p>
      <details open={isWide}>
        <summary>
          <Trans>How the other segments would answer</Trans>
        </summary>
        <Bars
          bars={found.by_segment.map((one) => ({
            key: one.segment,
            name: segmentName(one.segment),
            value: one.expected_to_buy,
            text: t`${formats.decimal(one.expected_to_buy)} of ${formats.count(one.customers)}`,
          }))}
        />
      </details>
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>
          <Trans>Who they are</Trans>
        </summary>
        {open ? (
          <LikelyCustomers
            code={row.stock_code}
            leftOut={found.sure_buyers_left_out}
            currency={currency}
          />
        ) : null}
      </details>
    </section>
  );
}

function LeftOut({ found, currency }: { found: Schemas["ForWhom"]; currency: string }) {
  const formats = useFormats();
  if (found.sure_buyers_left_out === 0) return <Trans>No sure buyer had to be left out.</Trans>;
  const saved = formats.money(found.saved_by_leaving_out, currency);
  return (
    <>
      <Plural
        value={found.sure_buyers_left_out}
        one="# sure buyer is left out:"
        other="# sure buyers are left out:"
      />{" "}
      <Trans>they buy anyway, and the discount would lose {saved} on them.</Trans>
    </>
  );
}

/** Where the probabilities come from; none of it is a promise of change. */
export function LearnedFrom({ source }: { source: string }) {
  return source === "campaigns" ? (
    <Trans>
      Propensity, learned from who took the offers of finished campaigns. It says who would take it,
      not whom it changes: only a holdout tells that.
    </Trans>
  ) : (
    <Trans>
      Propensity, from what each bought before, since no finished campaign teaches. It says who
      would buy it, not whom the offer changes: only a holdout tells that.
    </Trans>
  );
}
