import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useFormats } from "../../format/context";
import { Button } from "../../ui/Button";
import { Chip } from "../../ui/Chip";
import { Confirm } from "../../ui/Confirm";
import { Failed } from "../../ui/States";
import css from "./data.module.css";
import { useKinds } from "./kinds";
import { Preview } from "./Preview";
import { type Upload, useDeleteUpload } from "./requests";

/** An uploaded file: how it was read, and the button to remove it. */
export function UploadedFile({ upload }: { upload: Upload }) {
  const formats = useFormats();
  const kinds = useKinds();
  const size = formats.bytes(upload.bytes);
  const when = formats.moment(upload.uploaded_at);
  return (
    <li data-row>
      <div className={css.entry}>
        <div>
          <p className={css.name}>
            <span className="strong" title={upload.name}>
              {upload.name}
            </span>
            <Status upload={upload} />
          </p>
          <p className="small muted">
            {kinds[upload.kind]} · {size} · {upload.uploaded_by}, {when}
          </p>
        </div>
        <Remove upload={upload} />
      </div>
      {upload.preview ? <Preview upload={upload} preview={upload.preview} /> : null}
    </li>
  );
}

function Remove({ upload }: { upload: Upload }) {
  const { t } = useLingui();
  const [asks, setAsks] = useState(false);
  const remove = useDeleteUpload();
  const { name } = upload;
  return (
    <>
      <Button variant="plain" aria-label={t`Remove ${name}`} onClick={() => setAsks(true)}>
        <Trans>Remove</Trans>
      </Button>
      <Confirm
        open={asks}
        title={<Trans>Remove {name}?</Trans>}
        verb={<Trans>Remove</Trans>}
        destructive
        loading={remove.isPending}
        onConfirm={() => remove.mutate(upload.id, { onSuccess: () => setAsks(false) })}
        onClose={() => setAsks(false)}
      >
        <p>
          <Trans>The file is deleted from the server. Your figures stay as they are.</Trans>
        </p>
        {remove.isError ? <Failed error={remove.error} /> : null}
      </Confirm>
    </>
  );
}

function Status({ upload }: { upload: Upload }) {
  if (upload.status === "reading")
    return (
      <Chip tone="info" shape="half">
        <Trans>Reading</Trans>
      </Chip>
    );
  if (upload.status === "unreadable")
    return (
      <Chip tone="warn" shape="up">
        <Trans>Not readable</Trans>
      </Chip>
    );
  return (
    <>
      <Chip tone="bare" shape="dot">
        <Trans>Readable</Trans>
      </Chip>
      {upload.in_use ? (
        <Chip>
          <Trans>In use</Trans>
        </Chip>
      ) : null}
    </>
  );
}
