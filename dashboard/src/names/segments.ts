import { useNames } from "./catalogue";

/** The five segments, as the data calls them. */
export const SEGMENTS = [
  "VIP Customers",
  "Regular Customers",
  "New Customers",
  "At-Risk Customers",
  "Lost Customers",
] as const;

/** Segment labels are part of the data; on the page they are words of its language. */
export const useSegmentName = () => useNames("segment");
