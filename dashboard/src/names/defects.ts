import { useNames } from "./catalogue";

/** What is wrong with lines of a ledger, by the code of the reason. */
export const useDefectName = () => useNames("defect");
