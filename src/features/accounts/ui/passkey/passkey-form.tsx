"use client";
import { z } from "zod";
import form from "#ui/form/form.module.css";
import { Form } from "#ui/form/form.tsx";
import { SubmitButton } from "#ui/form/submit-button.tsx";
import { useZodForm } from "#ui/form/use-zod-form.ts";

type PasskeyFormProps = { label: string; tone: "primary" | "quiet"; send: () => Promise<void> };

const noFields = z.object({});

/** A button that opens the browser's dialog for passkeys. A form without fields, so that it shows errors as forms do. */
export function PasskeyForm({ label, tone, send }: PasskeyFormProps) {
  const fields = useZodForm({ schema: noFields, initial: {}, send });
  return (
    <Form
      form={fields}
      actions={
        <div className={form.actions} data-wide>
          <SubmitButton form={fields} label={label} busyLabel="Waiting for your passkey…" tone={tone} />
        </div>
      }
    >
      {null}
    </Form>
  );
}
