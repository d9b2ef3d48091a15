"use client";
import { useCallback, useEffect, useId, useRef, useState } from "react";
import { z } from "zod";
import { oneTimeCode } from "#features/accounts/contract.ts";
import { PasskeyForm } from "#features/accounts/ui/passkey/passkey-form.tsx";
import { signWithPasskey } from "#features/accounts/ui/passkey/browser-passkey.ts";
import { trpc, useConfirmer } from "#trpc/client.tsx";
import { Button } from "#ui/form/button.tsx";
import { CodeField } from "#ui/form/fields/code-field.tsx";
import form from "#ui/form/form.module.css";
import { Form } from "#ui/form/form.tsx";
import { SubmitButton } from "#ui/form/submit-button.tsx";
import { useZodForm } from "#ui/form/use-zod-form.ts";
import classes from "./confirm-dialog.module.css";

/** Resolves what waits for the reader's answer. */
type Settle = (hasConfirmed: boolean) => void;

/** Asks for a code or a passkey when an admin's last confirmation is too old. What they did waits, and is then carried out. */
export function ConfirmDialog({ hasApp }: { hasApp: boolean }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const waiting = useRef<Settle[]>([]);
  const [isAsking, setAsking] = useState(false);
  const titleId = useId();
  const ask = useCallback(() => {
    setAsking(true);
    return new Promise<boolean>((resolve) => waiting.current.push(resolve));
  }, []);
  const settle: Settle = useCallback((hasConfirmed) => {
    setAsking(false);
    for (const resolve of waiting.current.splice(0)) resolve(hasConfirmed);
  }, []);
  useConfirmer(ask);
  useEffect(() => () => settle(false), [settle]);
  useEffect(() => {
    const element = dialog.current;
    if (element === null || element.open === isAsking) return;
    // The native modal makes the page inert, closes on Esc and restores the focus.
    if (isAsking) element.showModal();
    else element.close();
  }, [isAsking]);
  return (
    <dialog ref={dialog} className={classes.dialog} aria-labelledby={titleId} onClose={() => settle(false)}>
      {isAsking && (
        <>
          <h2 id={titleId} className={classes.title}>
            Confirm that it is you
          </h2>
          <Proofs hasApp={hasApp} onConfirmed={() => settle(true)} onCancel={() => settle(false)} />
        </>
      )}
    </dialog>
  );
}

type ProofProps = { onConfirmed: () => void; onCancel: () => void };

const codeInput = z.object({ code: oneTimeCode });

/** The second factors that the account has. */
function Proofs({ hasApp, ...props }: ProofProps & { hasApp: boolean }) {
  const { data } = trpc.account.passkeys.useQuery();
  const hasPasskey = data === undefined ? !hasApp : data.passkeys.length > 0;
  const ways = hasApp ? "Type a code from your authenticator app" : "Use your passkey";
  return (
    <>
      <p className={classes.lead}>
        {ways}, and what you asked for goes on. You are not asked again for 15 minutes.
      </p>
      {hasApp && <CodeForm {...props} />}
      {hasPasskey && <PasskeyProof {...props} isOnly={!hasApp} />}
    </>
  );
}

function PasskeyProof({ onConfirmed, onCancel, isOnly }: ProofProps & { isOnly: boolean }) {
  const start = trpc.account.startConfirmation.useMutation();
  const confirm = trpc.account.confirmSession.useMutation();
  const send = async () => {
    await confirm.mutateAsync({ passkey: await signWithPasskey(await start.mutateAsync()) });
    onConfirmed();
  };
  if (isOnly) return <PasskeyForm label="Use your passkey" tone="primary" send={send} onCancel={onCancel} />;
  return (
    <div className={classes.other}>
      <PasskeyForm label="Use a passkey instead" tone="quiet" send={send} />
    </div>
  );
}

function CodeForm({ onConfirmed, onCancel }: ProofProps) {
  const confirm = trpc.account.confirmSession.useMutation();
  const fields = useZodForm({
    schema: codeInput,
    initial: { code: "" },
    send: async (typed) => {
      await confirm.mutateAsync(typed);
      onConfirmed();
    },
  });
  return (
    <Form
      form={fields}
      actions={
        <div className={form.actions}>
          <SubmitButton form={fields} label="Confirm" busyLabel="Checking…" />
          <Button onPress={onCancel}>Cancel</Button>
        </div>
      }
    >
      <CodeField
        label="Code from your authenticator app"
        takesFocus
        binding={fields.field("code")}
        onComplete={fields.submit}
      />
    </Form>
  );
}
