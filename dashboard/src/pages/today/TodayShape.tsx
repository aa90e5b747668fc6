import { StripShape } from "../../ui/Skeleton";
import { MOST } from "./actions";
import css from "./today.module.css";

/** Grey shapes of seven jobs and the figures below them, as high as what comes. */
export function TodayShape() {
  return (
    <>
      <div className={css.shapes}>
        {Array.from({ length: MOST }, (_, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the shapes are all alike
          <div key={place} className={css.shape}>
            <span />
            <span />
          </div>
        ))}
      </div>
      <StripShape figures={5} />
    </>
  );
}
