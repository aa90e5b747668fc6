import { useMediaQuery } from "@mantine/hooks";

/** Whether the reasons stand in a column of their own, with room to be open from the start. */
export function useWideLayout(): boolean {
  return useMediaQuery("(min-width: 64rem)", true, { getInitialValueInEffect: false });
}
