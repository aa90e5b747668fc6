import { Trans, useLingui } from "@lingui/react/macro";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { ProblemError, type Schemas } from "../../api/client";
import { useNames } from "../../names/catalogue";
import { Shape } from "../../shapes/Shape";
import { Button } from "../../ui/Button";
import { Failed } from "../../ui/States";
import { CampaignFrame } from "./CampaignFrame";
import { ClaimViolation } from "./ClaimViolation";
import css from "./campaigns.module.css";
import { type CampaignWithEtag, useEdit } from "./changes";
import { useClaims, type Violation } from "./claims";
import { EditConflict } from "./EditConflict";
import { Previews } from "./Previews";
import { FIELDS, type Texts, templateOf, textsOf, trimmed } from "./texts";

interface Props {
  /** As it was when editing began, or as somebody else left it since. */
  read: CampaignWithEtag;
  /** Other words to begin with. */
  initial?: Texts;
  onDone: () => void;
}

/** The button that saves stands in the page's head, outside of the form. */
const FORM = "editor";

/** Edits the texts; claims are checked while typing, and again before saving. */
export function Editor({ read, initial, onDone }: Props) {
  const { t } = useLingui();
  // The campaign that is edited, not what it may have become meanwhile: If-Match is to notice.
  const [base, setBase] = useState(read);
  const [texts, setTexts] = useState<Texts>(initial ?? textsOf(read));
  const [discount, setDiscount] = useState(read.discount ?? 0);
  const claims = useClaims(base, trimmed(texts), discount);
  const changes = changesOf(base, trimmed(texts), discount);
  const edit = useEdit(base.id);
  const [isUnchanged, setUnchanged] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  // Focus goes on to the words that are edited.
  useEffect(() => form.current?.querySelector("input")?.focus(), []);
  const editConflict = edit.error instanceof ProblemError && edit.error.status === 412;
  function submit(event: FormEvent) {
    event.preventDefault();
    setUnchanged(Object.keys(changes).length === 0);
    if (Object.keys(changes).length > 0)
      edit.mutate({ read: base, edit: changes }, { onSuccess: onDone });
  }
  return (
    <CampaignFrame
      read={read}
      answer={<Trans>Saving creates a new draft version. Nothing is sent.</Trans>}
      actions={{
        primary: (
          <Button type="submit" form={FORM} loading={edit.isPending}>
            <Trans>Save as a new version</Trans>
          </Button>
        ),
        plain: [
          <Button key="discard" variant="plain" onClick={onDone}>
            <Trans>Discard changes</Trans>
          </Button>,
        ],
      }}
    >
      <form id={FORM} ref={form} className={css.editor} onSubmit={submit}>
        <div className={css.fields}>
          <TextField
            name="email_subject"
            label={t`Email subject`}
            texts={texts}
            onChange={setTexts}
            found={claims.violations}
          />
          <TextField
            name="email_body"
            label={t`Email`}
            rows={11}
            texts={texts}
            onChange={setTexts}
            found={claims.violations}
          />
          <TextField
            name="whatsapp_message"
            label={t`WhatsApp message`}
            rows={6}
            texts={texts}
            onChange={setTexts}
            found={claims.violations}
          />
          <label className="field">
            {t`Discount in percent`}
            <input
              type="number"
              min={0}
              max={100}
              value={discount}
              onChange={(event) => setDiscount(Number(event.target.value))}
              className={css.percent}
            />
          </label>
          <Verdict claims={claims} />
          {isUnchanged ? (
            <p className="small" role="status">
              <Trans>No changes yet.</Trans>
            </p>
          ) : null}
          {editConflict ? (
            <EditConflict
              base={base}
              latest={read}
              onTake={() => {
                setTexts(merged(texts, textsOf(base), textsOf(read)));
                setBase(read);
                edit.reset();
              }}
            />
          ) : edit.isError ? (
            <SaveError error={edit.error} />
          ) : null}
        </div>
        <Previews texts={texts} />
      </form>
    </CampaignFrame>
  );
}

/** The user's own texts where changed, the other person's where not. */
function merged(mine: Texts, before: Texts, theirs: Texts): Texts {
  const texts = { ...theirs };
  for (const name of FIELDS) if (mine[name] !== before[name]) texts[name] = mine[name];
  return texts;
}

function changesOf(base: CampaignWithEtag, texts: Texts, discount: number): Schemas["EditRequest"] {
  const old = textsOf(base);
  const edit: Schemas["EditRequest"] = {};
  for (const name of FIELDS) if (texts[name] !== old[name]) edit[name] = texts[name];
  if (edit.whatsapp_message !== undefined) {
    edit.whatsapp_template = templateOf(texts.whatsapp_message, base.whatsapp_template);
  }
  if (discount !== (base.discount ?? 0)) edit.discount = discount;
  return edit;
}

interface FieldProps {
  name: (typeof FIELDS)[number];
  label: string;
  rows?: number;
  texts: Texts;
  onChange: (texts: Texts) => void;
  found: Violation[];
}

function TextField({ name, label, rows, texts, onChange, found }: FieldProps) {
  // The template is made from the message, so its claims are fixed there.
  const own = found.filter(
    ({ field }) => field === name || (name === "whatsapp_message" && field === "whatsapp_template"),
  );
  const shared = {
    id: name,
    value: texts[name],
    required: true,
    "aria-invalid": own.length > 0,
    "aria-describedby": own.length > 0 ? `${name}-claims` : undefined,
    onChange: (event: { target: { value: string } }) =>
      onChange({ ...texts, [name]: event.target.value }),
  };
  return (
    <div>
      <label className="field" htmlFor={name}>
        {label}
      </label>
      {rows ? <textarea rows={rows} {...shared} /> : <input type="text" {...shared} />}
      {own.length > 0 ? (
        <ul className={css.violations} id={`${name}-claims`}>
          {own.map((violation) => (
            <li key={`${violation.field}${violation.rule}${violation.text}`}>
              <ClaimViolation violation={violation} />
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}

/** In one line: whether the plan backs the current text. */
function Verdict({ claims }: { claims: ReturnType<typeof useClaims> }) {
  const count = claims.violations.length;
  const why = useNames("refusal")("claims_violated");
  if (claims.query.isError) return <Failed error={claims.query.error} />;
  return (
    <p role="status" className={css.verdict} data-bad={claims.isCurrent && count > 0}>
      {!claims.isCurrent ? (
        <Trans>Checking the claims…</Trans>
      ) : count === 0 ? (
        <>
          <Shape name="check" /> <Trans>The plan backs every claim.</Trans>
        </>
      ) : (
        <>
          <Shape name="cross" /> {why}. <Trans>Fix the highlighted text, then save.</Trans>
        </>
      )}
    </p>
  );
}

function SaveError({ error }: { error: Error }) {
  const why = useNames("refusal")("claims_violated");
  if (!(error instanceof ProblemError) || error.problem.code !== "claims_violated")
    return <Failed error={error} />;
  return (
    <div role="alert" className={css.refused}>
      <p className="strong">
        <Trans>Not saved: {why}</Trans>
      </p>
      <p>
        <Trans>Fix the highlighted text first.</Trans>
      </p>
    </div>
  );
}
