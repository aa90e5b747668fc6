import { Trans, useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { useFormats } from "../format/context";
import css from "./bulkbar.module.css";
import { Menu, type MenuItem } from "./Menu";

interface Props {
  selected: number;
  /** Counts all filtered rows, not only those drawn. */
  total: number;
  /** The money of what is selected. */
  sum?: string;
  /** At most three. */
  verbs: [ReactNode] | [ReactNode, ReactNode] | [ReactNode, ReactNode, ReactNode];
  more?: MenuItem[];
  onSelectAll?: () => void;
  onClear: () => void;
}

/** Replaces the table's head while rows are ticked; on a phone it is at the bottom. */
export function BulkBar({ selected, total, sum, verbs, more = [], onSelectAll, onClear }: Props) {
  const { t } = useLingui();
  const formats = useFormats();
  if (selected === 0) return null;
  const count = formats.count(selected);
  const all = formats.count(total);
  return (
    <div
      className={`${css.bar} no-print`}
      role="toolbar"
      aria-label={t`Selection`}
      data-page-actions
    >
      <span className={css.count} role="status">
        <Trans>{count} selected</Trans>
        {sum ? ` · ${sum}` : ""}
      </span>
      {verbs[0]}
      {verbs[1]}
      {verbs[2]}
      {more.length > 0 ? <Menu items={more} /> : null}
      {onSelectAll && selected < total ? (
        <button type="button" className={css.link} onClick={onSelectAll}>
          <Trans>Select all {all}</Trans>
        </button>
      ) : null}
      <button type="button" className={css.link} onClick={onClear}>
        <Trans>Clear selection</Trans>
      </button>
    </div>
  );
}
