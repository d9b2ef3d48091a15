import { readEnv } from "#platform/env.ts";
import type { Env, Role } from "#platform/env.ts";

/** EX_CONFIG: a restart does not help, because the configuration must change. */
export const EXIT_CONFIG = 78;

/** The environment of a process's role. Ends the process with EXIT_CONFIG and one message if it is not usable. */
export function readEnvOrExit<R extends Role>(role: R): Env<R> {
  try {
    return readEnv(role);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return process.exit(EXIT_CONFIG);
  }
}
