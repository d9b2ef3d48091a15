import type { Answer } from "#processes/web/bytes/byte-cache.ts";

/** A larger answer, of one call or of a batch, is refused: the caller can ask for less at once. */
export const MAX_ANSWER_BYTES = 4 * 1024 * 1024;
/** The answer of a larger batch is neither cached nor compressed, because those of its calls are. */
const MAX_KEPT_BYTES = 256 * 1024;

const [OPEN, COMMA, CLOSE] = [Buffer.from("["), Buffer.from(","), Buffer.from("]")];

type Part = Pick<Answer, "status" | "bodies">;

/**
 * Composes the answer of a batch as tRPC does: a JSON array of the answers of its calls, and the status that all of them
 * have, or else 207. `isKept`: small enough for the byte cache. Null if the answers together exceed MAX_ANSWER_BYTES.
 */
export function composeBatch(
  parts: readonly Part[],
): { status: number; body: Buffer; isKept: boolean } | null {
  const size = parts.reduce((sum, { bodies }) => sum + bodies.identity.length, 0);
  if (size > MAX_ANSWER_BYTES) return null;
  const bodies = parts.flatMap((part, index) => [index === 0 ? OPEN : COMMA, part.bodies.identity]);
  return { status: statusOf(parts), body: Buffer.concat([...bodies, CLOSE]), isKept: size <= MAX_KEPT_BYTES };
}

function statusOf(parts: readonly Part[]): number {
  const [status, ...others] = new Set(parts.map((part) => part.status));
  return status === undefined || others.length > 0 ? 207 : status;
}
