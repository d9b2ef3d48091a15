import { AsyncLocalStorage } from "node:async_hooks";
import { argon2, randomBytes, timingSafeEqual } from "node:crypto";
import { availableParallelism } from "node:os";
import { promisify } from "node:util";
import { createWorkQueue } from "#platform/limits/work-queue.ts";
import type { WorkOwner } from "#platform/limits/work-queue.ts";

const derive = promisify(argon2);

/**
 * Argon2id with 12 MiB, three passes and one lane, in the PHC string format. OWASP lists several settings of equal
 * strength; this one is the fastest measured (28 ms of a core; 19 MiB with two passes takes 37 ms).
 */
const COST = { memory: 12_288, passes: 3, parallelism: 1 } as const;
const SALT_BYTES = 16;
const TAG_BYTES = 32;
const PREFIX = `$argon2id$v=19$m=${COST.memory},t=${COST.passes},p=${COST.parallelism}$`;
const FORMAT = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d{1,2})\$([\w+/-]{1,86})\$([\w+/-]{1,86})$/;

/** Hashes that run at once, one per core. Half of the cores stay free for other requests. */
const slots = Math.max(1, Math.floor(availableParallelism() / 2));
/** Bounded, because a sign-in that waits for many others comes too late: 60 hashes take about 2 s of one core. */
const queue = createWorkQueue({
  slots,
  maxWaiting: 60 * slots,
  maxWaitMs: 5_000,
  message: "Too many people sign in at the moment. Try again in a few seconds",
});

/** better-auth calls the functions below without saying for whom. */
const owners = new AsyncLocalStorage<WorkOwner>();

/** Runs `work`; its passwords wait in the queue as those of `owner`. */
export const hashFor = <T>(owner: WorkOwner, work: () => Promise<T>): Promise<T> => owners.run(owner, work);

const unpadded = (bytes: Buffer): string => bytes.toString("base64").replaceAll("=", "");

/** Normalizes Unicode, so that every way to type a character gives the same password (NIST SP 800-63B 3.1.1.2). */
const bytesOf = (password: string): Buffer => Buffer.from(password.normalize("NFKC"));

export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(SALT_BYTES);
  const tag = await queue.run(
    () => derive("argon2id", { ...COST, message: bytesOf(password), nonce, tagLength: TAG_BYTES }),
    owners.getStore(),
  );
  return `${PREFIX}${unpadded(nonce)}$${unpadded(tag)}`;
}

/** Uses the cost parameters in the hash, so that hashes with older parameters still verify. */
export async function verifyPassword(hash: string, password: string): Promise<boolean> {
  const [, memory, passes, parallelism, salt, tag] = FORMAT.exec(hash) ?? [];
  if (salt === undefined || tag === undefined) return false;
  const expected = Buffer.from(tag, "base64");
  const found = await queue.run(
    () =>
      derive("argon2id", {
        message: bytesOf(password),
        nonce: Buffer.from(salt, "base64"),
        memory: Number(memory),
        passes: Number(passes),
        parallelism: Number(parallelism),
        tagLength: expected.length,
      }),
    owners.getStore(),
  );
  return timingSafeEqual(found, expected);
}
