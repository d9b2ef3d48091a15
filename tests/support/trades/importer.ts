import type { DbHandle } from "#platform/db/db.ts";
import type { ImportView, RowPage } from "#features/imports/contract.ts";
import { MAX_CHUNK_BYTES } from "#features/imports/rules/sizes.ts";
import { runImport } from "#features/imports/work/run-import.ts";
import { readCapture } from "../market/captures.ts";
import { silentLog } from "../servers/feed.ts";
import type { Member } from "../people/members.ts";
import type { Desk } from "../people/desk.ts";
import { joinTrader } from "./trader.ts";
import type { Trader } from "./trader.ts";

/** The whole catalogue by its names, for logs that name items. */
export async function seedCatalogue(db: DbHandle): Promise<void> {
  const names = await readCapture<[id: number, name: string][]>("item-names.json");
  await db.sql`
    insert into items (id, name, examine, members, icon, updated_at)
    select (pair ->> 0)::int, pair ->> 1, '', false, '', now()
    from jsonb_array_elements(${JSON.stringify(names)}::text::jsonb) as pair on conflict do nothing`;
}

type Answer = { status: number; body: { receivedBytes?: number; error?: { code: string } } };

/** Sends bytes of a file as the page does. */
export async function sendBytes(
  web: { url: string },
  { cookies, address }: Pick<Member, "cookies" | "address">,
  { id, offset, bytes }: { id: string; offset: number; bytes: Uint8Array },
): Promise<Answer> {
  const response = await fetch(`${web.url}/api/imports/${id}?offset=${offset}`, {
    method: "PUT",
    headers: {
      "x-forwarded-for": address,
      cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; "),
    },
    body: Buffer.from(bytes),
  });
  return { status: response.status, body: (await response.json()) as Answer["body"] };
}

export type Importer = Trader & {
  /** Uploads a file, and lets a worker read it. */
  send: (bytes: Uint8Array | string, name?: string) => Promise<ImportView>;
  upload: (bytes: Uint8Array | string, name?: string) => Promise<string>;
  /** Lets a worker do what the import's state asks for. */
  work: (id: string) => Promise<ImportView>;
  answer: (id: string, input: object) => Promise<ImportView>;
  commit: (id: string) => Promise<ImportView>;
  undo: (id: string) => Promise<ImportView>;
  rows: (id: string, status: string) => Promise<RowPage["rows"]>;
};

export async function joinImporter(desk: Desk): Promise<Importer> {
  const trader = await joinTrader(desk);
  const upload = async (content: Uint8Array | string, name = "log.txt") => {
    const bytes = Buffer.from(content);
    const { id } = await trader.do<ImportView>("imports.create", { name, sizeBytes: bytes.length });
    for (let offset = 0; offset < bytes.length; offset += MAX_CHUNK_BYTES) {
      const part = bytes.subarray(offset, offset + MAX_CHUNK_BYTES);
      const { status } = await sendBytes(desk.web, trader, { id, offset, bytes: part });
      if (status !== 200) throw new Error(`a part was answered with ${status}`);
    }
    return id;
  };
  const work = async (id: string) => {
    const deps = { db: desk.db.orm, clock: desk.clock, log: silentLog, billing: null };
    await runImport(deps, id, { signal: new AbortController().signal, isLastAttempt: false });
    return trader.get<ImportView>("imports.get", { id });
  };
  const tell = async (path: string, id: string, input: object = {}) => {
    await trader.do(path, { id, ...input });
    return work(id);
  };
  return {
    ...trader,
    upload,
    work,
    send: async (content, name) => work(await upload(content, name)),
    answer: (id, input) => tell("imports.configure", id, input),
    commit: (id) => tell("imports.commit", id),
    undo: (id) => tell("imports.undo", id),
    rows: async (id, status) => (await trader.get<RowPage>("imports.rows", { id, status, limit: 200 })).rows,
  };
}
