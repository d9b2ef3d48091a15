/** Set by the service worker on the answers that it had kept: when they came, epoch ms. */
const STORED_AT_HEADER = "x-stored-at";

const listeners = new Set<() => void>();
let storedAtMs: number | null = null;

export function subscribeStoredAt(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

export const readStoredAt = (): number | null => storedAtMs;

/** Notes the time of an answer that the service worker had kept. */
export function noteAnswer(response: Response): Response {
  const header = response.headers.get(STORED_AT_HEADER);
  if (header !== null) {
    storedAtMs = Number(header);
    for (const notify of listeners) notify();
  }
  return response;
}
