import { Trans, useLingui } from "@lingui/react/macro";
import type { Schemas } from "../../api/client";
import { useFormats } from "../../format/context";
import type { Column } from "../../grid/columns";
import { Table } from "../../grid/Table";
import { useNames } from "../../names/catalogue";
import { useFieldName } from "../../names/fields";
import { useSentenceWriter, useServiceSentence } from "../../sentences/problems";
import css from "./data.module.css";
import { Mapping } from "./Mapping";
import { ReasonTable } from "./ReasonTable";
import type { Upload } from "./requests";

interface Props {
  upload: Upload;
  preview: Schemas["Preview"];
}

/** How the file will be read, and which lines are excluded. */
export function Preview({ upload, preview }: Props) {
  const formats = useFormats();
  const sentence = useServiceSentence();
  const rows = formats.count(preview.rows);
  const usable = formats.count(preview.rows_kept);
  const share = formats.percent(preview.share_looked_at);
  const first = formats.day(preview.first_day);
  const last = formats.day(preview.last_day);
  const products = formats.count(preview.products);
  const customers = formats.count(preview.customers);
  const unread = upload.status === "unreadable";
  return (
    <div className={css.preview}>
      {preview.problem ? (
        <p className={css.problem}>{sentence(preview.problem_statement, preview.problem)}</p>
      ) : null}
      {preview.errors && preview.errors.length > 0 ? (
        <ul className="small">
          {preview.errors.map((line) => (
            <li key={line.where + line.message}>
              <BadLine line={line} />
            </li>
          ))}
        </ul>
      ) : null}
      {preview.sheets && preview.sheets.length > 0 ? <Sheets sheets={preview.sheets} /> : null}
      {unread ? null : (
        <p className="small">
          <Trans>
            {usable} of {rows} lines can be used.
          </Trans>{" "}
          {preview.sampled ? <Trans>This preview uses the first {share} of the file.</Trans> : null}{" "}
          {preview.first_day ? (
            <Trans>
              Sales from {first} to {last}; {products} products, {customers} customers.
            </Trans>
          ) : null}
        </p>
      )}
      {preview.lacks && preview.lacks.length > 0 ? (
        <MissingColumns entries={preview.lacks} />
      ) : null}
      {preview.set_aside && preview.set_aside.length > 0 ? (
        <details>
          <summary className="small">
            <Trans>Lines that will be excluded</Trans>
          </summary>
          <ReasonTable entries={preview.set_aside} />
        </details>
      ) : null}
      {preview.columns && preview.columns.length > 0 ? (
        <details open={unread}>
          <summary className="small">
            <Trans>Columns and first lines</Trans>
          </summary>
          <FirstRows preview={preview} name={upload.name} />
        </details>
      ) : null}
      {upload.kind === "sales" && unread && preview.columns ? (
        <Mapping upload={upload} columns={preview.columns.map((column) => column.header)} />
      ) : null}
    </div>
  );
}

/** Which sheets of a workbook are read; others have other columns, or are hidden. */
function Sheets({ sheets }: { sheets: Schemas["SheetRead"][] }) {
  const formats = useFormats();
  const named = sheets.map((sheet) => `${sheet.name} (${formats.count(sheet.rows)})`).join(", ");
  return (
    <p className="small">
      <Trans>Sheets to be read, with their lines: {named}.</Trans>
    </p>
  );
}

/** Columns this layout has in other files, and what is missing without them. */
function MissingColumns({ entries }: { entries: Schemas["MissingInput"][] }) {
  const words = useNames("lacking");
  return (
    <div className="small">
      <p>
        <Trans>Not in this file:</Trans>
      </p>
      <ul>
        {entries.map((entry) => (
          <li key={entry.file}>{words(entry.file)}</li>
        ))}
      </ul>
    </div>
  );
}

function BadLine({ line }: { line: Schemas["BadLine"] }) {
  const writer = useSentenceWriter();
  const where = line.statement ? writer.place(line.statement) : line.where;
  return (
    <>
      <span className="strong">{where}</span>:{" "}
      {(line.statement && writer.write(line.statement)) ?? line.message}
    </>
  );
}

interface Line {
  line: number;
  cells: (string | null)[];
}

function FirstRows({ preview, name }: { preview: Schemas["Preview"]; name: string }) {
  const { t } = useLingui();
  const fieldName = useFieldName();
  const columns = preview.columns ?? [];
  // Lines of a file have no keys but their position.
  const rows = (preview.first_rows ?? []).map((cells, line) => ({ line, cells }));
  const shown = columns.map(
    (column, place): Column<Line> => ({
      key: column.header,
      name: column.header,
      isVerbatim: true,
      rank: 1,
      head: (
        <span className="small muted">
          <br />
          {column.field ? fieldName(column.field) : t`not used`}
        </span>
      ),
      cell: ({ cells }) => (
        <span className={css.line} translate="no">
          {cells[place] ?? ""}
        </span>
      ),
    }),
  );
  return (
    <Table
      name={t`First lines of ${name}`}
      columns={shown}
      rows={rows}
      keyOf={({ line }) => line}
      wide
    />
  );
}
