const KB = 1_024;
const MB = 1_024 * KB;

/** The largest file that is taken, as it is sent: plain, gzip or zip. */
export const MAX_FILE_BYTES = 100 * MB;
/** What all of a file may unpack to. */
export const MAX_UNPACKED_BYTES = 1_024 * MB;
/** Logs pack to a twentieth to a fiftieth; what unpacks to more than this many times its size is no log. */
export const MAX_RATIO = 300;
/** A small file may have a large ratio: it is looked at from this many unpacked bytes on. */
export const RATIO_FROM_BYTES = 32 * MB;
/** Files in a zip. A trader's folder has one for each character and month. */
export const MAX_ENTRIES = 500;
/** A line, a row of a table, or a record of JSON, in characters. */
export const MAX_RECORD_LENGTH = 64 * KB;
/** What one request of an upload carries. */
export const MAX_CHUNK_BYTES = 1 * MB;

/** Files of one user whose bytes are stored at the same time, and those of all users together. */
export const MAX_USER_BYTES = 300 * MB;
export const MAX_STORED_BYTES = 20 * 1_024 * MB;
/** Imports of one user that are not finished, and imports that are listed. */
export const MAX_OPEN_IMPORTS = 20;
export const MAX_IMPORTS = 500;

/** What is not finished after this time is dropped with its bytes. */
export const KEPT_OPEN_DAYS = 7;

export const sizeText = (bytes: number): string =>
  bytes >= MB
    ? `${(bytes / MB).toLocaleString("en", { maximumFractionDigits: 1 })} MB`
    : `${Math.ceil(bytes / KB).toLocaleString("en")} KB`;
