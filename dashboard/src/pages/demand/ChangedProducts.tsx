import { Trans, useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { Link } from "wouter";
import type { Schemas } from "../../api/client";
import { useFormats } from "../../format/context";
import { Shape } from "../../shapes/Shape";
import { Panel } from "../../ui/Panel";
import { Empty } from "../../ui/States";
import css from "./demand.module.css";

export function ProductsPanel({
  title,
  products,
}: {
  title: ReactNode;
  products: Schemas["MovingProduct"][];
}) {
  return (
    <Panel title={title} note={<Trans>Products with a grade, most units first</Trans>}>
      {products.length === 0 ? (
        <Empty title={<Trans>None</Trans>}>
          <Trans>No graded product changes by a unit a week or more in this direction.</Trans>
        </Empty>
      ) : (
        <Products products={products} />
      )}
    </Panel>
  );
}

function Products({ products }: { products: Schemas["MovingProduct"][] }) {
  const { t } = useLingui();
  const formats = useFormats();
  return (
    <>
      <table className={`fold ${css.moving}`}>
        <thead>
          <tr>
            <th scope="col">{t`Product`}</th>
            <th scope="col">{t`Eight weeks, week ahead`}</th>
            <th scope="col" className="num">{t`Usual`}</th>
            <th scope="col" className="num">{t`Expected`}</th>
            <th scope="col" className="num">{t`Change`}</th>
          </tr>
        </thead>
        <tbody>
          {products.map((each) => {
            const expected = each.predicted_7d_demand ?? 0;
            const beyond = each.usual < (each.p10 ?? 0) || each.usual > (each.p90 ?? each.usual);
            return (
              <tr key={each.stock_code}>
                <th scope="row">
                  <Link href={`/products/${encodeURIComponent(each.stock_code)}`}>
                    {each.product_name}
                  </Link>
                </th>
                <td className={css.history}>
                  <Weeks weeks={each.weeks} ahead={expected} />
                </td>
                <td className="num" data-label={t`Usual`}>
                  {formats.aligned(each.usual)}
                </td>
                <td className="num" data-label={t`Expected`}>
                  {formats.aligned(expected)}
                </td>
                <td className={`num ${beyond ? "strong" : ""}`} data-label={t`Change`}>
                  {formats.signedAligned(expected - each.usual)}
                  {beyond ? <Shape name="diamond" /> : null}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <p className="muted small">
        <Shape name="diamond" />{" "}
        <Trans>
          A usual week lies outside the forecast's 80% range, so this is more than normal ups and
          downs.
        </Trans>
      </p>
    </>
  );
}

const BAR = 9;

const STEP = 12;

const HEIGHT = 28;

/** Weeks as bars, oldest first, and the week ahead as a hollow one. */
function Weeks({ weeks, ahead }: { weeks: number[]; ahead: number }) {
  const { t } = useLingui();
  const formats = useFormats();
  const top = Math.max(1, ahead, ...weeks);
  const tall = (units: number) => Math.max(1, (HEIGHT - 2) * (units / top));
  const pastUnits = weeks.map((units) => formats.count(units)).join(", ");
  const expected = formats.decimal(ahead);
  // Weeks have no names of their own; their place tells them apart.
  const bars = weeks.map((units, place) => ({ units, place }));
  const last = weeks.length * STEP + 4;
  return (
    <svg
      className={css.weeks}
      width={last + BAR + 1}
      height={HEIGHT}
      role="img"
      aria-label={t`Units of the last weeks: ${pastUnits}; expected: ${expected}`}
    >
      {bars.map(({ units, place }) => (
        <rect
          key={place}
          x={place * STEP}
          y={HEIGHT - tall(units)}
          width={BAR}
          height={tall(units)}
          rx={1.5}
        />
      ))}
      <rect
        className={css.ahead}
        x={last}
        y={HEIGHT - tall(ahead) - 0.5}
        width={BAR}
        height={tall(ahead)}
        rx={1.5}
      />
    </svg>
  );
}
