/**
 * The resident memory of the web process of a whole copy: at the start, after MEMORY_PAGES (10,000) distinct pages, after the
 * attacks of `bench:abuse` (ABUSE_SECONDS, 60), and after MEMORY_IDLE_S (300) seconds without requests. The last line has all four. Fails if the
 * end is more than 100 MB above the start. Takes about a quarter of an hour.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "#processes/up/children/tied-process.ts";
import { startCopy, waitUntilFilled } from "./support/copy.ts";
import { makeDeadCookies, startAttacks } from "./support/abuse/start-attacks.ts";
import { runHonestUsers } from "./support/abuse/honest.ts";
import { findWebProcess, residentMb } from "./support/abuse/web-memory.ts";
import { heapParts } from "./support/heap-parts.ts";

const PAGES = Number(process.env["MEMORY_PAGES"] ?? 10_000);
const IDLE_S = Number(process.env["MEMORY_IDLE_S"] ?? 300);
const ATTACK_S = Number(process.env["ABUSE_SECONDS"] ?? 60);
const MAX_GROWTH_MB = 100;
/** Pages that are asked for at once: twice as many as the server renders, so that it always has one to render. */
const AT_ONCE = 4;
/** An address may have so many pages rendered in a minute. */
const PAGES_OF_ADDRESS = 250;
const RANGES = ["", "?range=1m", "?range=3m", "?range=1y"];

const adminPort = await freePort();
const copy = await startCopy({ variables: { ADMIN_PORT: String(adminPort) } });
try {
  await waitUntilFilled(copy.url);
  const web = await findWebProcess(copy.pid);
  await runHonestUsers(copy.url, 5, 10);
  const measure = async (name: string): Promise<number> => {
    const mb = await residentMb(web);
    console.log(JSON.stringify({ [name]: mb, ...(await heapParts(adminPort)) }));
    return mb;
  };
  const startMb = await measure("startMb");
  const ids = await itemIds();
  const statuses = await crawl(
    ids.flatMap((id) => RANGES.map((range) => `/items/${id}${range}`)).slice(0, PAGES),
  );
  console.log({ statuses });
  const afterPagesMb = await measure("afterPagesMb");
  await startAttacks({ url: copy.url, deadCookies: await makeDeadCookies(copy.dataDir), seconds: ATTACK_S });
  const afterAttacksMb = await measure("afterAttacksMb");
  await sleep(IDLE_S * 1_000);
  const endMb = await measure("endMb");
  const isHeld = endMb <= startMb + MAX_GROWTH_MB && (statuses["200"] ?? 0) >= 0.99 * PAGES;
  process.exitCode = isHeld ? 0 : 1;
  console.log(JSON.stringify({ startMb, afterPagesMb, afterAttacksMb, endMb }));
} finally {
  await copy.stop();
}

async function itemIds(): Promise<number[]> {
  const answer = await fetch(`${copy.url}/trpc/items.getAll`);
  const { result } = (await answer.json()) as { result: { data: { columns: { id: number[] } } } };
  return result.data.columns.id;
}

/** Asks for each page once; how many answers had each status. A refused one is asked for again. */
async function crawl(paths: readonly string[]): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  let next = 0;
  const reader = async () => {
    for (let at = next++; at < paths.length; at = next++) {
      const address = Math.floor(at / PAGES_OF_ADDRESS);
      const headers = { "x-forwarded-for": `192.0.2.${address % 256}` };
      for (;;) {
        const response = await fetch(copy.url + paths[at], { headers });
        await response.arrayBuffer();
        if (response.status !== 503) {
          counts[response.status] = (counts[response.status] ?? 0) + 1;
          break;
        }
        await sleep(200);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, reader));
  return counts;
}
