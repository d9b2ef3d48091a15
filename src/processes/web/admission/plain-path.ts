/** Dot segments, empty ones and back slashes, which the next reader of the path may fold away. */
const FOLDED = /\\|\/\/|\/\.{1,2}(\/|$)/;
/** A coded letter, digit, dot, dash, slash or control character: no client needs to write these so. */
const CODED = /%(?![\da-f]{2})|%([01][\da-f]|2[def]|3\d|4[1-9a-f]|5[\dacf]|6[1-9a-f]|7[\daef])/i;

/**
 * Whether a path, without its query, can be read in one way only. What is answered is decided by its first letters, here
 * and again by Next, which folds and decodes: `/x/../trpc/` must not be one thing to one and another to the other.
 */
export const isPlainPath = (path: string): boolean => !FOLDED.test(path) && !CODED.test(path);
