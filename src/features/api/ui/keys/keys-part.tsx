"use client";
import Link from "next/link";
import { useState } from "react";
import type { CreatedApiKey } from "#features/api/contract.ts";
import { API_KEY_CACHE_S } from "#features/api/rules/unlocked-keys.ts";
import { trpc } from "#trpc/client.tsx";
import { LoadFailed } from "#ui/failure/load-failed.tsx";
import { useLoadFailure } from "#ui/failure/use-load-failure.ts";
import { faultText } from "#ui/format/fault-text.ts";
import { Button } from "#ui/form/button.tsx";
import { CopyButton } from "#ui/form/copy-button.tsx";
import form from "#ui/form/form.module.css";
import { GateNotice } from "#ui/feedback/gate-notice.tsx";
import { Section, SectionSkeleton } from "#ui/layout/section.tsx";
import classes from "./keys.module.css";
import { KeyForm } from "./key-form.tsx";
import { KeyRow } from "./key-row.tsx";

/** Keys to the public API: made here, shown once, deleted here. */
export function KeysPart() {
  const utils = trpc.useUtils();
  const query = trpc.apiKeys.list.useQuery(undefined, { staleTime: 0 });
  const failure = useLoadFailure(query);
  const [made, setMade] = useState<CreatedApiKey | null>(null);
  const [said, setSaid] = useState("");
  const remove = trpc.apiKeys.delete.useMutation({
    onMutate: () => setSaid(""),
    onSuccess: async (_, { id }) => {
      if (made?.id === id) setMade(null);
      await utils.apiKeys.list.invalidate();
      setSaid(`Deleted. Whatever used it is refused within ${API_KEY_CACHE_S} seconds.`);
    },
    onError: (error) => {
      setSaid(`Not deleted. ${faultText(error)}`);
      void utils.apiKeys.list.invalidate();
    },
  });
  const { keys = null, allowed = 0 } = query.data ?? {};
  const body = () => {
    if (keys === null) {
      return failure !== null ? (
        <LoadFailed title="The keys could not be loaded" failure={failure} size="line">
          Your keys are as they were.
        </LoadFailed>
      ) : (
        <SectionSkeleton />
      );
    }
    return (
      <>
        {keys.length > 0 && (
          <ul className={classes.keys} aria-label="API keys">
            {keys.map((key) => (
              <KeyRow
                key={key.id}
                held={key}
                pending={remove.isPending && remove.variables.id === key.id}
                onDelete={() => remove.mutate({ id: key.id })}
              />
            ))}
          </ul>
        )}
        {made !== null && <Made made={made} onDone={() => setMade(null)} />}
        {allowed === 0 ? (
          <GateNotice>API keys are part of Pro; your plan has none.</GateNotice>
        ) : keys.length >= allowed ? (
          <p className={classes.text}>
            {keys.length} of {allowed} keys. Delete one to make another.
          </p>
        ) : (
          <KeyForm
            left={allowed - keys.length}
            onMade={(key) => {
              setMade(key);
              setSaid("");
              void utils.apiKeys.list.invalidate();
            }}
          />
        )}
      </>
    );
  };
  return (
    <Section
      title="API keys"
      lead={
        <>
          A key lifts the limits of the <Link href="/api/docs">public API</Link> for whoever sends it. Keep it
          secret, and delete it when it is known elsewhere.
        </>
      }
    >
      {body()}
      <output className={classes.after}>{said}</output>
    </Section>
  );
}

function Made({ made, onDone }: { made: CreatedApiKey; onDone: () => void }) {
  return (
    <fieldset className={classes.made} aria-label="The new key">
      <p>
        <strong>
          Copy “<bdi>{made.name}</bdi>” now.
        </strong>{" "}
        It is shown this once: only its fingerprint is kept.
      </p>
      <code>{made.key}</code>
      <div className={form.actions}>
        <CopyButton text={made.key} label="Copy the key" />
        <Button onPress={onDone}>I have it</Button>
      </div>
    </fieldset>
  );
}
