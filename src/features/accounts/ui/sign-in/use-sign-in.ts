"use client";
import { useSearchParams } from "next/navigation";
import { useState } from "react";
import type { SecondFactors, SignInResult } from "#features/accounts/contract.ts";
import { safeNext } from "#features/accounts/ui/viewer/safe-next.ts";
import { useFinishSignIn } from "#features/accounts/ui/viewer/use-viewer.ts";
import { FormRefusal } from "#ui/form/failure.ts";

/** The typed credentials. Without the password, the code step removes it from an unverified account. */
export type TypedCredentials = { email: string; password?: string };

type Step =
  | { kind: "start" }
  | { kind: "code"; typed: TypedCredentials }
  | { kind: "second_factor"; factors: SecondFactors };

export type SignInFlow = {
  step: Step;
  next: string;
  /** Goes to the step that the server's result asks for. Rejects if the browser did not keep the cookie. */
  handleResult: (result: SignInResult) => Promise<void>;
  showCodeStep: (typed: TypedCredentials) => void;
  restart: () => void;
};

const NO_COOKIE =
  "Your browser did not keep the sign-in cookie. Allow cookies for this site, then try again.";

/** The steps that sign-in, sign-up and password reset share. */
export function useSignIn(): SignInFlow {
  const next = safeNext(useSearchParams().get("next"));
  const [step, setStep] = useState<Step>({ kind: "start" });
  const finishSignIn = useFinishSignIn();
  const showCodeStep = (typed: TypedCredentials) => setStep({ kind: "code", typed });
  return {
    step,
    next,
    showCodeStep,
    restart: () => setStep({ kind: "start" }),
    // After a successful sign-in, SignInFrame redirects as soon as the viewer has loaded.
    handleResult: async (result) => {
      if (result.status === "second_factor") setStep({ kind: "second_factor", factors: result.factors });
      else if (!(await finishSignIn())) throw new FormRefusal(NO_COOKIE);
    },
  };
}
