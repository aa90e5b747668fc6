/** Line drawings on a square of 20. */
export const ICONS = {
  lock: "M6.500 9V7a3.500 3.500 0 0 1 7 0v2M5 9h10v8H5z",
  stock: "M3 6.500 10 3l7 3.500v7L10 17l-7-3.500zM3 6.500l7 3.500 7-3.500M10 10v7",
  campaign: "M3 8v4l3 .5L14 16V4L6 7.500zM6 12.500 7 17h2l-.7-3.800M16.500 8v4",
};

/** One of them; the word beside it says the same. */
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
