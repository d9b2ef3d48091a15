import { createHash } from "node:crypto";

import { ApiError } from "#simulators/stripe/errors.ts";
import type { SavedAnswer, State } from "#simulators/stripe/state.ts";
import { DAY_S } from "#simulators/stripe/time.ts";

export type Call = { key: string; path: string; body: string };

const fingerprintOf = (body: string): string =>
  createHash("sha256").update(body.split("&").toSorted().join("&")).digest("base64url");

const conflict = () =>
  new ApiError(
    409,
    {
      type: "idempotency_error",
      code: "idempotency_key_in_use",
      message:
        "There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through).",
    },
    { headers: { "stripe-should-retry": "true" } },
  );
const mismatch = (message: string) => new ApiError(400, { type: "idempotency_error", message });

/**
 * Stripe's idempotency keys: answers are stored for 24 hours of simulated time and replayed to an equal request.
 */
export function createIdempotency(state: State, nowS: () => number) {
  const running = new Set<string>();

  function saved({ key, path, body }: Call): SavedAnswer | null {
    const answer = state.answers.get(key);
    if (answer === undefined) return null;
    if (answer.atS + DAY_S <= nowS()) {
      state.answers.delete(key);
      return null;
    }
    if (answer.path !== path)
      throw mismatch(
        `Keys for idempotent requests can only be used for the same endpoint they were first used for ('${answer.path}' was used before). Try using a key other than '${key}' if you meant to execute a different request.`,
      );
    if (answer.fingerprint !== fingerprintOf(body))
      throw mismatch(
        `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
      );
    return answer;
  }

  return {
    /**
     * Returns the stored answer, or null after reserving the key until `end`. Throws 409 if the key is reserved,
     * 400 if the request differs.
     */
    begin(call: Call): SavedAnswer | null {
      if (running.has(call.key)) throw conflict();
      const answer = saved(call);
      if (answer === null) running.add(call.key);
      return answer;
    },
    save(call: Call, status: number, answer: string): void {
      state.answers.set(call.key, {
        fingerprint: fingerprintOf(call.body),
        path: call.path,
        status,
        body: answer,
        atS: nowS(),
      });
    },
    end: ({ key }: Call): void => void running.delete(key),
    /** Deletes expired answers, so that a long run does not keep them all. */
    sweep(): void {
      for (const [key, { atS }] of state.answers) if (atS + DAY_S <= nowS()) state.answers.delete(key);
    },
  };
}
export type Idempotency = ReturnType<typeof createIdempotency>;
