/** Dot segments, empty segments and backslashes, which another parser may normalize away. */
const NORMALIZABLE = /\\|\/\/|\/\.{1,2}(\/|$)/;
/** A percent-encoded letter, digit, dot, dash, slash or control character: no client needs to encode these. */
const NEEDLESSLY_ENCODED = /%(?![\da-f]{2})|%([01][\da-f]|2[def]|3\d|4[1-9a-f]|5[\dacf]|6[1-9a-f]|7[\daef])/i;

/**
 * Whether every parser reads a path (without its query) in the same way. This server and Next both route by the path,
 * and Next normalizes and decodes it first: both must agree on what `/x/../trpc/` is.
 */
export const isPlainPath = (path: string): boolean =>
  !NORMALIZABLE.test(path) && !NEEDLESSLY_ENCODED.test(path);
