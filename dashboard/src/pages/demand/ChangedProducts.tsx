import { Trans, useLingui } from "@lingui/react/macro";
import type { Schemas } from "../../api/client";
import { useFormats } from "../../format/context";
import { type Column, figure } from "../../grid/columns";
import { Table } from "../../grid/Table";
import { useTableLayout } from "../../grid/useTableLayout";
import { Shape } from "../../shapes/Shape";
import { Empty } from "../../ui/Empty";
import { Panel } from "../../ui/Panel";
import css from "./demand.module.css";

export function ProductsPanel({
  title,
  products,
}: {
  title: string;
  products: Schemas["MovingProduct"][];
}) {
  return (
    <Panel title={title} note={<Trans>Products with a grade, most units first</Trans>}>
      {products.length === 0 ? (
        <Empty>
          <Trans>No graded product changes by a unit a week or more in this direction.</Trans>
        </Empty>
      ) : (
        <Products title={title} products={products} />
      )}
    </Panel>
  );
}

type Product = Schemas["MovingProduct"];

const ON_PHONE = 5;
const codeOf = (each: Product) => each.stock_code;
const productOf = (each: Product) => `/products/${encodeURIComponent(each.stock_code)}`;

/** Whether the change is more than a week's usual ups and downs. */
function isBeyond({ usual, p10, p90 }: Product): boolean {
  return usual < (p10 ?? 0) || usual > (p90 ?? usual);
}

function Products({ title, products }: { title: string; products: Product[] }) {
  const { t } = useLingui();
  const formats = useFormats();
  const { isPhone } = useTableLayout();
  const shown = isPhone ? products.slice(0, ON_PHONE) : products;
  const aligned = (units: number) => formats.aligned(units);
  const expected = (each: Product) => each.predicted_7d_demand ?? 0;
  const columns: Column<Product>[] = [
    { key: "name", name: t`Product`, rank: 1, cell: (each) => each.product_name },
    {
      key: "weeks",
      name: t`Eight weeks, week ahead`,
      rank: 2,
      phone: "chip",
      cell: (each) => <Weeks weeks={each.weeks} ahead={expected(each)} />,
    },
    figure({
      key: "usual",
      name: t`Usual`,
      rank: 2,
      phone: "fact",
      value: (each) => each.usual,
      text: aligned,
    }),
    figure({
      key: "expected",
      name: t`Expected`,
      rank: 1,
      phone: "fact",
      value: expected,
      text: aligned,
    }),
    {
      key: "change",
      name: t`Change in units`,
      rank: 1,
      phone: "figure",
      end: true,
      cell: (each) => (
        <span className={isBeyond(each) ? "strong" : undefined}>
          {isBeyond(each) ? <Shape name="diamond" /> : null}{" "}
          {formats.signedAligned(expected(each) - each.usual)}
        </span>
      ),
    },
  ];
  return (
    <>
      <Table name={title} columns={columns} rows={shown} keyOf={codeOf} href={productOf} />
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
