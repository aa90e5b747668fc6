import { useLingui } from "@lingui/react/macro";
import type { Renderers, StatementValues } from "../statements";
import { file } from "./place";

/** What is in the way of a refresh. */
export function useRefreshRenderers(): Renderers<string> {
  const { t } = useLingui();
  const kinds: Record<string, string> = {
    sales: t`Sales`,
    stock: t`Stock`,
    products: t`Products`,
  };
  const kind = (values: StatementValues, name = "kind") =>
    kinds[values.text(name)] ?? values.text(name);
  return {
    refresh_running: (values) => {
      const by = values.text("by");
      return t`Wait for the refresh that ${by} started, or stop it.`;
    },
    refresh_ended: () => t`This refresh has already finished.`,
    refresh_lost: () => t`Start the refresh again: the refresh service was restarted.`,
    refresh_died: () =>
      t`Try again with fewer lines: the refresh was stopped, probably because memory ran out.`,
    refresh_defect: () => t`Something went wrong on our side. The refresh log has details.`,
    disk_full: () => t`Free some disk space, then try again: the disk is full.`,
    state_locked: () => t`Wait for the other refresh to finish, then try again.`,
    state_unwritable: () => t`Ask your administrator: the snapshot folder can't be written.`,
    nothing_to_refresh: () =>
      t`Choose the sample data or a sales file: there's no snapshot to refresh yet.`,
    inputs_unsaid: (values) => {
      const name = kind(values);
      return t`Choose another source for ${name}: the live snapshot doesn't record its own.`;
    },
    inputs_elsewhere: (values) => {
      const name = kind(values);
      return t`Choose another source for ${name}: the file of the live snapshot isn't stored here.`;
    },
    upload_deleted: (values) => {
      const name = kind(values);
      return t`Upload ${name} again: the live snapshot was made from it, but it was removed.`;
    },
    upload_other_kind: (values) => {
      const name = file(values);
      const uploadedAs = kind(values);
      const expectedKind = kind(values, "wanted");
      return t`${name} was uploaded as ${uploadedAs}, not as ${expectedKind}.`;
    },
    upload_unusable: (values) => {
      const name = file(values);
      return t`Fix ${name} first: the problem is shown beside the file.`;
    },
  };
}
