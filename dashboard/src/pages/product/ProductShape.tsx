import { ChartShape, RowShapes, StripShape } from "../../ui/Skeleton";

/** The shape of a product: its answer, its facts and two charts. */
export function ProductShape() {
  return (
    <>
      <RowShapes rows={2} />
      <StripShape figures={3} />
      <ChartShape />
      <ChartShape />
    </>
  );
}
