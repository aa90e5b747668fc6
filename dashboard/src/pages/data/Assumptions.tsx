import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { Schemas } from "../../api/client";
import { snapshots } from "../../api/queries/state";
import { useFormats } from "../../format/context";
import { useAssumptionText } from "../../sentences/assumptions";
import { Panel } from "../../ui/Panel";
import { QueryResult } from "../../ui/QueryResult";
import css from "./data.module.css";

type Assumption = Schemas["StatedAssumption"];
// What a shop could tell us comes first; choices of ours can be looked up.
const IN_SIGHT = /^(unit_cost|lead_time|simulated_|shelf_life|pack_size|orders_on)/;

/** Simulated stock and assumed cost in plain sight; all else a click away. */
export function Assumptions() {
  const stored = useQuery(snapshots);
  const formats = useFormats();
  return (
    <Panel
      title={<Trans>Assumptions</Trans>}
      note={
        <Trans>
          Numbers your sales data doesn't contain. Upload them to replace the assumptions.
        </Trans>
      }
    >
      <QueryResult query={stored} height={400}>
        {(answer) => {
          const first = answer.assumptions.filter((entry) => IN_SIGHT.test(entry.name));
          const rest = answer.assumptions.filter((entry) => !IN_SIGHT.test(entry.name));
          const count = formats.count(rest.length);
          return (
            <>
              <AssumptionTable assumptions={first} />
              {rest.length > 0 ? (
                <details>
                  <summary>
                    <Trans>{count} assumptions, each with its reason</Trans>
                  </summary>
                  <AssumptionTable assumptions={rest} />
                </details>
              ) : null}
            </>
          );
        }}
      </QueryResult>
    </Panel>
  );
}

function AssumptionTable({ assumptions }: { assumptions: Assumption[] }) {
  const { t } = useLingui();
  const wordsOf = useAssumptionText();
  const worded = assumptions.map((entry) => [entry, wordsOf(entry)] as const);
  return (
    <div className="scroll" role="group" aria-label={t`Assumptions`} tabIndex={0}>
      <table className={css.stacked}>
        <thead>
          <tr>
            <th scope="col">{t`Assumption`}</th>
            <th scope="col">{t`Value`}</th>
            <th scope="col">{t`Used for`}</th>
            <th scope="col">{t`Why`}</th>
          </tr>
        </thead>
        <tbody>
          {worded.map(([entry, words]) => (
            <tr key={`${entry.name}${entry.applies_to}`}>
              <th scope="row">
                <span className={css.named}>{words.label}</span>
              </th>
              <td className="tabular">
                {words.value} {words.unit}
              </td>
              <td>
                <span className={css.named}>{words.appliesTo}</span>
              </td>
              <td className="muted">{words.reason}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
