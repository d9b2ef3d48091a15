"use client";
import { useState } from "react";
import { trpc } from "#trpc/client.tsx";
import { download } from "#ui/chart/picture.ts";
import { Button } from "#ui/form/button.tsx";
import { readFailure } from "#ui/form/failure.ts";
import form from "#ui/form/form.module.css";
import { readNow } from "#ui/format/now.tsx";
import { StatusMessage, Section } from "#ui/layout/section.tsx";

export function ExportSection() {
  const [message, setMessage] = useState("");
  const utils = trpc.useUtils();
  const fetchAll = trpc.account.exportData.useMutation({
    onMutate: () => setMessage(""),
    onSuccess: (data) => {
      const day = new Date(readNow()).toISOString().slice(0, 10);
      const text = JSON.stringify(data, null, 2);
      download(new Blob([text], { type: "application/json" }), `ge-metrics-${day}.json`);
      setMessage("Saved to your downloads.");
      void utils.account.activity.invalidate();
    },
    onError: (error) => setMessage(readFailure(error, [], readNow()).message ?? ""),
  });
  return (
    <Section title="Your data" lead="One JSON file with everything that is kept about you.">
      <div className={form.actions}>
        <Button pending={fetchAll.isPending} onPress={() => fetchAll.mutate()}>
          {fetchAll.isPending ? "Gathering it…" : "Download my data"}
        </Button>
        <StatusMessage>{message}</StatusMessage>
      </div>
    </Section>
  );
}
