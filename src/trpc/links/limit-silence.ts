/**
 * How long a server may send nothing. A question is asked again soon. A change may wait for Stripe, whose tries take longer
 * than that, and its outcome matters: it has as long as the server itself gives a silent connection.
 */
export const READ_SILENCE_MS = 7_000;
export const WRITE_SILENCE_MS = 60_000;

type Input = RequestInfo | URL | string;
/** Also takes what tRPC passes: its `signal` may be undefined. */
type Init = Omit<RequestInit, "signal"> & { signal?: AbortSignal | null | undefined };

/**
 * A fetch that fails with a `TimeoutError` once the server has sent nothing for the limit. A large answer over a slow
 * line is not cut off: each part of it starts the limit anew.
 */
export const limitSilence =
  (fetchFrom: (input: Input, init: RequestInit) => Promise<Response>) =>
  async (input: Input, init: Init = {}): Promise<Response> => {
    const limitMs = init.method === "POST" ? WRITE_SILENCE_MS : READ_SILENCE_MS;
    const ended = new AbortController();
    const end = () => ended.abort(new DOMException("The server did not answer in time", "TimeoutError"));
    let timer = setTimeout(end, limitMs);
    const stop = () => clearTimeout(timer);
    const listen = () => {
      stop();
      timer = setTimeout(end, limitMs);
    };
    const caller = init.signal;
    caller?.addEventListener("abort", () => {
      stop();
      ended.abort(caller.reason);
    });
    try {
      const response = await fetchFrom(input, { ...init, signal: ended.signal });
      if (response.body === null) {
        stop();
        return response;
      }
      listen();
      const heard = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
        transform: (part, out) => {
          listen();
          out.enqueue(part);
        },
        flush: stop,
      });
      return new Response(response.body.pipeThrough(heard), response);
    } catch (error) {
      stop();
      throw error;
    }
  };
