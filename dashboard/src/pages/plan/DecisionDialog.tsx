import { Trans, useLingui } from "@lingui/react/macro";
import { type FormEvent, useId, useState } from "react";
import type { Schemas } from "../../api/client";
import { useFormats } from "../../format/context";
import { type DecisionReason, useDecisionReasons } from "../../names/decisionReasons";
import { SEGMENTS, useSegmentName } from "../../names/segments";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { Field } from "../../ui/Field";
import { Failed } from "../../ui/States";
import type { Asking, Deciding } from "./deciding";
import { OfferChange } from "./OfferChange";
import css from "./plan.module.css";

type Segment = Schemas["DecisionRequest"]["target_cluster"];

/** Asks what to change, or why a row is rejected; the reason is saved with the decision. */
export function DecisionDialog({ deciding, currency }: { deciding: Deciding; currency: string }) {
  const { asking } = deciding;
  const form = useId();
  const name = asking?.row.product_name;
  const isChange = asking?.decision === "changed";
  return (
    <Dialog
      open={asking !== null}
      onClose={deciding.cancel}
      title={isChange ? <Trans>Change {name}</Trans> : <Trans>Reject {name}?</Trans>}
      actions={
        <>
          <Button variant="plain" onClick={deciding.cancel}>
            <Trans>Cancel</Trans>
          </Button>
          <Button type="submit" form={form} loading={deciding.busy !== undefined}>
            {isChange ? <Trans>Save change</Trans> : <Trans>Reject campaign</Trans>}
          </Button>
        </>
      }
    >
      {asking ? (
        <DecisionForm id={form} asking={asking} deciding={deciding} currency={currency} />
      ) : null}
    </Dialog>
  );
}

interface FormProps {
  id: string;
  asking: Asking;
  deciding: Deciding;
  currency: string;
}

function DecisionForm({ id, asking, deciding, currency }: FormProps) {
  const { row, decision } = asking;
  const [reason, setReason] = useState("");
  const [note, setNote] = useState("");
  const [discount, setDiscount] = useState(row.discount ?? 0);
  const [segment, setSegment] = useState(row.target_cluster);
  function submit(event: FormEvent) {
    event.preventDefault();
    const change = {
      discount: discount === row.discount ? null : discount,
      target_cluster: segment === row.target_cluster ? null : (segment as Segment),
    };
    deciding.send(row, {
      decision,
      reason_code: reason as DecisionReason,
      note: note.trim() || null,
      ...(decision === "changed" ? change : {}),
    });
  }
  return (
    <form id={id} className="stack" onSubmit={submit}>
      {decision === "changed" ? (
        <OfferFields
          row={row}
          discount={discount}
          segment={segment}
          onDiscount={setDiscount}
          onSegment={setSegment}
        />
      ) : (
        <Forgone row={row} currency={currency} />
      )}
      <ReasonFields reason={reason} note={note} onReason={setReason} onNote={setNote} />
      {deciding.failed ? <Failed error={deciding.failed.error} /> : null}
    </form>
  );
}

/** What a rejection costs. */
function Forgone({ row, currency }: { row: Schemas["PlanRow"]; currency: string }) {
  const gain = useFormats().money(row.money_at_stake, currency);
  return (
    <p>
      <Trans>It leaves the list. You give up the {gain} it's expected to gain.</Trans>
    </p>
  );
}

interface OfferProps {
  row: Schemas["PlanRow"];
  discount: number;
  segment: string;
  onDiscount: (discount: number) => void;
  onSegment: (segment: string) => void;
}

function OfferFields({ row, discount, segment, onDiscount, onSegment }: OfferProps) {
  const segmentName = useSegmentName();
  return (
    <>
      <div className={css.offer}>
        <Field label={<Trans>Discount in percent</Trans>}>
          {(control) => (
            <input
              {...control}
              type="number"
              min={0}
              max={100}
              value={discount}
              className={css.percent}
              onChange={(event) => onDiscount(Number(event.target.value))}
            />
          )}
        </Field>
        <Field label={<Trans>Audience</Trans>}>
          {(control) => (
            <select
              {...control}
              value={segment}
              onChange={(event) => onSegment(event.target.value)}
            >
              {SEGMENTS.map((name) => (
                <option key={name} value={name}>
                  {segmentName(name)}
                </option>
              ))}
            </select>
          )}
        </Field>
      </div>
      <OfferChange row={row} discount={discount} segment={segment} />
    </>
  );
}

interface ReasonProps {
  reason: string;
  note: string;
  onReason: (reason: string) => void;
  onNote: (note: string) => void;
}

function ReasonFields({ reason, note, onReason, onNote }: ReasonProps) {
  const { t } = useLingui();
  const reasons = useDecisionReasons();
  return (
    <>
      <Field label={<Trans>Reason</Trans>}>
        {(control) => (
          <select
            {...control}
            value={reason}
            required
            onChange={(event) => onReason(event.target.value)}
          >
            <option value="">{t`Choose a reason`}</option>
            {Object.entries(reasons)
              .filter(([code]) => code !== "agreed")
              .map(([code, words]) => (
                <option key={code} value={code}>
                  {words}
                </option>
              ))}
          </select>
        )}
      </Field>
      <Field label={<Trans>Note</Trans>} optional>
        {(control) => (
          <input
            {...control}
            value={note}
            maxLength={1000}
            onChange={(event) => onNote(event.target.value)}
          />
        )}
      </Field>
    </>
  );
}
