/** How figures and tables are shown: by device, as the colour scheme is. The first of each is the usual one. */
export const displayChoices = {
  density: ["standard", "compact", "cosy"],
  palette: ["standard", "colourblind"],
  numbers: ["short", "whole"],
} as const;

type Choices = typeof displayChoices;
export type Display = { [Name in keyof Choices]: Choices[Name][number] };

export const usualDisplay: Display = { density: "standard", palette: "standard", numbers: "short" };

export const displayNames = Object.keys(displayChoices) as (keyof Display)[];

/** The key in the browser's storage. */
export const DISPLAY_KEY = "ge:display";

const isChoice = <Name extends keyof Display>(name: Name, value: unknown): value is Display[Name] =>
  (displayChoices[name] as readonly unknown[]).includes(value);

const chosen = <Name extends keyof Display>(name: Name, value: unknown): Display[Name] =>
  isChoice(name, value) ? value : usualDisplay[name];

/** Reads what is stored; what is unknown or broken becomes the usual. */
export function parseDisplay(stored: string | null): Display {
  let found: unknown = null;
  try {
    found = JSON.parse(stored ?? "null");
  } catch {
    // Somebody else's text under our key.
  }
  const values: Partial<Record<keyof Display, unknown>> =
    typeof found === "object" && found !== null ? found : {};
  return {
    density: chosen("density", values.density),
    palette: chosen("palette", values.palette),
    numbers: chosen("numbers", values.numbers),
  };
}

/**
 * Runs before the first paint and marks the page with what is stored: `data-density` and so on, for style sheets.
 * Does the same as `parseDisplay`; without storage the page stays as usual.
 */
export const displayScript = `try{var s=JSON.parse(localStorage.getItem("${DISPLAY_KEY}")),c=${JSON.stringify(
  displayChoices,
)};for(var n in c)c[n].indexOf(s[n])>0&&document.documentElement.setAttribute("data-"+n,s[n])}catch(e){}`;
