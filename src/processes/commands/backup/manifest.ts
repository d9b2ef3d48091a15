import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { z } from "zod";
import { UserError } from "#processes/up/user-error.ts";

const MANIFEST = "manifest.json";

const fileEntry = z.object({
  /** Relative to the folder, with `/`. */
  path: z.string(),
  bytes: z.number().int(),
  sha256: z.string(),
});
export type FileEntry = z.infer<typeof fileEntry>;
const manifest = z.object({
  format: z.literal("ge-metrics backup 1"),
  madeAt: z.string(),
  files: z.array(fileEntry),
});
export type Manifest = z.infer<typeof manifest>;

/** Copies a file and returns what the manifest says of it. Creates the folder. */
export async function copyFile(from: string, to: string, path: string): Promise<FileEntry> {
  const target = join(to, path);
  await mkdir(dirname(target), { recursive: true, mode: 0o700 });
  const hash = createHash("sha256");
  let bytes = 0;
  const measure = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      hash.update(chunk);
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  await pipeline(createReadStream(from), measure, createWriteStream(target, { mode: 0o600 }));
  return { path, bytes, sha256: hash.digest("hex") };
}

/** Written last: a backup without it is not complete. */
export const writeManifest = (dir: string, files: readonly FileEntry[], madeAt: Date): Promise<void> =>
  writeFile(
    join(dir, MANIFEST),
    JSON.stringify({ format: "ge-metrics backup 1", madeAt: madeAt.toISOString(), files }, null, 1),
    { mode: 0o600 },
  );

export async function readManifest(dir: string): Promise<Manifest> {
  const text = await readFile(join(dir, MANIFEST), "utf8").catch(() => null);
  if (text === null) throw new UserError(`${dir} holds no complete backup: it has no ${MANIFEST}.`);
  const parsed = manifest.safeParse(JSON.parse(text));
  if (!parsed.success) throw new UserError(`${join(dir, MANIFEST)} is not that of a backup of this program.`);
  return parsed.data;
}

/** Reads a file and throws if it is not as the manifest says. */
export async function checkFile(dir: string, { path, bytes, sha256 }: FileEntry): Promise<void> {
  const hash = createHash("sha256");
  let size = 0;
  try {
    for await (const chunk of createReadStream(join(dir, path))) {
      hash.update(chunk as Buffer);
      size += (chunk as Buffer).length;
    }
  } catch {
    throw new UserError(`${path} is missing in the backup. Nothing was restored.`);
  }
  if (size !== bytes || hash.digest("hex") !== sha256)
    throw new UserError(`${path} is damaged: it is not as it was written. Nothing was restored.`);
}
