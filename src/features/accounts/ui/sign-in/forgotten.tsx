"use client";
import Link from "next/link";
import { useState } from "react";
import { withNext } from "#features/accounts/ui/viewer/safe-next.ts";
import { trpc } from "#trpc/client.tsx";
import { CodeLead, CodeStep } from "./code-step.tsx";
import { SignInFrame } from "./sign-in-frame.tsx";
import { MailForm } from "./mail-form.tsx";
import { ResetForm } from "./reset-form.tsx";
import { SecondFactorStep } from "./second-factor-step.tsx";
import { useSignIn } from "./use-sign-in.ts";

export function Forgotten() {
  const flow = useSignIn();
  const request = trpc.auth.requestReset.useMutation();
  const [email, setEmail] = useState("");
  const [stage, setStage] = useState<"address" | "code" | "reset">("address");
  const { step, next, handleResult } = flow;
  const signInHref = withNext("/sign-in", next);

  if (step.kind === "second_factor") {
    return (
      <SignInFrame title="Second step" lead="Your new password is set. Now the second factor." next={next}>
        <SecondFactorStep factors={step.factors} onResult={handleResult} onBack={flow.restart} />
      </SignInFrame>
    );
  }
  if (step.kind === "code") {
    return (
      <SignInFrame title="Type the code" lead={<CodeLead email={email} />} next={next}>
        <CodeStep typed={step.typed} onResult={handleResult} onBack={flow.restart} />
      </SignInFrame>
    );
  }
  if (stage === "reset") {
    return (
      <SignInFrame title="Your new password is set" next={next}>
        <p>
          All devices were signed out. Now <Link href={signInHref}>sign in with it</Link>.
        </p>
      </SignInFrame>
    );
  }
  if (stage === "code") {
    return (
      <SignInFrame title="Set a new password" lead={<CodeLead email={email} />} next={next}>
        <ResetForm
          email={email}
          onResult={handleResult}
          onSet={() => setStage("reset")}
          onBack={() => setStage("address")}
        />
      </SignInFrame>
    );
  }
  return (
    <SignInFrame
      title="Forgotten password"
      lead="Type the address of your account: a code to set a new password goes there."
      next={next}
      footer={
        <p>
          Remembered it? <Link href={signInHref}>Sign in</Link>
        </p>
      }
    >
      <MailForm
        email={email}
        send={request.mutateAsync}
        onSent={(sentTo) => {
          setEmail(sentTo);
          setStage("code");
        }}
      />
    </SignInFrame>
  );
}
