import { expect, test } from "vitest";
import type { Db } from "#platform/db/db.ts";
import { createEncryption } from "#platform/encryption.ts";
import { openLog } from "#platform/log/log.ts";
import { findSession } from "./find-session.ts";
import { createSessionCache } from "./session-cache.ts";

const VISITOR = { ip: "192.0.2.1", userAgent: "" };

test("a token of no session is looked up once in half a minute", async () => {
  let nowMs = 1_000;
  let queries = 0;
  const clock = { now: () => new Date(nowMs) };
  const redis = {
    get: () => Promise.resolve(null),
    setIfAbsent: () => Promise.resolve(),
    overwrite: () => Promise.resolve(),
  };
  const encryption = createEncryption(["secret-secret-secret-secret-secret"]);
  const sessionCache = createSessionCache({
    redis,
    encryption,
    clock,
    log: openLog({ level: "silent", process: "test" }),
  });
  const rows = { from: () => rows, innerJoin: () => rows, where: () => (queries++, Promise.resolve([])) };
  const db = { select: () => rows } as unknown as Db;
  const look = (token: string) => findSession({ db, clock, sessionCache }, token, VISITOR);
  for (let at = 0; at < 5; at++) expect(await look("gone")).toBeNull();
  expect(queries).toBe(1);
  await look("other");
  expect(queries).toBe(2);
  nowMs += 30_001;
  await look("gone");
  expect(queries).toBe(3);
});
