"use client";
import { useState } from "react";
import { z } from "zod";
import { useRefreshLedger } from "#features/trades/ui/use-ledger.ts";
import { trpc } from "#trpc/client.tsx";
import { Button } from "#ui/form/button.tsx";
import form from "#ui/form/form.module.css";
import { Form } from "#ui/form/form.tsx";
import { useZodForm } from "#ui/form/use-zod-form.ts";
import { formatExact } from "#ui/format/format.ts";
import { Section, StatusMessage } from "#ui/layout/section.tsx";
import classes from "./settings.module.css";

const methods = [
  ["fifo", "First in, first out", "A sale uses up your oldest purchase that is left, at what that one cost."],
  ["average", "Average cost", "Every unit of an item costs the average of all units that you hold of it."],
] as const;
type Method = (typeof methods)[number][0];

const schema = z.object({ method: z.enum(["fifo", "average"]) });

type MethodSectionProps = { method: Method; trades: number };

export function MethodSection({ method, trades }: MethodSectionProps) {
  const [message, setMessage] = useState("");
  const refresh = useRefreshLedger();
  const { mutateAsync } = trpc.characters.changeSettings.useMutation();
  const fields = useZodForm({
    schema,
    initial: { method },
    send: async (chosen) => {
      if (chosen.method === method) return;
      setMessage("");
      await mutateAsync(chosen);
      await refresh();
      setMessage("Done: cost and profit are counted this way now.");
    },
  });
  const { value, onText } = fields.field("method");
  const { pending } = fields;
  const counted = trades === 1 ? "1 trade" : `${formatExact(trades)} trades`;
  return (
    <Section
      title="Cost method"
      lead="How the cost of what you sell is counted. Another method computes your whole ledger anew: cost and profit of past sales change, your trades do not. You can change it back at any time."
    >
      <Form
        form={fields}
        actions={
          <div className={form.actions}>
            <Button tone="primary" pending={pending} disabled={value === method} onPress={fields.submit}>
              {pending ? "Computing…" : "Change the method"}
            </Button>
            {pending && <progress className={classes.progress} aria-label="Computing your ledger" />}
            <StatusMessage>
              {pending ? `Cost and profit of ${counted} are computed anew.` : message}
            </StatusMessage>
          </div>
        }
      >
        <fieldset className={classes.options} disabled={pending}>
          <legend className="sr-only">Cost method</legend>
          {methods.map(([id, name, words]) => (
            <label key={id} className={classes.option}>
              <input
                type="radio"
                name="method"
                value={id}
                checked={value === id}
                onChange={() => {
                  setMessage("");
                  onText(id);
                }}
              />
              <span className={classes.name}>{name}</span>
              <small>{words}</small>
            </label>
          ))}
        </fieldset>
      </Form>
    </Section>
  );
}
