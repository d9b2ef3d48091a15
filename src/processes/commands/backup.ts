import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { systemClock } from "#platform/clock.ts";
import { UserError } from "#processes/up/user-error.ts";
import { makeBackup } from "./backup/make-backup.ts";
import { restoreBackup } from "./backup/restore-backup.ts";
import { readEnvOrExit } from "#processes/exit-config.ts";

/** `npm run backup -- --to DIR` and `npm run restore -- --from DIR`, of the copy in DATA_DIR. */
const USAGE = "npm run backup -- --to FOLDER, or npm run restore -- --from FOLDER";
const dataDir = resolve(readEnvOrExit("up").DATA_DIR);
try {
  const { values } = parseArgs({ options: { to: { type: "string" }, from: { type: "string" } } });
  if (values.to !== undefined) {
    const { files, bytes, wasRunning } = await makeBackup(dataDir, resolve(values.to), systemClock.now());
    const state = wasRunning ? "while it ran" : "of the stopped copy";
    console.log(
      `backed up ${dataDir} ${state}: ${files} files, ${Math.round(bytes / 1e6)} MB, with its secrets`,
    );
  } else if (values.from !== undefined) {
    const { files, madeAt } = await restoreBackup(resolve(values.from), dataDir);
    console.log(`restored ${files} files of ${madeAt} into ${dataDir}; npm run up starts them`);
  } else throw new UserError(USAGE);
} catch (error) {
  const known = error instanceof UserError || (error instanceof Error && "code" in error);
  console.error(`! ${known ? error.message : error instanceof Error ? error.stack : String(error)}`);
  process.exitCode = 1;
}
