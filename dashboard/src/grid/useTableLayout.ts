import { useMediaQuery } from "@mantine/hooks";
import type { Rank } from "./columns";

const AT_ONCE = { getInitialValueInEffect: false };

/** The layout by width: phone rows below 640 px, else a table with columns up to a rank. */
export function useTableLayout(): { isPhone: boolean; rank: Rank } {
  const isPhone = useMediaQuery("(max-width: 40rem)", false, AT_ONCE);
  const second = useMediaQuery("(min-width: 48rem)", true, AT_ONCE);
  const third = useMediaQuery("(min-width: 75rem)", true, AT_ONCE);
  return { isPhone, rank: third ? 3 : second ? 2 : 1 };
}
