import { Trans } from "@lingui/react/macro";
import { useCurrency, useFormats } from "../../format/context";
import { type DecisionReason, useDecisionReasons } from "../../names/decisionReasons";
import { useSegmentName } from "../../names/segments";
import { DecisionChip } from "./DecideButtons";
import type { Decision } from "./decisions";

/** Who decided what on a row, when and why; for a change, its expected gain. */
export function DecisionDetails({ entry }: { entry: Decision | undefined }) {
  const formats = useFormats();
  const reasons = useDecisionReasons();
  if (entry === undefined) return null;
  const when = formats.moment(entry.at);
  const reason = reasons[entry.reason_code as DecisionReason] ?? entry.reason_code;
  return (
    <p className="small">
      <DecisionChip decision={entry.decision} />{" "}
      {entry.decision === "changed" ? <Change entry={entry} /> : null}
      <Trans>
        {entry.by}, {when}
      </Trans>
      {entry.decision === "accepted" ? null : `: ${reason}`}
      {entry.note ? <>. “{entry.note}”</> : null}
    </p>
  );
}

function Change({ entry }: { entry: Decision }) {
  const formats = useFormats();
  const segmentName = useSegmentName();
  const currency = useCurrency();
  const gain = formats.compactMoney(entry.expected?.money_at_stake, currency);
  return (
    <>
      {formats.percent((entry.discount ?? 0) / 100)} · {segmentName(entry.target_cluster ?? "")}
      {entry.expected ? (
        <>
          {" · "}
          <Trans>{gain} expected gain</Trans>
        </>
      ) : null}
      .{" "}
    </>
  );
}
