import type { Clock } from "#platform/clock.ts";
import type { Db } from "#platform/db/db.ts";
import type { Limiter } from "#platform/limits/limiter.ts";
import type { Log } from "#platform/log/log.ts";
import type { Sealer } from "#platform/sealer.ts";
import type { SessionCopies } from "./sessions/copy-sessions.ts";
import type { Auth } from "./core/open-auth.ts";

/** What the verbs of accounts may ask for; each takes the part it needs. */
export type AccountDeps = {
  db: Db;
  clock: Clock;
  log: Log;
  auth: Auth;
  sealer: Sealer;
  limiter: Limiter;
  sessionCopies: SessionCopies;
};
