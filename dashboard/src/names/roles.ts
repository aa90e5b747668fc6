import { useNames } from "./catalogue";

/** Roles in the words of the page. */
export const useRoleName = () => useNames("role");
