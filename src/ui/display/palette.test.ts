import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

type Rgb = readonly [number, number, number];

const css = readFileSync(new URL("../../app/globals.css", import.meta.url), "utf8");

/** The variables of every rule whose selector list has one of these selectors, later ones last. */
function variablesOf(selectors: readonly string[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const [, list = "", body = ""] of css.matchAll(/([^{}]+)\{([^{}]*)\}/g)) {
    const plain = list.replaceAll(/\/\*[\s\S]*?\*\//g, "").replace(/^[\s\S]*;/, "");
    const names = plain.split(",").map((name) => name.trim());
    if (!names.some((name) => selectors.includes(name))) continue;
    for (const [, name = "", value = ""] of body.matchAll(/(--[\w-]+):\s*([^;]+);/g)) found.set(name, value);
  }
  return found;
}

const DARK = ':root[data-mantine-color-scheme="dark"]';
const CASES = [
  ["standard", "light", [":root"]],
  ["standard", "dark", [":root", DARK]],
  ["colourblind", "light", [":root", '[data-palette="colourblind"]']],
  [
    "colourblind",
    "dark",
    [":root", DARK, '[data-palette="colourblind"]', `${DARK}[data-palette="colourblind"]`],
  ],
] as const;

const linear = (channel: number) =>
  channel / 255 <= 0.04045 ? channel / 255 / 12.92 : ((channel / 255 + 0.055) / 1.055) ** 2.4;

function rgbOf(hex: string | undefined): Rgb {
  const [, r = "", g = "", b = ""] = /^#(..)(..)(..)$/.exec(hex ?? "") ?? [];
  return [linear(Number.parseInt(r, 16)), linear(Number.parseInt(g, 16)), linear(Number.parseInt(b, 16))];
}

const dot = (a: Rgb, b: Rgb) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const luminance = (rgb: Rgb) => dot(rgb, [0.2126, 0.7152, 0.0722]);

/** The contrast ratio of WCAG 2. */
function contrast(a: Rgb, b: Rgb): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].toSorted((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

/** What a person without one kind of cones sees (Machado, Oliveira and Fernandes, 2009), in linear RGB. */
const BLINDNESS: Readonly<Record<string, readonly [Rgb, Rgb, Rgb]>> = {
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
};

/** CIE L*a*b*, white D65. */
function labOf(rgb: Rgb): Rgb {
  const curve = (value: number) => (value > 0.008856 ? Math.cbrt(value) : 7.787 * value + 16 / 116);
  const x = curve(dot(rgb, [0.4124, 0.3576, 0.1805]) / 0.95047);
  const y = curve(luminance(rgb));
  const z = curve(dot(rgb, [0.0193, 0.1192, 0.9505]) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

const distance = (a: Rgb, b: Rgb) => {
  const [la, lb] = [labOf(a), labOf(b)];
  return Math.hypot(la[0] - lb[0], la[1] - lb[1], la[2] - lb[2]);
};

it.each(CASES)("writes gains and losses legibly: %s, %s", (_palette, _scheme, selectors) => {
  const variables = variablesOf(selectors);
  for (const ink of ["--gain", "--loss"])
    for (const ground of ["--bg", "--surface", "--raised", "--overlay"])
      expect(
        contrast(rgbOf(variables.get(ink)), rgbOf(variables.get(ground))),
        `${ink} on ${ground}`,
      ).toBeGreaterThanOrEqual(4.5);
});

it.each(CASES.filter(([palette]) => palette === "colourblind"))(
  "keeps gains and losses apart for people blind to red or green: %s, %s",
  (_palette, _scheme, selectors) => {
    const variables = variablesOf(selectors);
    for (const [name, rows] of Object.entries(BLINDNESS)) {
      const seen = (variable: string): Rgb => {
        const rgb = rgbOf(variables.get(variable));
        return [dot(rows[0], rgb), dot(rows[1], rgb), dot(rows[2], rgb)];
      };
      expect(distance(seen("--gain"), seen("--loss")), name).toBeGreaterThan(60);
    }
  },
);
