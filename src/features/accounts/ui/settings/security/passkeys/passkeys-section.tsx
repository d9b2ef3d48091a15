"use client";
import { useState } from "react";
import type { PasskeyAdded, PasskeyView } from "#features/accounts/passkeys/contract.ts";
import { MAX_PASSKEYS } from "#features/accounts/rules/webauthn.ts";
import { useCurrentUser } from "#features/accounts/ui/settings/current-user.tsx";
import { BackupCodes } from "#features/accounts/ui/settings/security/backup-codes.tsx";
import { trpc } from "#trpc/client.tsx";
import { LoadFailed } from "#ui/failure/load-failed.tsx";
import { useLoadFailure } from "#ui/failure/use-load-failure.ts";
import { Button } from "#ui/form/button.tsx";
import form from "#ui/form/form.module.css";
import { Section, SectionSkeleton, StatusMessage } from "#ui/layout/section.tsx";
import { AddPasskey } from "./add-passkey.tsx";
import { PasskeyRow } from "./passkey-row.tsx";
import classes from "./passkeys.module.css";
import { RemovePasskey } from "./remove-passkey.tsx";

type State =
  | { kind: "idle"; message: string }
  | { kind: "add" }
  | { kind: "codes"; codes: readonly string[]; message: string }
  | { kind: "remove"; passkey: PasskeyView };

const LEAD =
  "A passkey signs you in with your fingerprint, face or screen lock, without a password. A false copy of this site cannot use it. It is a second factor, too: signing in with your password or a mailed code asks for it.";

export function PasskeysSection() {
  const user = useCurrentUser();
  const utils = trpc.useUtils();
  const list = trpc.account.passkeys.useQuery(undefined, { staleTime: 0 });
  const failure = useLoadFailure(list);
  const [state, setState] = useState<State>({ kind: "idle", message: "" });
  const toIdle = (message = "") => setState({ kind: "idle", message });
  /** The list, and whether sign-in asks for a second factor. */
  const refresh = () => {
    void list.refetch();
    void utils.auth.me.invalidate();
  };
  const onAdded = ({ passkey, backupCodes }: PasskeyAdded) => {
    refresh();
    const message = `“${passkey.name}” is added.`;
    if (backupCodes.length > 0) setState({ kind: "codes", codes: backupCodes, message });
    else toIdle(message);
  };
  const passkeys = list.data?.passkeys;

  if (state.kind === "add") {
    return (
      <Section title="Passkeys" lead={LEAD}>
        <AddPasskey onAdded={onAdded} onCancel={() => toIdle()} />
      </Section>
    );
  }
  if (state.kind === "codes") {
    return (
      <Section title="Passkeys" lead={state.message}>
        <BackupCodes codes={state.codes} onSaved={() => toIdle(state.message)} />
      </Section>
    );
  }
  if (state.kind === "remove") {
    return (
      <Section title="Passkeys">
        <RemovePasskey
          passkey={state.passkey}
          isLast={!user.totp && passkeys?.length === 1}
          onRemoved={() => {
            refresh();
            toIdle(`“${state.passkey.name}” is removed.`);
          }}
          onCancel={() => toIdle()}
        />
      </Section>
    );
  }
  return (
    <Section title="Passkeys" lead={LEAD}>
      {passkeys === undefined ? (
        failure !== null ? (
          <LoadFailed title="Your passkeys could not be loaded" failure={failure} size="line">
            Your passkeys are as they were.
          </LoadFailed>
        ) : (
          <SectionSkeleton />
        )
      ) : (
        <>
          {passkeys.length === 0 ? (
            <p>You have no passkey yet.</p>
          ) : (
            <ul className={classes.passkeys} aria-label="Your passkeys">
              {passkeys.map((passkey) => (
                <PasskeyRow
                  key={passkey.id}
                  passkey={passkey}
                  onRenamed={({ name }) => {
                    void list.refetch();
                    toIdle(`Renamed to “${name}”.`);
                  }}
                  onRemove={() => setState({ kind: "remove", passkey })}
                />
              ))}
            </ul>
          )}
          <div className={form.actions}>
            {passkeys.length < MAX_PASSKEYS ? (
              <Button onPress={() => setState({ kind: "add" })}>Add a passkey</Button>
            ) : (
              <p>
                {passkeys.length} of {MAX_PASSKEYS} passkeys. Remove one to add another.
              </p>
            )}
            <StatusMessage>{state.message}</StatusMessage>
          </div>
        </>
      )}
    </Section>
  );
}
