import { type RefObject, useLayoutEffect, useState } from "react";

const REM = 16;

/** How wide an element is, in rem; no limit until it is known. */
export function useRoom(element: RefObject<HTMLElement | null>): number {
  const [room, setRoom] = useState(Number.POSITIVE_INFINITY);
  useLayoutEffect(() => {
    const found = element.current;
    if (found === null) return;
    const look = () => setRoom(found.clientWidth / REM);
    look();
    const watch = new ResizeObserver(look);
    watch.observe(found);
    return () => watch.disconnect();
  }, [element]);
  return room;
}
