/** Line drawings on a square of 20. */
export const ICONS = {
  lock: "M6.500 9V7a3.500 3.500 0 0 1 7 0v2M5 9h10v8H5z",
  stock: "M3 6.500 10 3l7 3.500v7L10 17l-7-3.500zM3 6.500l7 3.500 7-3.500M10 10v7",
  campaign: "M3 8v4l3 .5L14 16V4L6 7.500zM6 12.500 7 17h2l-.7-3.800M16.500 8v4",
  today:
    "M10 2v2M10 16v2M2 10h2M16 10h2M4.500 4.500l1.400 1.400M14.100 14.100l1.400 1.400M4.500 15.500l1.400-1.400M14.100 5.900l1.400-1.400M13 10a3 3 0 1 1-6 0 3 3 0 0 1 6 0",
  order: "M5 3h10v14H5zM8 3v2h4V3M8 9h4M8 12h4",
  customers:
    "M10.500 6.500a3 3 0 1 1-6 0 3 3 0 0 1 6 0M2 17c0-3 2.500-5 5.500-5s5.500 2 5.500 5M13 4a3 3 0 0 1 0 5.500M15 12.500c2 .7 3 2.400 3 4.500",
  demand: "M3 15l4-5 3.500 3L17 5M12.500 5H17v4.500",
  data: "M16 5c0 1.400-2.700 2.500-6 2.500S4 6.400 4 5s2.700-2.500 6-2.500S16 3.600 16 5zM4 5v10c0 1.400 2.700 2.500 6 2.500s6-1.100 6-2.500V5M4 10c0 1.400 2.700 2.500 6 2.500s6-1.100 6-2.500",
  settings: "M3 6h8M15 6h2M3 14h2M9 14h8M13 4v4M7 12v4",
  search: "M8.500 3a5.500 5.500 0 1 1 0 11 5.500 5.500 0 0 1 0-11M12.500 12.500 17 17",
  more: "M4.700 10a.7.7 0 1 1-1.400 0 .7.7 0 0 1 1.400 0M10.700 10a.7.7 0 1 1-1.400 0 .7.7 0 0 1 1.400 0M16.700 10a.7.7 0 1 1-1.400 0 .7.7 0 0 1 1.400 0",
  close: "M4.500 4.500l11 11M15.500 4.500l-11 11",
};

/** One icon; the word next to it says the same. */
export function Icon({ path, size }: { path: string; size: number }) {
  return (
    <svg viewBox="0 0 20 20" width={size} height={size} role="presentation" aria-hidden="true">
      <path
        d={path}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.6"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
