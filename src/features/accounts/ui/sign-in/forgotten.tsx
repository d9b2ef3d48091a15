"use client";
import Link from "next/link";
import { useState } from "react";
import { withNext } from "#features/accounts/ui/viewer/safe-next.ts";
import { trpc } from "#trpc/client.tsx";
import { CodeLead, CodeStep } from "./code-step.tsx";
import { DoorFrame } from "./sign-in-frame.tsx";
import { MailForm } from "./mail-form.tsx";
import { ResetForm } from "./reset-form.tsx";
import { SecondFactorStep } from "./second-factor-step.tsx";
import { useDoor } from "./use-sign-in.ts";

export function Forgotten() {
  const door = useDoor();
  const request = trpc.auth.requestReset.useMutation();
  const [email, setEmail] = useState("");
  const [at, setAt] = useState<"address" | "code" | "reset">("address");
  const { step, next, take } = door;
  const signInHref = withNext("/sign-in", next);

  if (step.at === "second_factor") {
    return (
      <DoorFrame title="Second step" lead="Your new password is set. Now the second factor." next={next}>
        <SecondFactorStep onResult={(result) => take(result, { email })} onBack={door.restart} />
      </DoorFrame>
    );
  }
  if (step.at === "code") {
    return (
      <DoorFrame title="Type the code" lead={<CodeLead email={email} />} next={next}>
        <CodeStep typed={step.typed} onResult={(result) => take(result, step.typed)} onBack={door.restart} />
      </DoorFrame>
    );
  }
  if (at === "reset") {
    return (
      <DoorFrame title="Your new password is set" next={next}>
        <p>
          All devices were signed out. Now <Link href={signInHref}>sign in with it</Link>.
        </p>
      </DoorFrame>
    );
  }
  if (at === "code") {
    return (
      <DoorFrame title="Set a new password" lead={<CodeLead email={email} />} next={next}>
        <ResetForm
          email={email}
          onResult={take}
          onSet={() => setAt("reset")}
          onBack={() => setAt("address")}
        />
      </DoorFrame>
    );
  }
  return (
    <DoorFrame
      title="Forgotten password"
      lead="Type the address of your account: a code to set a new password goes there."
      next={next}
      foot={
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
          setAt("code");
        }}
      />
    </DoorFrame>
  );
}
