import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { FormEvent } from "react";
import { Button } from "../../ui/Button";
import { Failed } from "../../ui/States";
import { type Kind, type Upload, uploads, useStartRefresh } from "./requests";
import { useKinds } from "./Uploads";

interface RefreshFormProps {
  busy: boolean;
  current: string | null;
  onStarted: (id: string) => void;
}

export function RefreshForm({ busy, current, onStarted }: RefreshFormProps) {
  const { t } = useLingui();
  const files = useQuery(uploads).data?.items ?? [];
  const start = useStartRefresh();
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? "");
    start.mutate(
      {
        sales: text("sales"),
        stock: text("stock"),
        products: text("products"),
        as_of: text("as_of") || null,
      },
      { onSuccess: (refresh) => onStarted(refresh.id) },
    );
  }
  return (
    <>
      <form className="filters" onSubmit={submit}>
        <Source
          kind="sales"
          files={files}
          initial={current === "file" || current === null ? "sample" : "current"}
        >
          <option value="current">{t`As now`}</option>
          <option value="sample">{t`Sample data`}</option>
        </Source>
        {(["stock", "products"] as const).map((kind) => (
          <Source key={kind} kind={kind} files={files} initial="current">
            <option value="current">{t`As now`}</option>
            <option value="none">{t`None`}</option>
          </Source>
        ))}
        <label className="field">
          {t`Cut-off day`}
          <input type="date" name="as_of" />
        </label>
        <Button type="submit" loading={start.isPending} disabled={busy}>
          <Trans>Refresh now</Trans>
        </Button>
      </form>
      {start.isError ? <Failed error={start.error} /> : null}
    </>
  );
}

interface SourceProps {
  kind: Kind;
  files: Upload[];
  initial: string;
  children: React.ReactNode;
}

function Source({ kind, files, initial, children }: SourceProps) {
  const kinds = useKinds();
  const ready = files.filter((file) => file.kind === kind && file.status === "ready");
  return (
    <label className="field">
      {kinds[kind]}
      <select name={kind} defaultValue={initial}>
        {children}
        {ready.map((file) => (
          <option key={file.id} value={file.id}>
            {file.name}
          </option>
        ))}
      </select>
    </label>
  );
}
