import { Plural, Trans } from "@lingui/react/macro";
import { useFormats } from "../../format/context";
import { type Action, sharedBasis } from "./actions";
import { BasisChips } from "./JobWords";
import css from "./jobs.module.css";

/** The number of jobs and their totals, losses avoided and gains apart, and what applies to all. */
export function Headline({ shown, currency }: { shown: Action[]; currency: string }) {
  const formats = useFormats();
  const sumOf = (kind: Action["kind"]) =>
    shown
      .filter((action) => action.kind === kind)
      .reduce<number | null>((sum, { money }) => (sum ?? 0) + (money ?? 0), null);
  const [saved, gained] = [sumOf("order"), sumOf("promote")];
  const savedMoney = formats.compactMoney(saved, currency);
  const gainedMoney = formats.compactMoney(gained, currency);
  return (
    <p className={css.headline}>
      <strong>
        <Plural value={shown.length} one="# job" other="# jobs" />
      </strong>
      {saved === null ? null : (
        <span>
          <Trans>
            <b>{savedMoney}</b> sales saved
            <span className={css.price}>, at the selling price</span>
          </Trans>
        </span>
      )}
      {gained === null ? null : (
        <span>
          <Trans>
            <b>{gainedMoney}</b> gained over doing nothing
          </Trans>
        </span>
      )}
      <BasisChips basis={sharedBasis(shown)} />
    </p>
  );
}
