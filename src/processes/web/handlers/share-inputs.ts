import { callOf, joinCalls } from "./trpc-target.ts";
import type { SharedTarget, TrpcCall } from "./trpc-target.ts";

type InputSharing = (name: string, input: unknown) => Promise<unknown>;

async function shareCall(call: TrpcCall, sharing: InputSharing): Promise<TrpcCall> {
  if (call.sameInput === null) return call;
  const { name, path, input } = call.sameInput;
  return callOf(path, await sharing(name, input)) ?? call;
}

export const mayShareInputs = ({ calls }: SharedTarget): boolean =>
  calls.some(({ sameInput }) => sameInput !== null);

/** The same target with each input replaced by the one whose answer it shares (`cacheInputs` in feature.ts). */
export async function shareInputs(target: SharedTarget, sharing: InputSharing): Promise<SharedTarget> {
  const calls = await Promise.all(target.calls.map((call) => shareCall(call, sharing)));
  return joinCalls(calls, target.isBatch);
}
