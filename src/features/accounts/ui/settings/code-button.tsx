"use client";
import { z } from "zod";
import type { confirmations } from "#features/accounts/contract.ts";
import { trpc } from "#trpc/client.tsx";
import form from "#ui/form/form.module.css";
import { Form } from "#ui/form/form.tsx";
import { SubmitButton } from "#ui/form/submit-button.tsx";
import { useZodForm } from "#ui/form/use-zod-form.ts";

type CodeButtonProps = {
  purpose: (typeof confirmations)[number];
  label: string;
  tone?: "danger";
  onSent: () => void;
};

const noFields = z.object({});

/** Requests a code by e-mail. It is a form without fields, so that it shows errors and rate limits as forms do. */
export function CodeButton({ purpose, label, tone, onSent }: CodeButtonProps) {
  const request = trpc.account.requestCode.useMutation();
  const fields = useZodForm({
    schema: noFields,
    initial: {},
    send: async () => {
      await request.mutateAsync({ purpose });
      onSent();
    },
  });
  return (
    <Form
      form={fields}
      actions={
        <div className={form.actions}>
          <SubmitButton form={fields} label={label} busyLabel="Sending…" tone={tone ?? "quiet"} />
        </div>
      }
    >
      {null}
    </Form>
  );
}
