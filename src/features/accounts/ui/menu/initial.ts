const letters = new Intl.Segmenter("en", { granularity: "grapheme" });

/** The first grapheme of a name, upper case: an emoji or a letter with its accents counts as one. */
export function initialOf(name: string): string {
  const [first] = letters.segment(name.trim());
  return (first?.segment ?? "?").toLocaleUpperCase("en");
}
