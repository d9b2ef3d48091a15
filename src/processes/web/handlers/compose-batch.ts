import type { Answer } from "#processes/web/bytes/byte-cache.ts";

const [OPEN, COMMA, CLOSE] = [Buffer.from("["), Buffer.from(","), Buffer.from("]")];

/** The body of a batch: a JSON array of the answers of its calls, as tRPC writes it. */
export function composeBatch(answers: readonly Pick<Answer, "bodies">[]): Buffer {
  const parts = answers.flatMap(({ bodies }, index) => [index === 0 ? OPEN : COMMA, bodies.identity]);
  return Buffer.concat([...(parts.length === 0 ? [OPEN] : parts), CLOSE]);
}

/** tRPC's status of a batch: the one that all calls have, else 207. */
export function statusOf(answers: readonly Pick<Answer, "status">[]): number {
  const statuses = new Set(answers.map(({ status }) => status));
  const [only] = statuses;
  return statuses.size === 1 && only !== undefined ? only : 207;
}
