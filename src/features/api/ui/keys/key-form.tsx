"use client";
import { useState } from "react";
import { createApiKeyInput } from "#features/api/contract.ts";
import type { CreatedApiKey } from "#features/api/contract.ts";
import { trpc } from "#trpc/client.tsx";
import { Field } from "#ui/form/fields/field.tsx";
import { Form } from "#ui/form/form.tsx";
import { SubmitButton } from "#ui/form/submit-button.tsx";
import { useZodForm } from "#ui/form/use-zod-form.ts";
import { GateNotice } from "#ui/feedback/gate-notice.tsx";
import { gateOf } from "#ui/format/gate.ts";
import type { Gate } from "#ui/format/gate.ts";
import classes from "./keys.module.css";

type KeyFormProps = { left: number; onMade: (key: CreatedApiKey) => void };

export function KeyForm({ left, onMade }: KeyFormProps) {
  const create = trpc.apiKeys.create.useMutation();
  const [gate, setGate] = useState<Gate | null>(null);
  const fields = useZodForm({
    schema: createApiKeyInput,
    initial: { name: "" },
    send: async (input) => {
      setGate(null);
      try {
        onMade(await create.mutateAsync(input));
        fields.reset();
      } catch (error) {
        const refused = gateOf(error);
        setGate(refused);
        if (refused === null) throw error;
      }
    },
  });
  return (
    <div className={classes.newKey}>
      <Form
        form={fields}
        actions={
          <div>
            <SubmitButton form={fields} tone="quiet" label="Make a key" busyLabel="Making it…" />
          </div>
        }
      >
        <Field
          label="Name of a new key"
          autoComplete="off"
          maxLength={40}
          enterKeyHint="done"
          hint={`What will use it, to tell it by. ${left} left.`}
          binding={fields.field("name")}
        />
      </Form>
      {gate !== null && <GateNotice href={gate.href}>{gate.message}.</GateNotice>}
    </div>
  );
}
