import { useLingui } from "@lingui/react/macro";
import { useServiceSentence } from "../../sentences/problems";
import { RangeBar } from "../../ui/RangeBar";
import css from "./campaigns.module.css";
import type { Lift } from "./lift";
import type { Measure } from "./measures";
import { VerdictChip } from "./ResultSentence";

/** The result of one measure: in words, and as a range around zero. */
export function VerdictRow({ lift, measure }: { lift: Lift; measure: Measure }) {
  const { t } = useLingui();
  const found = lift.measures[measure.key];
  const sentence = useServiceSentence();
  return (
    <li>
      <span className="row">
        <span className={css.measure}>{measure.name}</span>
        <VerdictChip lift={lift} measure={measure.key} />
        {found ? (
          <RangeBar
            low={found.low}
            value={found.lift}
            high={found.high}
            label={t`likely ${measure.change(found.low)} to ${measure.change(found.high)}`}
          />
        ) : null}
      </span>
      <span className={css.words}>
        {sentence(lift.statements?.[measure.key], measure.key === "buyers" ? lift.sentence : "")}
      </span>
    </li>
  );
}
