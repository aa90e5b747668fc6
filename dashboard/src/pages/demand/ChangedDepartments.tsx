import { Trans, useLingui } from "@lingui/react/macro";
import type { Schemas } from "../../api/client";
import { useFormats } from "../../format/context";
import { Panel } from "../../ui/Panel";
import { Empty } from "../../ui/States";
import css from "./demand.module.css";

type DemandChanges = Schemas["DemandMoves"];

const MOST_DEPARTMENTS = 8;

export function DepartmentsPanel({ found }: { found: DemandChanges }) {
  const { t } = useLingui();
  const formats = useFormats();
  const change = (each: DemandChanges["departments"][number]) => each.expected - each.usual;
  const shown = [...found.departments]
    .sort((a, b) => Math.abs(change(b)) - Math.abs(change(a)))
    .slice(0, MOST_DEPARTMENTS);
  const most = Math.max(1e-9, ...shown.map((each) => Math.abs(change(each))));
  const count = formats.count(shown.length);
  const all = formats.count(found.departments.length);
  return (
    <Panel
      title={<Trans>Where demand changes</Trans>}
      note={<Trans>Units in the week ahead compared with an average week of the last four</Trans>}
    >
      {shown.length === 0 ? (
        <Empty title={<Trans>The ledger names no departments</Trans>}>
          <Trans>Upload a products file with departments to see them.</Trans>
        </Empty>
      ) : (
        <>
          <div className="scroll" role="group" aria-label={t`Where demand changes`} tabIndex={0}>
            <table>
              <thead>
                <tr>
                  <th scope="col">{t`Department`}</th>
                  <th scope="col" className="num">{t`Usual`}</th>
                  <th scope="col" className="num">{t`Expected`}</th>
                  <th scope="col" colSpan={2} className="num">{t`Change in units`}</th>
                </tr>
              </thead>
              <tbody>
                {shown.map((each) => (
                  <tr key={each.department}>
                    <th scope="row" className="nowrap">
                      {each.department}
                    </th>
                    <td className="num">{formats.count(each.usual)}</td>
                    <td className="num">{formats.count(each.expected)}</td>
                    <td className={css.swing}>
                      <ChangeBar share={change(each) / most} />
                    </td>
                    <td className="num strong">{formats.signedCount(change(each))}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <p className="muted small">
            <Trans>
              The {count} of {all} departments that change most.
            </Trans>
          </p>
        </>
      )}
    </Panel>
  );
}

/** A bar from the middle to the left or right; the number stands beside it. */
function ChangeBar({ share }: { share: number }) {
  const width = `${50 * Math.abs(share)}%`;
  return (
    <span className={css.axis} aria-hidden="true">
      <span
        data-down={share < 0}
        style={share < 0 ? { right: "50%", width } : { left: "50%", width }}
      />
    </span>
  );
}
