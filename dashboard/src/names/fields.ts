import { useNames } from "./catalogue";

/** Fields of forms and columns of files, as the page calls them. */
export const useFieldName = () => useNames("field");
