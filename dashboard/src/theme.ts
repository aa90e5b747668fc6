import { type CSSVariablesResolver, createTheme } from "@mantine/core";

export const theme = createTheme({
  fontFamily: "var(--font)",
  respectReducedMotion: true,
});

/** Mantine takes the page's own tokens: one green and one grey per theme (styles/tokens.css). */
export const tokens: CSSVariablesResolver = () => ({
  variables: {
    "--mantine-primary-color-filled": "var(--accent)",
    "--mantine-primary-color-filled-hover": "var(--accent)",
    "--mantine-primary-color-contrast": "var(--on-accent)",
    "--mantine-primary-color-light": "var(--accent-bg)",
    "--mantine-primary-color-light-color": "var(--accent-text)",
    "--mantine-color-body": "var(--page)",
    "--mantine-color-text": "var(--text)",
    "--mantine-color-dimmed": "var(--muted)",
    "--mantine-color-default": "var(--raised)",
    "--mantine-color-default-hover": "var(--sunken)",
    "--mantine-color-default-color": "var(--text)",
    "--mantine-color-default-border": "var(--control-line)",
    "--mantine-color-error": "var(--critical-text)",
    "--mantine-color-anchor": "var(--link)",
    "--mantine-radius-default": "var(--radius-control)",
  },
  light: {},
  dark: {},
});
