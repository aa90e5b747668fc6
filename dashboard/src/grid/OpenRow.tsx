import { type KeyboardEvent, type ReactNode, useLayoutEffect, useRef } from "react";
import css from "./table.module.css";
import type { WindowRows } from "./useWindowRows";

interface Props {
  place: number;
  width: number;
  onClose: () => void;
  resize: WindowRows["resize"];
  children: ReactNode;
}

/** The detail below an open row; Escape closes it. */
export function OpenRow({ place, width, onClose, resize, children }: Props) {
  const line = useRef<HTMLTableRowElement>(null);
  useLayoutEffect(() => {
    const opened = line.current;
    const row = opened?.previousElementSibling;
    if (!opened || !(row instanceof HTMLElement)) return;
    const watch = new ResizeObserver(() => resize(place, row.offsetHeight + opened.offsetHeight));
    watch.observe(opened);
    return () => {
      watch.disconnect();
      resize(place, row.offsetHeight);
    };
  }, [place, resize]);
  // What opened it may be gone by that, as a bar's button is: work goes on here.
  useLayoutEffect(() => {
    if (document.activeElement === document.body) line.current?.focus();
  }, []);
  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.stopPropagation();
    onClose();
  }
  return (
    <tr ref={line} tabIndex={-1} className={css.opened} onKeyDown={onKeyDown}>
      <td colSpan={width}>{children}</td>
    </tr>
  );
}
