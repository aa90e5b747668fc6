import { useNames } from "./catalogue";

/** Objectives are part of the data too; on the page they are words of its language. */
export const useObjectiveName = () => useNames("objective");
