import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { Link } from "wouter";
import type { Schemas } from "../../api/client";
import { Bars } from "../../charts/Bars";
import { useFormats } from "../../format/context";
import { useNames } from "../../names/catalogue";
import { useSegmentName } from "../../names/segments";
import { useServiceSentence } from "../../sentences/problems";
import { Method } from "../../ui/Method";
import { LikelyCustomers } from "./LikelyCustomers";
import css from "./plan.module.css";

interface Props {
  row: Schemas["PlanRow"];
  currency: string;
}

/** The audience of a row: how many would buy with and without the offer, and who is left out. */
export function AudiencePanel({ row, currency }: Props) {
  const { t } = useLingui();
  const formats = useFormats();
  const segmentName = useSegmentName();
  const sentence = useServiceSentence();
  const learnedFrom = useNames("learned_from");
  const [open, setOpen] = useState(false);
  const found = row.explanation?.for_whom;
  if (found == null) return null;
  const segment = (
    <Link href={`/customers/${encodeURIComponent(row.target_cluster)}`}>
      {segmentName(row.target_cluster)}
    </Link>
  );
  return (
    <section className={css.audience} aria-label={t`Audience`}>
      <h3>
        <Trans>Audience: {segment}</Trans>
      </h3>
      <p>{sentence(found.statement, found.sentence)}</p>
      {found.statement ? (
        <Method>
          <p>{learnedFrom(found.learned_from)}</p>
        </Method>
      ) : null}
      <details>
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
