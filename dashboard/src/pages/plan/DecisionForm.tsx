import { Trans, useLingui } from "@lingui/react/macro";
import { type FormEvent, useState } from "react";
import type { Schemas } from "../../api/client";
import { type DecisionReason, useDecisionReasons } from "../../names/decisionReasons";
import { SEGMENTS, useSegmentName } from "../../names/segments";
import { Button } from "../../ui/Button";
import css from "./plan.module.css";

interface DecisionFormProps {
  row: Schemas["PlanRow"];
  decision: "changed" | "rejected";
  busy: boolean;
  onSend: (request: Omit<Schemas["DecisionRequest"], "stock_code" | "snapshot">) => void;
}

export function DecisionForm({ row, decision, busy, onSend }: DecisionFormProps) {
  const { t } = useLingui();
  const reasons = useDecisionReasons();
  const segmentName = useSegmentName();
  const [reason, setReason] = useState("");
  const [note, setNote] = useState("");
  const [discount, setDiscount] = useState(row.discount ?? 0);
  const [segment, setSegment] = useState(row.target_cluster);
  function submit(event: FormEvent) {
    event.preventDefault();
    const change =
      decision === "changed"
        ? {
            discount: discount === row.discount ? null : discount,
            target_cluster: (segment === row.target_cluster
              ? null
              : segment) as Schemas["DecisionRequest"]["target_cluster"],
          }
        : {};
    onSend({
      decision,
      reason_code: reason as DecisionReason,
      note: note.trim() || null,
      ...change,
    });
  }
  return (
    <form className="filters" onSubmit={submit}>
      {decision === "changed" ? (
        <>
          <label className="field">
            {t`Discount in percent`}
            <input
              type="number"
              min={0}
              max={100}
              value={discount}
              className={css.percent}
              onChange={(event) => setDiscount(Number(event.target.value))}
            />
          </label>
          <label className="field">
            {t`Audience`}
            <select value={segment} onChange={(event) => setSegment(event.target.value)}>
              {SEGMENTS.map((name) => (
                <option key={name} value={name}>
                  {segmentName(name)}
                </option>
              ))}
            </select>
          </label>
        </>
      ) : null}
      <label className="field">
        {t`Reason`}
        <select value={reason} required onChange={(event) => setReason(event.target.value)}>
          <option value="">{t`Choose a reason`}</option>
          {Object.entries(reasons)
            .filter(([code]) => code !== "agreed")
            .map(([code, words]) => (
              <option key={code} value={code}>
                {words}
              </option>
            ))}
        </select>
      </label>
      <label className="field">
        {t`Note`}
        <input value={note} maxLength={1000} onChange={(event) => setNote(event.target.value)} />
      </label>
      <Button type="submit" loading={busy}>
        {decision === "changed" ? <Trans>Save change</Trans> : <Trans>Reject campaign</Trans>}
      </Button>
    </form>
  );
}
