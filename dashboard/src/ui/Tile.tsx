import type { ReactNode } from "react";

interface TileProps {
  name: ReactNode;
  figure: ReactNode;
  note?: ReactNode;
}

/** A figure with its name above and a note below; stands in a `dl`. */
export function Tile({ name, figure, note }: TileProps) {
  return (
    <div className="tile">
      <dt>{name}</dt>
      <dd className="figure">{figure}</dd>
      {note ? <dd className="small muted">{note}</dd> : null}
    </div>
  );
}
