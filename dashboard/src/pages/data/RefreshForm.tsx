import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { FormEvent, ReactNode } from "react";
import type { Schemas } from "../../api/client";
import { DayField } from "../../ui/DayField";
import { Field } from "../../ui/Field";
import css from "./data.module.css";
import { useKinds } from "./kinds";
import { REFRESH_FORM } from "./RefreshButton";
import { type Kind, uploads } from "./requests";

interface Props {
  current: string | null;
  onSubmit: (request: Schemas["RefreshRequest"]) => void;
}

/** With which files; the button stands in the page's head. */
export function RefreshForm({ current, onSubmit }: Props) {
  const { t } = useLingui();
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? "");
    onSubmit({
      sales: text("sales"),
      stock: text("stock"),
      products: text("products"),
      stock_list: text("stock_list") as Schemas["RefreshRequest"]["stock_list"],
      as_of: text("as_of") || null,
    });
  }
  return (
    <form id={REFRESH_FORM} className={css.fields} onSubmit={submit}>
      <Source kind="sales" initial={initialSales(current)}>
        {current === "file" ? (
          <option value="">{t`Choose a file`}</option>
        ) : (
          <option value="current">{t`Same as now`}</option>
        )}
        <option value="sample">{t`Sample data`}</option>
      </Source>
      {(["stock", "products"] as const).map((kind) => (
        <Source key={kind} kind={kind} initial="current">
          <option value="current">{t`Same as now`}</option>
          <option value="none">{t`None`}</option>
        </Source>
      ))}
      <Field label={<Trans>Items not counted</Trans>}>
        {(control) => (
          <select {...control} name="stock_list" defaultValue="auto">
            <option value="auto">{t`Automatic`}</option>
            <option value="full">{t`None left`}</option>
            <option value="partial">{t`As last counted`}</option>
          </select>
        )}
      </Field>
      <DayField
        label={<Trans>Cut-off day</Trans>}
        name="as_of"
        hint={<Trans>Sales from this day on are left out.</Trans>}
      />
    </form>
  );
}

/** A shop whose sales file only the server knows must choose: the sample would replace it. */
function initialSales(current: string | null): string {
  if (current === "file") return "";
  return current === null ? "sample" : "current";
}

interface SourceProps {
  kind: Kind;
  initial: string;
  children: ReactNode;
}

function Source({ kind, initial, children }: SourceProps) {
  const kinds = useKinds();
  const files = useQuery(uploads).data?.items ?? [];
  const ready = files.filter((file) => file.kind === kind && file.status === "ready");
  return (
    <Field label={kinds[kind]}>
      {(control) => (
        <select {...control} name={kind} defaultValue={initial} required>
          {children}
          {ready.map((file) => (
            <option key={file.id} value={file.id} translate="no">
              {file.name}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
