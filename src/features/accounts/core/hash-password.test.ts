import { availableParallelism } from "node:os";
import { expect, it } from "vitest";
import { AppError } from "#platform/app-error.ts";
import { hashPassword, verifyPassword } from "./hash-password.ts";

it("a hash verifies its password and no other", async () => {
  const hash = await hashPassword("correct horse battery");
  expect(await verifyPassword(hash, "correct horse battery")).toBe(true);
  expect(await verifyPassword(hash, "correct horse batteries")).toBe(false);
  expect(await verifyPassword("$argon2id$v=19$m=1", "correct horse battery")).toBe(false);
});

it("beyond the bounds of the queue a sign-in is refused at once, and the others are answered", async () => {
  const hash = await hashPassword("correct horse battery");
  const slots = Math.max(1, Math.floor(availableParallelism() / 2));
  const room = slots + 60 * slots;
  let first = true;
  const refused: unknown[] = [];
  const refusedByTheFirst = Promise.withResolvers<number>();
  const results = Array.from({ length: room + 7 }, () =>
    verifyPassword(hash, "correct horse battery").then(
      (matches) => {
        if (first) refusedByTheFirst.resolve(refused.length);
        first = false;
        return matches;
      },
      (error: unknown) => void refused.push(error),
    ),
  );
  // Later ones may be refused too, for a busy machine takes longer than the deadline.
  expect(await refusedByTheFirst.promise).toBe(7);
  const answers = await Promise.all(results);
  for (const reason of refused) {
    expect(reason).toBeInstanceOf(AppError);
    expect(reason).toMatchObject({ code: "unavailable", detail: { retryAfterS: 5 } });
  }
  expect(answers.filter(Boolean)).toHaveLength(room + 7 - refused.length);
});
