import type { Sql } from "postgres";

/** Bytes that can be read from any position, any number of times. */
export type StoredFile = {
  size: number;
  /** The bytes from `from` to before `to`, about 1 MB at a time. */
  read: (from: number, to: number) => AsyncGenerator<Buffer>;
};

/** A file as it was uploaded. `onBytes` is told how many bytes were read. */
export const storedFile = (
  sql: Sql,
  { id, sizeBytes }: { id: string; sizeBytes: number },
  onBytes: (bytes: number) => void,
): StoredFile => ({
  size: sizeBytes,
  async *read(from, to) {
    let position = from;
    while (position < to) {
      const [chunk] = await sql<{ start: number; bytes: Buffer }[]>`
        select offset_bytes::float8 as start, bytes from import_chunks
        where import_id = ${id} and offset_bytes <= ${position}
        order by offset_bytes desc limit 1`;
      const bytes = chunk?.bytes.subarray(position - chunk.start, to - chunk.start);
      if (bytes === undefined || bytes.length === 0)
        throw new Error(`import ${id} lacks its byte ${position}`);
      position += bytes.length;
      onBytes(bytes.length);
      yield bytes;
    }
  },
});
