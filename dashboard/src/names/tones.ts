/** The meaning of a colour; a word and a shape always say the same. */
export type Tone = "accent" | "critical" | "warn" | "good" | "info" | "test" | "plain";
