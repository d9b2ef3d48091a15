/** Making or sending this many bytes costs about as much CPU time as a small call. */
const BYTES_PER_POINT = 64 * 1024;

/** Bytes of one answer: those that go over the wire, and those that were made for this request; 0 if they were cached. */
export type AnswerBytes = { sent: number; made: number };

/**
 * The points that an answer costs above the one of each call: a call pays for 64 KB, sent and made together. A batch of
 * 20 small calls costs 20; the whole list costs 3 compressed and 14 uncompressed.
 */
export const extraPoints = (calls: number, { sent, made }: AnswerBytes): number =>
  Math.max(0, Math.ceil((sent + made) / BYTES_PER_POINT) - calls);
