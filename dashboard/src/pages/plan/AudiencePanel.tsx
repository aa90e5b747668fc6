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
    <section className={css.decide} aria-label={t`Audience`}>
      <h3>
        <Trans>Audience</Trans>
      </h3>
      <p>
        <Trans>
          Of {offered} customers ({segment}), {withOffer} should buy with the offer and {anyway}{" "}
          without it.
        </Trans>{" "}
        <LeftOut found={found} currency={currency} />
      </p>
      <p className="small muted">
        <LearnedFrom source={found.learned_from} />
      </p>
      <details open={isWide}>
        <summary>
          <Trans>How other segments would respond</Trans>
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
          <Trans>Likely buyers</Trans>
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

function LeftOut({ found, currency }: { found: Schemas["AudienceSummary"]; currency: string }) {
  const formats = useFormats();
  if (found.sure_buyers_left_out === 0) return <Trans>No certain buyers to leave out.</Trans>;
  const saved = formats.money(found.saved_by_leaving_out, currency);
  return (
    <>
      <Plural
        value={found.sure_buyers_left_out}
        one="# certain buyer is left out:"
        other="# certain buyers are left out:"
      />{" "}
      <Trans>they buy anyway, so leaving them out saves {saved} in discounts.</Trans>
    </>
  );
}

/** Where the probabilities come from; none of it is a promise of change. */
export function LearnedFrom({ source }: { source: string }) {
  return source === "campaigns" ? (
    <Trans>
      Learned from who bought in finished campaigns. It shows who is likely to buy, not whom the
      offer persuades: only a control group shows that.
    </Trans>
  ) : (
    <Trans>
      Based on what each customer bought before, because no campaign has finished yet. It shows who
      is likely to buy, not whom the offer persuades: only a control group shows that.
    </Trans>
  );
}
