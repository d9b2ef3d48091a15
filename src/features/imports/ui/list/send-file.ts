import { MAX_CHUNK_BYTES } from "#features/imports/rules/sizes.ts";

const MAX_TRIES = 8;
const WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 15_000;

const wait = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });

type Sent = { receivedBytes: number } | { problem: string } | "again";

async function sendPart(id: string, offset: number, part: Blob, signal: AbortSignal): Promise<Sent> {
  try {
    const response = await fetch(`/api/imports/${id}?offset=${offset}`, {
      method: "PUT",
      body: part,
      signal,
    });
    const body = (await response.json()) as { receivedBytes?: number; error?: { message: string } };
    if (response.ok && body.receivedBytes !== undefined) return { receivedBytes: body.receivedBytes };
    const isForLater = response.status === 429 || response.status >= 500;
    return isForLater ? "again" : { problem: body.error?.message ?? "The server refused the file" };
  } catch {
    return "again";
  }
}

type Options = { id: string; from: number; onBytes: (bytes: number) => void; signal: AbortSignal };

/**
 * Sends a file from a byte on, a part after the other, and tries again while the server does not answer. Returns what
 * went wrong, in words; null if all of it has arrived or `signal` aborted.
 */
export async function sendFile(file: Blob, { id, from, onBytes, signal }: Options): Promise<string | null> {
  let offset = from;
  let tries = 0;
  while (offset < file.size && !signal.aborted) {
    const sent = await sendPart(id, offset, file.slice(offset, offset + MAX_CHUNK_BYTES), signal);
    if (sent === "again") {
      tries += 1;
      if (tries >= MAX_TRIES) return "The server does not answer: choose the same file again to go on";
      await wait(Math.min(WAIT_MS * 2 ** tries, LONGEST_WAIT_MS), signal);
      continue;
    }
    if ("problem" in sent) return sent.problem;
    tries = 0;
    offset = sent.receivedBytes;
    onBytes(offset);
  }
  return null;
}
