import { crc32, deflateRawSync } from "node:zlib";

type File = { name: string; bytes: Buffer };

const DEFLATE = 8;

/** The header of a file: a local one before its bytes, or one of the directory at the end. */
function headerOf({ name, bytes }: File, packed: Buffer, offset: number | null): Buffer {
  const text = Buffer.from(name);
  const shared = Buffer.alloc(26);
  shared.writeUInt16LE(20, 0);
  shared.writeUInt16LE(DEFLATE, 4);
  shared.writeUInt32LE(crc32(bytes), 10);
  shared.writeUInt32LE(packed.length, 14);
  shared.writeUInt32LE(bytes.length, 18);
  shared.writeUInt16LE(text.length, 22);
  const signature = Buffer.alloc(4);
  if (offset === null) {
    signature.writeUInt32LE(0x04034b50);
    return Buffer.concat([signature, shared, text]);
  }
  signature.writeUInt32LE(0x02014b50);
  const rest = Buffer.alloc(14);
  rest.writeUInt32LE(offset, 10);
  return Buffer.concat([signature, Buffer.from([20, 0]), shared, rest, text]);
}

/** A zip file, also one that no good program would write. */
export function zipOf(files: readonly File[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const file of files) {
    const packed = deflateRawSync(file.bytes);
    const local = headerOf(file, packed, null);
    directory.push(headerOf(file, packed, offset));
    parts.push(local, packed);
    offset += local.length + packed.length;
  }
  const index = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50);
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(index.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, index, end]);
}
