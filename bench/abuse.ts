/**
 * Runs the attacks of bench/support/abuse/attacks.ts on a whole copy, beside 20 honest users, for ABUSE_SECONDS (60).
 * The last line gives the honest users' 99th percentile and their answers of 5xx, and the highest resident memory of
 * the web process. Fails above 300 ms, 0 and 500 MB. Everything is on this machine and ends by itself.
 */
import { startCopy, waitUntilFilled } from "./support/copy.ts";
import { makeDeadCookies, startAttacks } from "./support/abuse/start-attacks.ts";
import { runHonestUsers } from "./support/abuse/honest.ts";
import { findWebProcess, residentMb, watchMemory } from "./support/abuse/web-memory.ts";

const USERS = 20;
const WARM_UP_S = 20;
const LIMITS = { honestP99Ms: 300, honest5xx: 0, webRssMb: 500 };
const seconds = Number(process.env["ABUSE_SECONDS"] ?? 60);

const copy = await startCopy();
try {
  await waitUntilFilled(copy.url);
  const web = await findWebProcess(copy.pid);
  console.log({ webRssMb: await residentMb(web) });
  console.log("without attacks", await runHonestUsers(copy.url, USERS, WARM_UP_S));
  const memory = watchMemory(web);
  const attack = startAttacks({ url: copy.url, deadCookies: await makeDeadCookies(copy.dataDir), seconds });
  const honest = await runHonestUsers(copy.url, USERS, seconds);
  console.log("with attacks", honest);
  console.log(await attack);
  const result = {
    honestP99Ms: honest.p99Ms,
    honest5xx: honest.answers5xx,
    webRssMb: await memory.stop(),
  };
  const isHeld = Object.entries(LIMITS).every(
    ([name, limit]) => result[name as keyof typeof LIMITS] <= limit,
  );
  process.exitCode = isHeld && honest.requests > 0 ? 0 : 1;
  console.log(JSON.stringify(result));
} finally {
  await copy.stop();
}
