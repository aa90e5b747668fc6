import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import { queryKeys } from "../../api/queryKeys";
import { useFormats } from "../../format/context";
import { Badge, DashedBadge } from "../../ui/Badges";
import { Button } from "../../ui/Button";
import { Panel } from "../../ui/Panel";
import { QueryResult } from "../../ui/QueryResult";
import { RequireRole } from "../../ui/RequireRole";
import { Empty, Failed } from "../../ui/States";
import css from "./data.module.css";
import { Preview } from "./Preview";
import { type Kind, sendFile, type Upload, uploads, useDeleteUpload } from "./requests";

/** Files of sales, stock and products: handed in, looked at, and only then used. */
export function Uploads() {
  const query = useQuery(uploads);
  const formats = useFormats();
  return (
    <Panel
      title={<Trans>Files</Trans>}
      note={
        <Trans>
          CSV, Parquet or Excel (.xlsx). You see a preview first; nothing changes until you refresh
          with the file.
        </Trans>
      }
    >
      <RequireRole action="upload" />
      <Send />
      <QueryResult query={query} height={120}>
        {(answer) => {
          const days = formats.count(answer.kept_days);
          return answer.items.length === 0 ? (
            <Empty title={<Trans>No file yet</Trans>}>
              <Trans>
                The figures use the sales data the server started with. Files are stored for {days}{" "}
                days, or as long as the figures use them.
              </Trans>
            </Empty>
          ) : (
            <ul className={`clean ${css.files}`}>
              {answer.items.map((item) => (
                <File key={item.id} upload={item} />
              ))}
            </ul>
          );
        }}
      </QueryResult>
    </Panel>
  );
}

function Send() {
  const { t } = useLingui();
  const formats = useFormats();
  const queries = useQueryClient();
  const chosen = useRef<HTMLInputElement>(null);
  const [kind, setKind] = useState<Kind>("sales");
  const [share, setShare] = useState<number | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const names = useKinds();
  async function send(event: FormEvent) {
    event.preventDefault();
    const file = chosen.current?.files?.[0];
    if (file === undefined) return;
    setFailure(null);
    setShare(0);
    try {
      await sendFile(file, kind, setShare);
      if (chosen.current) chosen.current.value = "";
    } catch (error) {
      setFailure(error);
    }
    setShare(null);
    void queries.invalidateQueries({ queryKey: queryKeys.uploads });
  }
  const through = formats.percent(share);
  return (
    <>
      <form className="filters" onSubmit={(event) => void send(event)}>
        <label className="field">
          {t`Contents`}
          <select value={kind} onChange={(event) => setKind(event.target.value as Kind)}>
            {(Object.keys(names) as Kind[]).map((name) => (
              <option key={name} value={name}>
                {names[name]}
              </option>
            ))}
          </select>
        </label>
        <label className="field">
          {t`File`}
          <input ref={chosen} type="file" accept=".csv,.parquet,.txt,.xlsx,.xlsm" required />
        </label>
        <Button type="submit" loading={share !== null}>
          <Trans>Upload</Trans>
        </Button>
      </form>
      {share !== null ? (
        <p role="status" className="row">
          <progress value={share} max={1} aria-label={t`Uploading`} />
          <Trans>{through} uploaded</Trans>
        </p>
      ) : null}
      {failure ? <Failed error={failure} /> : null}
    </>
  );
}

export function useKinds(): Record<Kind, string> {
  const { t } = useLingui();
  return { sales: t`Sales`, stock: t`Stock`, products: t`Products` };
}

function File({ upload }: { upload: Upload }) {
  const { t } = useLingui();
  const formats = useFormats();
  const kinds = useKinds();
  const remove = useDeleteUpload();
  const size = formats.bytes(upload.bytes);
  const when = formats.moment(upload.uploaded_at);
  return (
    <li>
      <div className="row between">
        <div>
          <span className="strong">{upload.name}</span> <Status upload={upload} />{" "}
          {upload.in_use ? (
            <DashedBadge>
              <Trans>In use</Trans>
            </DashedBadge>
          ) : null}
          <br />
          <span className="small muted">
            {kinds[upload.kind]} · {size} · {upload.uploaded_by}, {when}
          </span>
        </div>
        <Button
          variant="plain"
          aria-label={t`Remove ${upload.name}`}
          disabled={remove.isPending}
          onClick={() => remove.mutate(upload.id)}
        >
          <Trans>Remove</Trans>
        </Button>
      </div>
      {remove.isError ? <Failed error={remove.error} /> : null}
      {upload.preview ? <Preview upload={upload} preview={upload.preview} /> : null}
    </li>
  );
}

function Status({ upload }: { upload: Upload }) {
  if (upload.status === "reading")
    return (
      <Badge tone="info" shape="half">
        <Trans>Reading</Trans>
      </Badge>
    );
  if (upload.status === "unreadable")
    return (
      <Badge tone="critical" shape="cross">
        <Trans>Not readable</Trans>
      </Badge>
    );
  return (
    <Badge tone="good" shape="dot">
      <Trans>Readable</Trans>
    </Badge>
  );
}
