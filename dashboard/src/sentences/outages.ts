import { useLingui } from "@lingui/react/macro";
import type { Renderers } from "./statements";

/** What is not there now, and what brings it back. */
export function useOutageRenderers(): Renderers<string> {
  const { t } = useLingui();
  return {
    unreachable: () =>
      t`Nobody answers at this address. Check the network, and whether the server runs.`,
    unexplained: (values) => {
      const status = values.number("status");
      return t`The server answered with status ${status} and did not say why.`;
    },
    internal_error: () => t`This is a defect of ours. Quote the number below when you report it.`,
    out_of_time: () => t`It was not done in the time there was. Try again.`,
    service_unreachable: (values) => {
      const service = values.text("service");
      return t`${service} cannot be reached.`;
    },
    service_slow: (values) => {
      const service = values.text("service");
      const seconds = values.decimal("seconds", 1);
      return t`${service} did not answer within ${seconds} seconds.`;
    },
    service_no_time: (values) => {
      const service = values.text("service");
      return t`No time was left to ask ${service}.`;
    },
    service_broke_off: (values) => {
      const service = values.text("service");
      return t`${service} broke off its answer.`;
    },
    service_failed: (values) => {
      const service = values.text("service");
      const status = values.number("status");
      return t`${service} answered with status ${status}.`;
    },
    service_garbled: (values) => {
      const service = values.text("service");
      return t`${service} sent an answer that cannot be used.`;
    },
    service_no_snapshot: (values) => {
      const service = values.text("service");
      return t`${service} did not say which snapshot it answers from.`;
    },
    service_older: (values) => {
      const service = values.text("service");
      return t`${service} is older than the gateway and cannot do this. Bring all services to one version.`;
    },
    service_misnamed: (values) => {
      const service = values.text("service");
      return t`${service} does not know the host name it is called by. The operator adds it to ALLOWED_HOSTS of that service.`;
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
      t`The services cannot be told who holds this key: the operator sets CALLER_SECRET to the same text for all of them.`,
    section_behind: (values) => {
      const service = values.text("service");
      return t`${service} still answers from an earlier snapshot.`;
    },
    section_untold: (values) => {
      const service = values.text("service");
      return t`The snapshot that ${service} reads does not hold this.`;
    },
    documents_silent: () => t`The database does not answer. Try again.`,
    documents_locked: () =>
      t`Another program keeps the document store locked. Try again when it is done.`,
    documents_full: () => t`There is no room left on the disk of the document store.`,
    documents_unusable: () =>
      t`The document store cannot be used. The operator checks DOCUMENTS_PATH or MONGODB_URI.`,
    state_empty: () => t`There is no snapshot yet. A refresh on the page Data makes the first.`,
    snapshot_not_loaded: () => t`No snapshot has been loaded yet. Try again in a moment.`,
    snapshot_unloadable: () =>
      t`The live snapshot cannot be loaded. Refresh on the page Data, or roll back there.`,
    snapshot_gone: (values) => {
      const snapshot = values.text("snapshot");
      return t`Snapshot ${snapshot} is to be live and is not there. Roll back on the page Data.`;
    },
    pointer_unusable: () =>
      t`It cannot be read which snapshot is live. Roll back on the page Data, or refresh there.`,
    manifest_unusable: (values) => {
      const snapshot = values.text("snapshot");
      return t`Snapshot ${snapshot} is damaged. Refresh on the page Data, or roll back there.`;
    },
    file_missing: (values) => {
      const file = values.text("file");
      const snapshot = values.text("snapshot");
      return t`${file} is missing from snapshot ${snapshot}. Refresh on the page Data.`;
    },
    file_changed: (values) => {
      const file = values.text("file");
      const snapshot = values.text("snapshot");
      return t`${file} of snapshot ${snapshot} was changed since. Refresh on the page Data, or roll back there.`;
    },
    snapshots_moving: () => t`New snapshots keep going live. Try again when that is over.`,
    model_silent: () =>
      t`The language model has delivered nothing to use, and copy from templates is switched off here.`,
    models_unreadable: () =>
      t`The model that classifies customers could not be read. Refresh on the page Data.`,
    models_untrusted: () =>
      t`Nobody vouches for the files of the model that classifies customers. Refresh on the page Data.`,
    no_classifier: () =>
      t`This snapshot holds no model to classify with. Refresh with a ledger that names its customers.`,
    no_backtest: () => t`This snapshot holds no accuracy report. Refresh on the page Data.`,
    no_moves: () => t`This snapshot does not say where demand moves. Refresh on the page Data.`,
    no_certificate: () =>
      t`This snapshot does not say how stable its segments are. Refresh with a ledger that names its customers.`,
    no_quality_report: () =>
      t`This snapshot holds no report on the ledger's quality. Refresh on the page Data.`,
    no_ledger: () => t`This snapshot holds no ledger. Refresh on the page Data.`,
    no_likely_customers: () =>
      t`This snapshot does not tell who a campaign is for. Refresh on the page Data.`,
    no_plan_inputs: () => t`Nothing can be tried on this snapshot. Refresh on the page Data.`,
  };
}
