"use client";
import { useCallback, useId, useState } from "react";
import { z } from "zod";
import { timeZoneName } from "#features/trades/characters/contract.ts";
import { useRefreshLedger } from "#features/trades/ui/use-ledger.ts";
import { trpc } from "#trpc/client.tsx";
import { Button } from "#ui/form/button.tsx";
import form from "#ui/form/form.module.css";
import { Form } from "#ui/form/form.tsx";
import { SubmitButton } from "#ui/form/submit-button.tsx";
import { useZodForm } from "#ui/form/use-zod-form.ts";
import { useTimedText } from "#ui/format/now.tsx";
import { Section, StatusMessage } from "#ui/layout/section.tsx";
import classes from "./settings.module.css";
import { zoneGroups } from "./zones.ts";

const schema = z.object({ timeZone: timeZoneName });

/** `saved`: null until the trader has chosen a zone. */
export function ZoneSection({ saved }: { saved: string | null }) {
  const [own] = useState(() => new Intl.DateTimeFormat().resolvedOptions().timeZone);
  const [groups] = useState(() =>
    zoneGroups([...Intl.supportedValuesOf("timeZone"), own, ...(saved === null ? [] : [saved])]),
  );
  const [message, setMessage] = useState("");
  const id = useId();
  const refresh = useRefreshLedger();
  const { mutateAsync } = trpc.characters.changeSettings.useMutation();
  const fields = useZodForm({
    schema,
    initial: { timeZone: saved ?? own },
    send: async (chosen) => {
      setMessage("");
      await mutateAsync(chosen);
      await refresh();
      setMessage("Saved.");
    },
  });
  const { value, error, onText } = fields.field("timeZone");
  const choose = (zone: string) => {
    setMessage("");
    onText(zone);
  };
  return (
    <Section
      title="Time zone"
      lead="Days, weeks and months of your profit and tax begin at midnight in this time zone. Imports propose it for files that name none."
    >
      <Form
        form={fields}
        actions={
          <div className={form.actions}>
            <SubmitButton form={fields} label="Save the time zone" busyLabel="Saving…" />
            {value !== own && (
              <Button tone="link" onPress={() => choose(own)}>
                Take {own}, as your browser has it
              </Button>
            )}
            <StatusMessage>{message}</StatusMessage>
          </div>
        }
      >
        <div className={form.field}>
          <label htmlFor={id}>Time zone</label>
          <select
            id={id}
            name="timeZone"
            className={`${form.input} ${classes.select}`}
            value={value}
            aria-invalid={error !== null}
            aria-describedby={`${id}-note`}
            onChange={({ target }) => choose(target.value)}
          >
            {groups.map(({ region, zones }) => (
              <optgroup key={region} label={region}>
                {zones.map((zone) => (
                  <option key={zone.id} value={zone.id}>
                    {zone.name}
                  </option>
                ))}
              </optgroup>
            ))}
          </select>
          <span id={`${id}-note`} className={form.note} data-bad={error !== null || undefined}>
            {error ?? (
              <>
                {value}, <ClockIn zone={value} /> now
                {saved === null && value === own && " · your browser’s, not saved yet"}
              </>
            )}
          </span>
        </div>
      </Form>
    </Section>
  );
}

function ClockIn({ zone }: { zone: string }) {
  const textAt = useCallback(
    (nowMs: number) =>
      new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: zone }).format(nowMs),
    [zone],
  );
  return useTimedText(textAt);
}
