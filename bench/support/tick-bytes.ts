import { get } from "node:http";
import { brotliDecompressSync } from "node:zlib";
import type { MarketStatus } from "#features/feed/contract.ts";
import type { ItemChanges } from "#features/market/contract.ts";

const POLL_MS = 1_000;
const KB = 1_024;

/** The answer of a tRPC query, and its size as a browser receives it (br), bytes. */
async function query<T>(url: string, path: string, input?: unknown): Promise<{ data: T; bytes: number }> {
  const search = input === undefined ? "" : `?input=${encodeURIComponent(JSON.stringify(input))}`;
  const body = await new Promise<Buffer>((resolve, reject) => {
    get(`${url}/trpc/${path}${search}`, { headers: { "accept-encoding": "br" } }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => resolve(Buffer.concat(chunks)));
    }).on("error", reject);
  });
  // Small answers are not compressed.
  const text = body[0] === 0x7b ? body : brotliDecompressSync(body);
  return { data: (JSON.parse(text.toString()) as { result: { data: T } }).result.data, bytes: body.length };
}

/** The number of rows in which any column changed. */
function rowsChanged(answer: ItemChanges): number {
  if (answer.since === null) throw new Error("a page that follows each tick got a whole list");
  const rows = new Set<number>();
  for (const change of Object.values(answer.changed)) {
    let row = -1;
    for (const step of change?.steps ?? []) rows.add((row += step));
  }
  return rows.size;
}

/**
 * Follows the market as a page does, for a number of versions. Answers the size of each (br, KB) with the share of rows
 * that it changes, and of a first load.
 */
export async function measureTickBytes(url: string, count: number) {
  const whole = await query<ItemChanges>(url, "items.getChanges", { since: null });
  const catalogue = await query<{ columns: { id: number[] } }>(url, "items.getCatalogue", {
    version: whole.data.catalogue,
  });
  const total = catalogue.data.columns.id.length;
  const ticks: { kb: number; share: number }[] = [];
  let { version } = whole.data;
  while (ticks.length < count) {
    await new Promise((done) => setTimeout(done, POLL_MS));
    const status = await query<MarketStatus>(url, "items.getStatus");
    if (status.data.version === version) continue;
    const { data, bytes } = await query<ItemChanges>(url, "items.getChanges", { since: version });
    if (data.version === version) continue;
    version = data.version;
    ticks.push({ kb: bytes / KB, share: rowsChanged(data) / total });
  }
  return { wholeKb: whole.bytes / KB, catalogueKb: catalogue.bytes / KB, ticks };
}
