import { Trans, useLingui } from "@lingui/react/macro";
import { useCurrency, useFormats } from "../../format/context";
import { dayBefore } from "../../format/intl";
import { Chip } from "../../ui/Chip";
import { RangeBar } from "../../ui/RangeBar";
import css from "./campaigns.module.css";
import { type Lift, MAIN, PER_CUSTOMERS, spendRange, verdictOf } from "./lift";

/** A campaign's result: the gain, its likely range, who got it, and whether it is proven. */
export function ResultSentence({ lift }: { lift: Lift }) {
  const { t } = useLingui();
  const formats = useFormats();
  const currency = useCurrency();
  const range = spendRange(lift);
  if (range === null)
    return (
      <span className={css.result}>
        <Trans>Each group needs at least ten customers for a result.</Trans>
      </span>
    );
  const money = (value: number) => formats.signedMoney(value, currency, 0);
  const [gain, low, high] = [money(range.value), money(range.low), money(range.high)];
  const got = formats.count(lift.customers);
  const heldOut = formats.count(lift.held_out);
  const each = formats.count(PER_CUSTOMERS);
  return (
    <span className={css.result}>
      <span>
        <Trans>
          <b>{gain}</b> spent per {each} customers, likely {low} to {high}; {got} got it, {heldOut}{" "}
          didn't.
        </Trans>{" "}
        {lift.complete ? null : <StillCounting lift={lift} />}
      </span>
      <span className={css.proof}>
        <RangeBar {...range} label={t`likely ${low} to ${high}`} />
        <VerdictChip lift={lift} />
      </span>
    </span>
  );
}

function StillCounting({ lift }: { lift: Lift }) {
  const end = useFormats().day(dayBefore(lift.until));
  return <Trans>Still counting: purchases up to {end} are in.</Trans>;
}

/** Proven or not, in a word; green only for a proven gain, and never red. */
export function VerdictChip({ lift, measure = MAIN }: { lift: Lift; measure?: string }) {
  const found = lift.measures[measure];
  const verdict = verdictOf(lift, found);
  if (verdict === "changed")
    return (found?.lift ?? 0) > 0 ? (
      <Chip tone="good" shape="up">
        <Trans>Raised</Trans>
      </Chip>
    ) : (
      <Chip tone="warn" shape="down">
        <Trans>Lowered</Trans>
      </Chip>
    );
  return (
    <Chip shape="ring">
      {verdict === "early" ? (
        <Trans>Too early</Trans>
      ) : verdict === "small" ? (
        <Trans>Not proven</Trans>
      ) : (
        <Trans>Too few customers</Trans>
      )}
    </Chip>
  );
}
