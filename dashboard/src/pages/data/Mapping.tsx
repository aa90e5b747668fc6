import { Trans } from "@lingui/react/macro";
import type { FormEvent } from "react";
import { useFieldName } from "../../names/fields";
import { Button } from "../../ui/Button";
import { Field } from "../../ui/Field";
import { Failed } from "../../ui/States";
import css from "./data.module.css";
import { type Upload, useMapping } from "./requests";

const NEEDED = ["order_id", "stock_code", "quantity", "ordered_at"] as const;
// One of the prices is needed as well; the server says so.
const MORE = ["unit_price", "line_total", "name", "customer_id", "country"] as const;

/** Which of a file's columns is which, where its layout is not one we know. */
export function Mapping({ upload, columns }: { upload: Upload; columns: string[] }) {
  const map = useMapping(upload.id);
  const fieldName = useFieldName();
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const chosen = [...NEEDED, ...MORE]
      .map((field) => [field, String(form.get(field) ?? "")] as const)
      .filter(([, column]) => column !== "");
    const format = ["date", "decimal"]
      .map((name) => [name, String(form.get(name) ?? "").trim()] as const)
      .filter(([, text]) => text !== "");
    map.mutate({ columns: Object.fromEntries(chosen), format: Object.fromEntries(format) });
  }
  return (
    <form className="stack" onSubmit={submit}>
      <p className="small">
        <Trans>Match the columns, then read the file again:</Trans>
      </p>
      <div className={css.fields}>
        {[...NEEDED, ...MORE].map((field) => (
          <Field
            key={field}
            label={fieldName(field)}
            optional={!(NEEDED as readonly string[]).includes(field)}
          >
            {(control) => (
              <select
                {...control}
                name={field}
                required={(NEEDED as readonly string[]).includes(field)}
                defaultValue={upload.mapping?.columns[field] ?? ""}
              >
                <option value="">–</option>
                {columns.map((column) => (
                  <option key={column} value={column} translate="no">
                    {column}
                  </option>
                ))}
              </select>
            )}
          </Field>
        ))}
        <Field label={<Trans>Date format</Trans>} optional>
          {(control) => <input {...control} name="date" placeholder="%d.%m.%Y" />}
        </Field>
        <Field label={<Trans>Decimal sign</Trans>}>
          {(control) => (
            <select {...control} name="decimal" defaultValue="">
              <option value="">.</option>
              <option value=",">,</option>
            </select>
          )}
        </Field>
      </div>
      <p>
        <Button type="submit" variant="plain" loading={map.isPending}>
          <Trans>Apply and read again</Trans>
        </Button>
      </p>
      {map.isError ? <Failed error={map.error} /> : null}
    </form>
  );
}
