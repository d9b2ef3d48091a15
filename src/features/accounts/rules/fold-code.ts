/**
 * A code as it was meant: full-width forms become plain ones (NFKC); spaces, dashes of any kind, and characters that show
 * nothing are dropped. They come from input methods, mail programs and copying.
 */
export const foldCode = (typed: string): string =>
  typed.normalize("NFKC").replaceAll(/[\s\p{Dash}\p{Cf}\p{Default_Ignorable_Code_Point}ー]/gu, "");
