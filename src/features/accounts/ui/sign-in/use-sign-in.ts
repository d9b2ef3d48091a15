"use client";
import { useSearchParams } from "next/navigation";
import { useState } from "react";
import type { SignInResult } from "#features/accounts/contract.ts";
import { safeNext } from "#features/accounts/ui/viewer/safe-next.ts";
import { useFinishSignIn } from "#features/accounts/ui/viewer/use-viewer.ts";
import { FormRefusal } from "#ui/form/failure.ts";

/** What was typed on the way here: a password is sent along with the code, so that it is not lost as a stranger's. */
export type TypedCredentials = { email: string; password?: string };

type Step = { kind: "start" } | { kind: "code"; typed: TypedCredentials } | { kind: "second_factor" };

export type SignInFlow = {
  step: Step;
  next: string;
  /** Goes on with what the server answered; rejects where the browser kept no cookie. */
  handleResult: (result: SignInResult, typed: TypedCredentials) => Promise<void>;
  showCodeStep: (typed: TypedCredentials) => void;
  restart: () => void;
};

const NO_COOKIE =
  "Your browser did not keep the sign-in cookie. Allow cookies for this site, then try again.";

/** The steps that signing in, signing up and a forgotten password share. */
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
    // The frame leads on by itself as soon as the page knows who is signed in.
    handleResult: async ({ status }, typed) => {
      if (status === "second_factor") setStep({ kind: "second_factor" });
      else if (status === "verify_email") showCodeStep(typed);
      else if (!(await finishSignIn())) throw new FormRefusal(NO_COOKIE);
    },
  };
}
