import { availableParallelism } from "node:os";
import { expect, test } from "vitest";
import { useDesk } from "../../support/people/desk.ts";
import { randomEmail, signUp } from "../../support/people/members.ts";
import { createVisitor } from "../../support/people/visitor.ts";

const desk = useDesk();
/** Hashes that run at once. */
const SLOTS = Math.max(1, Math.floor(availableParallelism() / 2));

test("sign-ins from very many addresses at once get a typed 503 beyond the queue, and then sign-in works", async () => {
  const member = await signUp(desk.web, desk.db);
  const statuses = await Promise.all(
    Array.from({ length: 300 * SLOTS }, async () => {
      const answer = await createVisitor(desk.web).tell("auth.login", {
        email: randomEmail(),
        password: "correct horse battery",
      });
      return [answer.status, answer.error?.app?.["code"]].join(" ");
    }),
  );
  expect(new Set(statuses)).toEqual(new Set(["401 unauthenticated", "503 unavailable"]));
  const { data } = await createVisitor(desk.web).tell("auth.login", {
    email: member.email,
    password: member.password,
  });
  expect(data).toMatchObject({ user: { id: member.userId } });
});

test("a device that has signed in before goes first, however many strangers wait", async () => {
  const member = await signUp(desk.web, desk.db);
  const { email, password } = member;
  expect((await member.tell("auth.logout")).status).toBe(200);
  let isBack = false;
  const strangers = Array.from({ length: 200 * SLOTS }, async () => {
    const typed = { email: randomEmail(), password: "correct horse battery" };
    const { status } = await createVisitor(desk.web).tell("auth.login", typed);
    return { status, wasAfter: isBack };
  });
  // Some have been answered and others are waiting.
  await Promise.race(strangers);
  const answer = await member.tell("auth.login", { email, password });
  isBack = true;
  expect(answer.data).toMatchObject({ user: { id: member.userId } });
  const answers = await Promise.all(strangers);
  expect(answers.filter(({ status, wasAfter }) => status === 401 && wasAfter).length).toBeGreaterThan(30);
});
