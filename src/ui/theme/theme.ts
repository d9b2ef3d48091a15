import { createTheme } from "@mantine/core";
import type { MantineColorsTuple } from "@mantine/core";

/** Gold, light to dark; index 6 is the brand colour. */
const gold: MantineColorsTuple = [
  "#fbf6e4",
  "#f3ead0",
  "#e6d49f",
  "#d9bd6b",
  "#cfab43",
  "#cba32f",
  "#c9a227",
  "#a3821c",
  "#7d6313",
  "#5a470c",
];

/** The theme of Mantine's components. Our own components use the CSS variables of globals.css. */
export const theme = createTheme({
  colors: { gold },
  primaryColor: "gold",
  primaryShade: { light: 8, dark: 5 },
  autoContrast: true,
  defaultRadius: 6,
  fontFamily: "var(--font)",
  fontFamilyMonospace: "var(--font-mono)",
  headings: { fontFamily: "var(--font)", fontWeight: "600" },
  respectReducedMotion: true,
});
