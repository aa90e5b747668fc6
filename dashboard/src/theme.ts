import { createTheme, type MantineColorsTuple } from "@mantine/core";

const teal: MantineColorsTuple = [
  "#e6f6f3",
  "#cfe9e4",
  "#a0d3ca",
  "#6dbcae",
  "#43a897",
  "#1f917f",
  "#0b6b5d",
  "#095a4e",
  "#07493f",
  "#04352e",
];

export const theme = createTheme({
  primaryColor: "teal",
  primaryShade: 6,
  colors: { teal },
  autoContrast: true,
  luminanceThreshold: 0.32,
  defaultRadius: "md",
  fontFamily: "var(--font)",
  respectReducedMotion: true,
});
