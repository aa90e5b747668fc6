import { Plural, Trans, useLingui } from "@lingui/react/macro";
import type { Schemas } from "../../api/client";
import { useFormats } from "../../format/context";
import { useSegmentName } from "../../names/segments";

interface Props {
  answer: Schemas["Simulation"];
  rows: Schemas["PlanRow"][];
}

/** Which campaigns would come, go or change. */
export function Differences({ answer, rows }: Props) {
  const { t } = useLingui();
  const names = new Map(
    [...rows, ...answer.rows].map((row) => [row.stock_code, row.product_name] as const),
  );
  const count = answer.changes.length;
  if (count === 0)
    return (
      <p className="small">
        <Trans>Same campaigns as in the current plan.</Trans>
      </p>
    );
  return (
    <details>
      <summary>
        <Plural value={count} one="# campaign differs" other="# campaigns differ" />
      </summary>
      <div className="scroll" role="group" aria-label={t`Campaigns that differ`} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t`Product`}</th>
              <th scope="col">{t`Current plan`}</th>
              <th scope="col">{t`What if`}</th>
            </tr>
          </thead>
          <tbody>
            {answer.changes.map((change) => (
              <tr key={change.stock_code}>
                <th scope="row">{names.get(change.stock_code) ?? change.stock_code}</th>
                <td>
                  <Offered discount={change.discount_now} segment={change.target_now} />
                </td>
                <td>
                  <Offered discount={change.discount_simulated} segment={change.target_simulated} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

function Offered({ discount, segment }: { discount: number | null; segment: string | null }) {
  const formats = useFormats();
  const segmentName = useSegmentName();
  if (segment === null)
    return (
      <span className="muted">
        <Trans>no campaign</Trans>
      </span>
    );
  return (
    <>
      {formats.percent((discount ?? 0) / 100)} · {segmentName(segment)}
    </>
  );
}
