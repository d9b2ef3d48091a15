"use client";
import { useState } from "react";
import type { SessionView } from "#features/accounts/contract.ts";
import { trpc } from "#trpc/client.tsx";
import { LoadFailed } from "#ui/failure/load-failed.tsx";
import { useLoadFailure } from "#ui/failure/use-load-failure.ts";
import { Button } from "#ui/form/button.tsx";
import form from "#ui/form/form.module.css";
import { StatusMessage, Section } from "#ui/layout/section.tsx";
import { SessionRow, deviceText } from "./session-row.tsx";
import classes from "./sessions.module.css";

const devices = (count: number): string => (count === 1 ? "1 other device" : `${count} other devices`);

export function Sessions() {
  const list = trpc.auth.sessions.useQuery(undefined, { staleTime: 0 });
  const failure = useLoadFailure(list);
  const [message, setMessage] = useState("");
  const onError = () => setMessage("Nothing was ended: the server did not answer. Try again.");
  const revoke = trpc.auth.revokeSession.useMutation({ onError });
  const revokeOthers = trpc.auth.revokeOtherSessions.useMutation({
    onError,
    onSuccess: ({ revoked }) => {
      setMessage(`Signed out ${devices(revoked)}.`);
      void list.refetch();
    },
  });
  const end = (session: SessionView) =>
    revoke.mutate(
      { sessionId: session.id },
      {
        onSuccess: () => {
          setMessage(`Signed out ${deviceText(session)}.`);
          void list.refetch();
        },
      },
    );

  if (failure !== null) {
    return (
      <LoadFailed title="Your sessions could not be loaded" failure={failure}>
        The sessions are as they were; only the list is missing.
      </LoadFailed>
    );
  }
  const others = list.data?.sessions.filter(({ current }) => !current).length ?? 0;
  return (
    <Section
      title="Where you are signed in"
      lead="A session that you do not know may be somebody else's: sign it out and change your password. A device that is signed out has to sign in again."
    >
      <ul className={classes.list} aria-busy={list.data === undefined}>
        {list.data === undefined
          ? ["a", "b"].map((name) => <li key={name} className={classes.skeleton} aria-label="Loading" />)
          : list.data.sessions.map((session) => (
              <SessionRow
                key={session.id}
                session={session}
                ending={revoke.isPending && revoke.variables.sessionId === session.id}
                onEnd={() => end(session)}
              />
            ))}
      </ul>
      {others > 1 && (
        <div className={form.actions}>
          <Button tone="danger" pending={revokeOthers.isPending} onPress={() => revokeOthers.mutate()}>
            {revokeOthers.isPending ? "Signing them out…" : `Sign out ${devices(others)}`}
          </Button>
        </div>
      )}
      <StatusMessage>{message}</StatusMessage>
    </Section>
  );
}
