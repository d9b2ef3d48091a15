/** Enough of a file to recognise its format: the mark of a tar archive is at byte 257. */
export const HEAD_BYTES = 512;

type Format = { name: string; todo: string; at?: number; mark: readonly number[] | string };

const UTF_8 = "save it as UTF-8, for example with iconv -f UTF-16 -t UTF-8";
const UNPACK = "unpack it first, and import the files in it";

const FORMATS: readonly Format[] = [
  { name: "UTF-16 text", todo: UTF_8, mark: [0xff, 0xfe] },
  { name: "UTF-16 text", todo: UTF_8, mark: [0xfe, 0xff] },
  // JSON begins with an ASCII character, so that one of its two bytes is 0.
  { name: "UTF-16 text", todo: UTF_8, at: 1, mark: [0x00] },
  { name: "UTF-16 text", todo: UTF_8, mark: [0x00] },
  { name: "a tar archive", todo: `${UNPACK} (tar -xf)`, at: 257, mark: "ustar" },
  { name: "a zip archive", todo: `${UNPACK} (unzip)`, mark: "PK\u0003\u0004" },
  { name: "compressed by zstd", todo: `${UNPACK} (unzstd)`, mark: [0x28, 0xb5, 0x2f, 0xfd] },
  { name: "compressed by xz", todo: `${UNPACK} (unxz)`, mark: [0xfd, 0x37, 0x7a, 0x58, 0x5a] },
  { name: "compressed by bzip2", todo: `${UNPACK} (bunzip2)`, mark: "BZh" },
  { name: "compressed by gzip twice", todo: `${UNPACK} (gunzip)`, mark: [0x1f, 0x8b] },
];

/**
 * What a file is that starts with these bytes, and what to do with it; null if it may be JSON in UTF-8. Of a gzip file
 * the bytes are the unpacked ones.
 */
export function foreignFormat(head: Buffer): string | null {
  const format = FORMATS.find(({ at = 0, mark }) => {
    const bytes = typeof mark === "string" ? Buffer.from(mark, "latin1") : Buffer.from(mark);
    return head.subarray(at, at + bytes.length).equals(bytes);
  });
  return format === undefined ? null : `This file is ${format.name}: ${format.todo}`;
}
