import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useFormats } from "../../format/context";
import { Field } from "../../ui/Field";
import { FileDrop } from "../../ui/FileDrop";
import { Failed } from "../../ui/States";
import css from "./data.module.css";
import { useKinds } from "./kinds";
import type { Kind } from "./requests";
import { useSendFiles } from "./useSendFiles";

const ENDINGS = [".csv", ".parquet", ".txt", ".xlsx", ".xlsm"];

/** What a file holds, and the place to drop it: it is sent at once, and used only by a refresh. */
export function AddFiles({ most }: { most?: number }) {
  const { t } = useLingui();
  const formats = useFormats();
  const [kind, setKind] = useState<Kind>("sales");
  const { sending, refused, send } = useSendFiles();
  const size = most === undefined ? null : formats.bytes(most);
  return (
    <div className={css.add}>
      <KindChoice kind={kind} onChange={setKind} />
      <FileDrop
        label={t`File`}
        accept={ENDINGS}
        hint={
          size === null ? (
            <Trans>CSV, Parquet or Excel (.xlsx)</Trans>
          ) : (
            <Trans>CSV, Parquet or Excel (.xlsx), up to {size}</Trans>
          )
        }
        onFiles={(files) => void send(files, kind)}
      />
      {sending ? <Sending {...sending} /> : null}
      {refused.map(({ name, error }) => (
        <Failed key={name} error={error} />
      ))}
    </div>
  );
}

function KindChoice({ kind, onChange }: { kind: Kind; onChange: (kind: Kind) => void }) {
  const names = useKinds();
  return (
    <Field label={<Trans>Contents</Trans>}>
      {(control) => (
        <select
          {...control}
          value={kind}
          onChange={(event) => onChange(event.target.value as Kind)}
        >
          {(Object.keys(names) as Kind[]).map((name) => (
            <option key={name} value={name}>
              {names[name]}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

function Sending({ name, share }: { name: string; share: number }) {
  const { t } = useLingui();
  const formats = useFormats();
  const through = formats.percent(share);
  return (
    <p role="status" className={css.sending}>
      <span>
        <Trans>
          {name}: {through} uploaded
        </Trans>
      </span>
      <progress value={share} max={1} aria-label={t`Uploading`} />
    </p>
  );
}
