"use client";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { useState } from "react";
import { signWithPasskey } from "#features/accounts/ui/passkey/browser-passkey.ts";
import { withNext } from "#features/accounts/ui/viewer/safe-next.ts";
import { trpc } from "#trpc/client.tsx";
import { CodeLead, CodeStep } from "./code-step.tsx";
import { SignInFrame } from "./sign-in-frame.tsx";
import { MailForm } from "./mail-form.tsx";
import { PasskeyForm } from "#features/accounts/ui/passkey/passkey-form.tsx";
import { PasswordForm } from "./password-form.tsx";
import { SecondFactorStep } from "./second-factor-step.tsx";
import { useSignIn } from "./use-sign-in.ts";

export function SignIn() {
  const flow = useSignIn();
  const startPasskey = trpc.auth.startPasskeySignIn.useMutation();
  const byPasskey = trpc.auth.signInByPasskey.useMutation();
  const sendCode = trpc.auth.resendOtp.useMutation();
  const [email, setEmail] = useState("");
  const [byCode, setByCode] = useState(false);
  const isDeleted = useSearchParams().get("account") === "deleted";
  const { step, next, handleResult } = flow;

  if (step.kind === "second_factor") {
    return (
      <SignInFrame title="Second step" lead="The first step was right. Now show that it is you." next={next}>
        <SecondFactorStep factors={step.factors} onResult={handleResult} onBack={flow.restart} />
      </SignInFrame>
    );
  }
  if (step.kind === "code") {
    const { typed } = step;
    return (
      <SignInFrame title="Type the code" lead={<CodeLead email={typed.email} />} next={next}>
        <CodeStep typed={typed} onResult={handleResult} onBack={flow.restart} />
      </SignInFrame>
    );
  }
  return (
    <SignInFrame
      title="Sign in"
      lead={isDeleted ? "Your account and everything in it is deleted." : undefined}
      next={next}
      footer={
        <p>
          New here? <Link href={withNext("/sign-up", next)}>Make an account</Link>
        </p>
      }
    >
      {byCode ? (
        <MailForm
          email={email}
          hint="You get 6 digits that sign you in, no password needed"
          send={sendCode.mutateAsync}
          onSent={(sentTo) => {
            setEmail(sentTo);
            flow.showCodeStep({ email: sentTo });
          }}
          onBack={(typed) => {
            setEmail(typed);
            setByCode(false);
          }}
        />
      ) : (
        <PasswordForm
          email={email}
          forgottenHref={withNext("/forgotten", next)}
          onResult={(result, typed) => {
            setEmail(typed.email);
            return handleResult(result);
          }}
          onMail={(typed) => {
            setEmail(typed);
            setByCode(true);
          }}
        />
      )}
      <PasskeyForm
        label="Sign in with a passkey"
        tone="quiet"
        send={async () => {
          const passkey = await signWithPasskey(await startPasskey.mutateAsync());
          await handleResult(await byPasskey.mutateAsync({ passkey }));
        }}
      />
    </SignInFrame>
  );
}
