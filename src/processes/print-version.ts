import { describeVersion, readVersion } from "#platform/version.ts";

/** With `--version` among the arguments, prints the version and ends the process before anything starts. */
export function exitIfVersionIsAsked(): void {
  if (!process.argv.includes("--version")) return;
  console.log(describeVersion(readVersion()));
  process.exit(0);
}
