/** The CSS variable of each colour. A canvas cannot use them, so they are read again when the theme changes. */
const variables = {
  high: "--chart-high",
  low: "--chart-low",
  mid: "--chart-mid",
  spread: "--chart-spread",
  averageA: "--chart-average-a",
  averageB: "--chart-average-b",
  averageC: "--chart-average-c",
  bands: "--chart-bands",
  bandsFill: "--chart-bands-fill",
  strength: "--chart-strength",
  itemA: "--chart-item-a",
  itemB: "--chart-item-b",
  itemC: "--chart-item-c",
  itemD: "--chart-item-d",
  rise: "--gain",
  fall: "--loss",
  highVolume: "--chart-high-volume",
  lowVolume: "--chart-low-volume",
  blank: "--chart-blank",
  mark: "--accent",
  text: "--muted",
  strong: "--text",
  surface: "--surface",
  grid: "--border",
  line: "--border-strong",
  label: "--chart-label",
} as const;

export type ColorName = keyof typeof variables;
export type ChartColors = Record<ColorName, string>;

export function readColors(element: Element): ChartColors {
  const style = getComputedStyle(element);
  const entries = Object.entries(variables).map(([name, variable]) => [
    name,
    style.getPropertyValue(variable).trim() || "gray",
  ]);
  return Object.fromEntries(entries) as ChartColors;
}

/** Calls `callback` after the page's colour scheme, palette or contrast changes. Returns a function that unsubscribes. */
export function onColorsChange(callback: () => void): () => void {
  const observer = new MutationObserver(callback);
  observer.observe(document.documentElement, {
    attributeFilter: ["data-mantine-color-scheme", "data-palette", "class"],
  });
  const contrast = matchMedia("(prefers-contrast: more)");
  contrast.addEventListener("change", callback);
  return () => {
    observer.disconnect();
    contrast.removeEventListener("change", callback);
  };
}
