import { openChildLog } from "#processes/up/log/child-log.ts";
import { buildPages } from "#processes/up/build/build-pages.ts";
import { logDirOf } from "#processes/up/run.ts";

/** Builds the pages and their compressed files for `npm run web`; does nothing if they are up to date. */
const log = openChildLog(logDirOf(".data"), "build", console.log);
try {
  await buildPages({ log, setDetail: (text) => console.log(text), signal: new AbortController().signal });
} catch (error) {
  console.error(`! ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
} finally {
  await log.close();
}
