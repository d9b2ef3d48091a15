import { Readable } from "node:stream";
import { RandomAccessReader, fromRandomAccessReaderPromise } from "yauzl";
import type { Entry as ZipEntry, ZipFile } from "yauzl";
import { isAppError } from "#platform/app-error.ts";
import { isDatabaseUnavailable } from "#platform/db/db.ts";
import { MAX_ENTRIES } from "#features/imports/rules/sizes.ts";
import type { StoredFile } from "#features/imports/upload/stored-file.ts";
import { refusedFile } from "./budget.ts";

class FileReader extends RandomAccessReader {
  readonly #file: StoredFile;

  constructor(file: StoredFile) {
    super();
    this.#file = file;
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(this.#file.read(start, end), { objectMode: false });
  }
}

/** Errors of the library are about the file; those of the database are not. */
function asRefusal(error: unknown): unknown {
  if (isAppError(error) || isDatabaseUnavailable(error) || !(error instanceof Error)) return error;
  if (/relative path|absolute path|invalid characters/i.test(error.message))
    return refusedFile("The zip file names a file outside itself, so it is not opened");
  return refusedFile(`The zip file is damaged: ${error.message}`);
}

/** Folders, and what file managers add by themselves. */
const isLeftOut = ({ fileName }: ZipEntry): boolean =>
  fileName.endsWith("/") || fileName.startsWith("__MACOSX/") || /(?:^|\/)\.[^/]*$|Thumbs\.db$/.test(fileName);

async function* readEntry(zip: ZipFile, entry: ZipEntry): AsyncGenerator<Buffer> {
  try {
    yield* (await zip.openReadStreamPromise(entry)) as AsyncIterable<Buffer>;
  } catch (error) {
    throw asRefusal(error);
  }
}

/** The files of a zip by name, so that the parts of a rotated log follow one another. */
export async function openZip(
  file: StoredFile,
): Promise<{ name: string; open: () => AsyncGenerator<Buffer> }[]> {
  try {
    const zip = await fromRandomAccessReaderPromise(new FileReader(file), file.size, {
      lazyEntries: true,
      autoClose: false,
    });
    if (zip.entryCount > MAX_ENTRIES)
      throw refusedFile(`The zip file has ${zip.entryCount} files; at most ${MAX_ENTRIES} are read`);
    const entries: ZipEntry[] = [];
    for await (const entry of zip.eachEntry()) {
      if (isLeftOut(entry)) continue;
      if (entry.isEncrypted()) throw refusedFile("The zip file is locked with a password");
      entries.push(entry);
    }
    if (entries.length === 0) throw refusedFile("The zip file is empty");
    const byName = entries.toSorted((a, b) => (a.fileName < b.fileName ? -1 : 1));
    return byName.map((entry) => ({
      name: (entry.fileName.split("/").at(-1) ?? "").slice(0, 200),
      open: () => readEntry(zip, entry),
    }));
  } catch (error) {
    throw asRefusal(error);
  }
}
