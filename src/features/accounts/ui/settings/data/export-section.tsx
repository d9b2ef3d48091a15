"use client";
import { useState } from "react";
import { trpc } from "#trpc/client.tsx";
import { Button } from "#ui/form/button.tsx";
import form from "#ui/form/form.module.css";
import { StatusMessage, Section } from "#ui/layout/section.tsx";
import { saveFile } from "#ui/save-file.ts";

export function ExportSection() {
  const [message, setMessage] = useState("");
  const [isPending, setPending] = useState(false);
  const utils = trpc.useUtils();
  const save = async () => {
    setMessage("");
    setPending(true);
    setMessage(await saveFile("/api/account/export", { method: "POST" }));
    setPending(false);
    void utils.account.activity.invalidate();
  };
  return (
    <Section title="Your data" lead="One JSON file with everything that is kept about you.">
      <div className={form.actions}>
        <Button pending={isPending} onPress={() => void save()}>
          {isPending ? "Gathering it…" : "Download my data"}
        </Button>
        <StatusMessage>{message}</StatusMessage>
      </div>
    </Section>
  );
}
