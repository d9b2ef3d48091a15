"use client";
import { useCallback, useEffect, useId, useRef, useState } from "react";
import { confirmSessionInput } from "#features/accounts/contract.ts";
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

/** Asks for a code when an admin's last confirmation is too old. What they did waits, and is then carried out. */
export function ConfirmDialog() {
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
          <p className={classes.lead}>
            Type a code from your authenticator app, and what you asked for goes on. You are not asked again
            for 15 minutes.
          </p>
          <CodeForm onConfirmed={() => settle(true)} onCancel={() => settle(false)} />
        </>
      )}
    </dialog>
  );
}

function CodeForm({ onConfirmed, onCancel }: { onConfirmed: () => void; onCancel: () => void }) {
  const confirm = trpc.account.confirmSession.useMutation({ networkMode: "always" });
  const fields = useZodForm({
    schema: confirmSessionInput,
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
