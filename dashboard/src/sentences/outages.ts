import { useLingui } from "@lingui/react/macro";
import type { Renderers } from "./statements";

/** What is not there now, and what brings it back. */
export function useOutageRenderers(): Renderers<string> {
  const { t } = useLingui();
  return {
    unreachable: () =>
      t`Check your connection. If it works, ask your administrator whether the server is running.`,
    unexplained: (values) => {
      const status = values.number("status");
      return t`Try again: the server answered with status ${status} and gave no reason.`;
    },
    internal_error: () =>
      t`Something went wrong on our side. Quote the number below when you report it.`,
    out_of_time: () => t`Try again: it took too long.`,
    service_unreachable: (values) => {
      const service = values.text("service");
      return t`${service} can't be reached.`;
    },
    service_slow: (values) => {
      const service = values.text("service");
      const seconds = values.decimal("seconds", 1);
      return t`${service} didn't answer within ${seconds} seconds.`;
    },
    service_no_time: (values) => {
      const service = values.text("service");
      return t`There was no time left to ask ${service}.`;
    },
    service_broke_off: (values) => {
      const service = values.text("service");
      return t`${service} stopped in the middle of its answer.`;
    },
    service_failed: (values) => {
      const service = values.text("service");
      const status = values.number("status");
      return t`${service} answered with status ${status}.`;
    },
    service_garbled: (values) => {
      const service = values.text("service");
      return t`${service} sent an answer we can't read.`;
    },
    service_no_snapshot: (values) => {
      const service = values.text("service");
      return t`${service} didn't say which snapshot it used.`;
    },
    service_older: (values) => {
      const service = values.text("service");
      return t`Update all services to the same version: ${service} is older than the gateway and can't do this.`;
    },
    service_misnamed: (values) => {
      const service = values.text("service");
      return t`${service} rejects the host name it is called by. Ask your administrator to add it to ALLOWED_HOSTS of that service.`;
    },
    service_starting: (values) => {
      const service = values.text("service");
      return t`${service} is starting.`;
    },
    service_not_started: (values) => {
      const service = values.text("service");
      return t`${service} could not start; its log says why.`;
    },
    no_caller_secret: () =>
      t`Ask your administrator to set CALLER_SECRET to the same text for all services: they can't verify your key.`,
    section_behind: (values) => {
      const service = values.text("service");
      return t`${service} still uses an earlier snapshot.`;
    },
    section_untold: (values) => {
      const service = values.text("service");
      return t`The snapshot ${service} uses doesn't contain this.`;
    },
    documents_silent: () => t`Try again: the database isn't answering.`,
    documents_locked: () => t`Try again in a moment: another program has locked the database.`,
    documents_full: () => t`Ask your administrator: the database's disk is full.`,
    documents_unusable: () =>
      t`Ask your administrator to check DOCUMENTS_PATH or MONGODB_URI: the database can't be used.`,
    state_empty: () => t`Refresh on the Data page to create the first snapshot.`,
    snapshot_not_loaded: () => t`Try again in a moment: no snapshot is loaded yet.`,
    snapshot_unloadable: () =>
      t`Refresh or roll back on the Data page: the live snapshot can't be loaded.`,
    snapshot_gone: (values) => {
      const snapshot = values.text("snapshot");
      return t`Roll back on the Data page: snapshot ${snapshot} is missing.`;
    },
    pointer_unusable: () =>
      t`Roll back or refresh on the Data page: we can't tell which snapshot is live.`,
    manifest_unusable: (values) => {
      const snapshot = values.text("snapshot");
      return t`Refresh or roll back on the Data page: snapshot ${snapshot} is damaged.`;
    },
    file_missing: (values) => {
      const file = values.text("file");
      const snapshot = values.text("snapshot");
      return t`Refresh on the Data page: ${file} is missing from snapshot ${snapshot}.`;
    },
    file_changed: (values) => {
      const file = values.text("file");
      const snapshot = values.text("snapshot");
      return t`Refresh or roll back on the Data page: ${file} in snapshot ${snapshot} was changed after it was made.`;
    },
    snapshots_moving: () => t`Try again in a minute: new snapshots are going live.`,
    model_silent: () =>
      t`Try again later: the language model returned nothing usable, and templates are switched off.`,
    models_unreadable: () => t`Refresh on the Data page: the customer model can't be read.`,
    models_untrusted: () =>
      t`Refresh on the Data page: the customer model's files can't be verified.`,
    no_classifier: () => t`Refresh with sales that name their customers to classify someone.`,
    no_backtest: () => t`Refresh on the Data page to see forecast accuracy.`,
    no_moves: () => t`Refresh on the Data page to see where demand changes.`,
    no_certificate: () =>
      t`Refresh with sales that name their customers to see how stable segments are.`,
    no_quality_report: () => t`Refresh on the Data page to see data quality.`,
    no_ledger: () => t`Refresh on the Data page: this snapshot has no sales data.`,
    no_likely_customers: () => t`Refresh on the Data page to see who a campaign is for.`,
    no_plan_inputs: () =>
      t`Refresh on the Data page to try other settings: this snapshot doesn't support it.`,
  };
}
