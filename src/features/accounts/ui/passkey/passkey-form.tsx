"use client";
import { z } from "zod";
import { Button } from "#ui/form/button.tsx";
import form from "#ui/form/form.module.css";
import { Form } from "#ui/form/form.tsx";
import { SubmitButton } from "#ui/form/submit-button.tsx";
import { useZodForm } from "#ui/form/use-zod-form.ts";

type PasskeyFormProps = {
  label: string;
  tone: "primary" | "quiet";
  send: () => Promise<void>;
  /** Puts a button for it beside the other; without it the one button is as wide as the form. */
  onCancel?: () => void;
};

const noFields = z.object({});

/** A button that opens the browser's dialog for passkeys. A form without fields, so that it shows errors as forms do. */
export function PasskeyForm({ label, tone, send, onCancel }: PasskeyFormProps) {
  const fields = useZodForm({ schema: noFields, initial: {}, send });
  return (
    <Form
      form={fields}
      actions={
        <div className={form.actions} {...(onCancel === undefined && { "data-wide": true })}>
          <SubmitButton form={fields} label={label} busyLabel="Waiting for your passkey…" tone={tone} />
          {onCancel !== undefined && <Button onPress={onCancel}>Cancel</Button>}
        </div>
      }
    >
      {null}
    </Form>
  );
}
