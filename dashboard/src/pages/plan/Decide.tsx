import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Schemas } from "../../api/client";
import { useFormats } from "../../format/context";
import { type DecisionReason, useDecisionReasons } from "../../names/decisionReasons";
import { useSegmentName } from "../../names/segments";
import { Badge } from "../../ui/Badges";
import { Button } from "../../ui/Button";
import { Failed } from "../../ui/States";
import { DecisionForm } from "./DecisionForm";
import { type Decision, decisionsOn, useDecide } from "./decisions";
import css from "./plan.module.css";

interface Props {
  row: Schemas["PlanRow"];
  snapshot: string;
}

/** Accept, change or reject a row of the plan; what is decided is kept with its reason. */
export function Decide({ row, snapshot }: Props) {
  const decided = useQuery(decisionsOn(snapshot));
  const decide = useDecide();
  const [open, setOpen] = useState<"changed" | "rejected" | null>(null);
  const entry = decided.data?.get(row.stock_code);
  const send = (request: Omit<Schemas["DecisionRequest"], "stock_code" | "snapshot">) =>
    decide.mutate(
      { stock_code: row.stock_code, snapshot, ...request },
      { onSuccess: () => setOpen(null) },
    );
  if (decided.isError) return <Failed error={decided.error} />;
  return (
    <div className={css.decide}>
      {entry ? <DecisionDetails entry={entry} /> : null}
      <div className="row">
        <Button
          variant="plain"
          disabled={entry?.decision === "accepted"}
          loading={decide.isPending && open === null}
          onClick={() => send({ decision: "accepted", reason_code: "agreed" })}
        >
          <Trans>Accept</Trans>
        </Button>
        <Button
          variant="plain"
          aria-expanded={open === "changed"}
          onClick={() => setOpen(open === "changed" ? null : "changed")}
        >
          <Trans>Change</Trans>
        </Button>
        <Button
          variant="plain"
          aria-expanded={open === "rejected"}
          onClick={() => setOpen(open === "rejected" ? null : "rejected")}
        >
          <Trans>Reject</Trans>
        </Button>
      </div>
      {open ? (
        <DecisionForm key={open} row={row} decision={open} busy={decide.isPending} onSend={send} />
      ) : null}
      {decide.isError ? <Failed error={decide.error} /> : null}
    </div>
  );
}

/** What was decided, in a word with a shape. */
export function DecisionBadge({ decision }: { decision: Decision["decision"] }) {
  if (decision === "accepted")
    return (
      <Badge tone="good" shape="check">
        <Trans>Accepted</Trans>
      </Badge>
    );
  if (decision === "changed")
    return (
      <Badge tone="info" shape="half">
        <Trans>Changed</Trans>
      </Badge>
    );
  return (
    <Badge tone="plain" shape="cross">
      <Trans>Rejected</Trans>
    </Badge>
  );
}

function DecisionDetails({ entry }: { entry: Decision }) {
  const formats = useFormats();
  const segmentName = useSegmentName();
  const reasons = useDecisionReasons();
  const when = formats.moment(entry.at);
  return (
    <p className="small" role="status">
      <DecisionBadge decision={entry.decision} />{" "}
      {entry.decision === "changed" ? (
        <>
          {formats.percent((entry.discount ?? 0) / 100)} · {segmentName(entry.target_cluster ?? "")}
          .{" "}
        </>
      ) : null}
      <Trans>
        {entry.by}, {when}
      </Trans>
      {entry.decision === "accepted" ? null : (
        <>: {reasons[entry.reason_code as DecisionReason] ?? entry.reason_code}</>
      )}
      {entry.note ? <>. “{entry.note}”</> : null}
    </p>
  );
}
