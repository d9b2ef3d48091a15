import { timesteps } from "#features/history/contract.ts";
import type { Timestep } from "#features/history/contract.ts";
import { STEP_S } from "./step.ts";

/** Returns the step with this length in seconds, as stored in `step_s`. Throws if there is none. */
export function stepOf(stepS: number): Timestep {
  const step = timesteps.find((each) => STEP_S[each] === stepS);
  if (step === undefined) throw new Error(`no step is ${stepS} s long`);
  return step;
}
