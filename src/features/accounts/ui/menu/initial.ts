const letters = new Intl.Segmenter("en", { granularity: "grapheme" });

/** A name's first sign as the eye counts signs: an emoji or a letter with its accents is one. */
export function initialOf(name: string): string {
  const [first] = letters.segment(name.trim());
  return (first?.segment ?? "?").toLocaleUpperCase("en");
}
