/**
 * What `npm run up` takes on a machine where nobody asks for anything: seconds until it is ready and until its history is
 * filled, then, after IDLE_S (300) seconds, the memory of all its processes and the disk of its database. Memory is PSS: a
 * page that several processes share counts once in all, so that PostgreSQL's cache is not counted for each connection. The
 * last line has all figures. Fails above 600 MB, or if the write-ahead log is larger than it may be. Linux only.
 */
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startCopy, waitUntilFilled } from "./support/copy.ts";
import { memoryOfTree } from "./support/process-memory.ts";

const IDLE_S = Number(process.env["IDLE_S"] ?? 300);
const MAX_PSS_MB = 600;
/** max_wal_size asks for a checkpoint, and what is written until it is done comes on top. */
const MAX_WAL_MB = 1.25 * 256;
const MB = 1024 * 1024;
const WAL_SAMPLE_MS = 2_000;

const since = performance.now();
const seconds = () => Math.round((performance.now() - since) / 1_000);
const copy = await startCopy({ args: [] });
const cluster = join(copy.dataDir, "postgres", "cluster");
const wal = watchWal();
try {
  const readyS = seconds();
  await waitUntilFilled(copy.url);
  const filledS = seconds();
  await sleep(IDLE_S * 1_000);
  const processes = await memoryOfTree(copy.pid);
  console.table(processes.map(({ pssMb, rssMb, command }) => ({ pssMb, rssMb, command })));
  const sum = (of: "pssMb" | "rssMb") => Math.round(processes.reduce((all, one) => all + one[of], 0));
  const walHighMb = wal.stop();
  const figures = {
    readyS,
    filledS,
    pssMb: sum("pssMb"),
    rssMb: sum("rssMb"),
    walMb: await sizeMb(join(cluster, "pg_wal")),
    walHighMb,
    databaseMb: await sizeMb(join(cluster, "base")),
  };
  process.exitCode = figures.pssMb <= MAX_PSS_MB && walHighMb <= MAX_WAL_MB ? 0 : 1;
  console.log(JSON.stringify(figures));
} finally {
  wal.stop();
  await copy.stop();
}

/** The largest size of the write-ahead log until `stop`, MB. */
function watchWal(): { stop: () => number } {
  let highestMb = 0;
  const timer = setInterval(() => {
    void sizeMb(join(cluster, "pg_wal")).then((sizeNow) => (highestMb = Math.max(highestMb, sizeNow)));
  }, WAL_SAMPLE_MS);
  return {
    stop: () => {
      clearInterval(timer);
      return highestMb;
    },
  };
}

async function sizeMb(folder: string): Promise<number> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  const sizes = await Promise.all(
    names.map((name) =>
      stat(join(folder, name)).then(
        (file) => (file.isFile() ? file.size : 0),
        // A segment or a table may go meanwhile.
        () => 0,
      ),
    ),
  );
  return Math.round(sizes.reduce((all, size) => all + size, 0) / MB);
}
