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
      return t`A refresh is under way, started by ${by}. Wait for it to end, or stop it.`;
    },
    refresh_ended: () => t`This refresh has ended already.`,
    refresh_lost: () => t`The program that refreshes was stopped or restarted meanwhile.`,
    refresh_died: () =>
      t`The refresh was ended before it was done; the memory may not have sufficed.`,
    refresh_defect: () => t`This is a defect of ours; the log of the refresh worker says more.`,
    disk_full: () => t`There is no room left on the disk. Free some space, then try again.`,
    state_locked: () => t`Another refresh is writing. Wait for it to end, then try again.`,
    state_unwritable: () => t`The folder of the snapshots cannot be written.`,
    nothing_to_refresh: () =>
      t`There is no snapshot yet to refresh again. Choose the sample or a file of sales.`,
    inputs_unsaid: (values) => {
      const name = kind(values);
      return t`The live snapshot does not say what it was made from. Choose another source for ${name}.`;
    },
    inputs_elsewhere: (values) => {
      const name = kind(values);
      return t`The live snapshot was made from a file that is not kept here. Choose another source for ${name}.`;
    },
    upload_deleted: (values) => {
      const name = kind(values);
      return t`The file the live snapshot was made from was removed (${name}). Upload it again.`;
    },
    upload_other_kind: (values) => {
      const name = file(values);
      const uploadedAs = kind(values);
      const expectedKind = kind(values, "wanted");
      return t`${name} was uploaded as ${uploadedAs}, not as ${expectedKind}.`;
    },
    upload_unusable: (values) => {
      const name = file(values);
      return t`${name} cannot be used; what is wrong with it stands beside the file.`;
    },
  };
}
