/** Where the build says which file holds the texts of which route: an element of index.html. */
export const TEXT_FILES_ID = "text-files";

/** The route of those texts that are needed before any other is known. */
export const FIRST_LOAD = "first-load";

/** A file below the base URL, by route and language. */
export type TextFiles = Record<string, Record<string, string>>;
