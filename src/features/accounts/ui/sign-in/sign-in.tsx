"use client";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { useState } from "react";
import { withNext } from "#features/accounts/ui/viewer/safe-next.ts";
import { trpc } from "#trpc/client.tsx";
import { CodeLead, CodeStep } from "./code-step.tsx";
import { SignInFrame } from "./sign-in-frame.tsx";
import { MailForm } from "./mail-form.tsx";
import { PasswordForm } from "./password-form.tsx";
import { SecondFactorStep } from "./second-factor-step.tsx";
import { useSignIn } from "./use-sign-in.ts";

export function SignIn() {
  const flow = useSignIn();
  const sendCode = trpc.auth.resendOtp.useMutation();
  const [email, setEmail] = useState("");
  const [byMail, setByMail] = useState(false);
  const isGone = useSearchParams().get("account") === "deleted";
  const { step, next, take } = flow;

  if (step.at === "second_factor") {
    return (
      <SignInFrame title="Second step" lead="Your password was right. Now show that it is you." next={next}>
        <SecondFactorStep onResult={(result) => take(result, { email })} onBack={flow.restart} />
      </SignInFrame>
    );
  }
  if (step.at === "code") {
    const { typed } = step;
    return (
      <SignInFrame title="Type the code" lead={<CodeLead email={typed.email} />} next={next}>
        <CodeStep typed={typed} onResult={(result) => take(result, typed)} onBack={flow.restart} />
      </SignInFrame>
    );
  }
  return (
    <SignInFrame
      title="Sign in"
      lead={isGone ? "Your account and everything in it is deleted." : undefined}
      next={next}
      foot={
        <p>
          New here? <Link href={withNext("/sign-up", next)}>Make an account</Link>
        </p>
      }
    >
      {byMail ? (
        <MailForm
          email={email}
          hint="You get 6 digits that sign you in, no password needed"
          send={sendCode.mutateAsync}
          onSent={(sentTo) => {
            setEmail(sentTo);
            flow.askCode({ email: sentTo });
          }}
          onBack={(typed) => {
            setEmail(typed);
            setByMail(false);
          }}
        />
      ) : (
        <PasswordForm
          email={email}
          forgottenHref={withNext("/forgotten", next)}
          onResult={(result, typed) => {
            setEmail(typed.email);
            return take(result, typed);
          }}
          onMail={(typed) => {
            setEmail(typed);
            setByMail(true);
          }}
        />
      )}
    </SignInFrame>
  );
}
