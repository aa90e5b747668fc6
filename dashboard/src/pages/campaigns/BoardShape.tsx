import { RowShapes } from "../../ui/Skeleton";
import css from "./campaigns.module.css";

/** Lanes of cards on their way. */
export function BoardShape() {
  return (
    <div className={css.lanes}>
      {["one", "two", "three", "four"].map((lane) => (
        <RowShapes key={lane} rows={6} />
      ))}
    </div>
  );
}
