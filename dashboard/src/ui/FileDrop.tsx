import { Trans, useLingui } from "@lingui/react/macro";
import { type DragEvent, type ReactNode, useId, useState } from "react";
import css from "./filedrop.module.css";

interface Props {
  label: string;
  /** File name extensions such as `.csv`; any file if empty. */
  accept?: string[];
  /** The accepted file types and the maximum size. */
  hint?: ReactNode;
  onFiles: (files: File[]) => void;
}

/** A drop area for one or more files, in the page's language. */
export function FileDrop({ label, accept = [], hint, onFiles }: Props) {
  const { t } = useLingui();
  const id = useId();
  const [over, setOver] = useState(false);
  const [refused, setRefused] = useState<string[]>([]);
  const take = (list: FileList | null) => {
    const files = [...(list ?? [])];
    const fits = (file: File) => accept.length === 0 || accept.some((end) => endsWith(file, end));
    setRefused(files.filter((file) => !fits(file)).map((file) => file.name));
    const taken = files.filter(fits);
    if (taken.length > 0) onFiles(taken);
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files);
  };
  const names = refused.join(", ");
  const kinds = accept.join(", ");
  return (
    <div className={css.place}>
      <label
        className={css.drop}
        data-over={over || undefined}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={onDrop}
      >
        <input
          type="file"
          multiple
          className="visually-hidden"
          accept={accept.join(",") || undefined}
          aria-label={label}
          aria-describedby={id}
          onChange={(event) => {
            take(event.target.files);
            // The same file may be chosen again.
            event.target.value = "";
          }}
        />
        <span>
          <Trans>
            Drop files here or <span className={css.choose}>choose</span>
          </Trans>
        </span>
        {hint ? <span className={css.hint}>{hint}</span> : null}
      </label>
      <p id={id} className={css.refused} role="status">
        {refused.length > 0
          ? t`Not accepted: ${names}. Files that end in ${kinds} can be read.`
          : ""}
      </p>
    </div>
  );
}

function endsWith(file: File, end: string): boolean {
  return file.name.toLowerCase().endsWith(end.toLowerCase());
}
