import { Plural, Trans } from "@lingui/react/macro";
import { type ReactNode, useState } from "react";
import { useTableLayout } from "../grid/useTableLayout";
import { Button } from "./Button";
import { Sheet } from "./Sheet";

interface Props {
  search: ReactNode;
  /** Fields that narrow the list down. */
  children: ReactNode;
  /** How many of them are set. */
  active: number;
  /** Sorting on a phone, where the table has no head. */
  sorting?: ReactNode;
  /** Left out where the empty list already offers it. */
  onClear?: () => void;
}

/** Search and filters above a list; on a phone the filters are in a sheet. */
export function FilterBar({ search, children, active, sorting, onClear }: Props) {
  const { isPhone } = useTableLayout();
  const clear =
    onClear && active > 0 ? (
      <Button variant="plain" onClick={onClear}>
        <Trans>Clear all filters</Trans>
      </Button>
    ) : null;
  return (
    <search className="filters">
      {search}
      {isPhone ? (
        <InSheet active={active} clear={clear}>
          {children}
          {sorting}
        </InSheet>
      ) : (
        <>
          {children}
          {clear}
        </>
      )}
    </search>
  );
}

interface SheetProps {
  active: number;
  clear: ReactNode;
  children: ReactNode;
}

function InSheet({ active, clear, children }: SheetProps) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button variant="plain" onClick={() => setOpen(true)}>
        <Plural value={active} _0="Filters" one="Filters (#)" other="Filters (#)" />
      </Button>
      <Sheet
        open={open}
        onClose={() => setOpen(false)}
        title={<Trans>Filters</Trans>}
        actions={
          <>
            {clear}
            <Button onClick={() => setOpen(false)}>
              <Trans>Show results</Trans>
            </Button>
          </>
        }
      >
        <div className="stack">{children}</div>
      </Sheet>
    </>
  );
}
