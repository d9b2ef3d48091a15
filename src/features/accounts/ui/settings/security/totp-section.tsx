"use client";
import { useState } from "react";
import type { TotpStarted, UserView } from "#features/accounts/contract.ts";
import { useSetUser } from "#features/accounts/ui/viewer/use-viewer.ts";
import { trpc } from "#trpc/client.tsx";
import { Button } from "#ui/form/button.tsx";
import form from "#ui/form/form.module.css";
import { StatusMessage, Section } from "#ui/layout/section.tsx";
import { BackupCodes } from "./backup-codes.tsx";
import { useCurrentUser } from "#features/accounts/ui/settings/current-user.tsx";
import { ConfirmTotp } from "./totp-confirm.tsx";
import { StopTotp } from "./stop-totp.tsx";
import { RenewCodes, StartTotp } from "./totp-forms.tsx";

type State =
  | { kind: "idle"; message: string }
  | { kind: "start" | "stop" | "renew" }
  | { kind: "confirm"; started: TotpStarted }
  | { kind: "codes"; codes: readonly string[] };

function leadOf({ totp, twoFactor, role }: UserView): string {
  if (totp)
    return "On: signing in takes your password or a mailed code, and then a code from your authenticator app. A passkey takes the place of both.";
  if (twoFactor)
    return "On: your passkey. A code from an app on your phone can take its place, for when the passkey is away.";
  if (role === "admin")
    return "Off. The admin pages stay closed until it is on: they take a code from an app on your phone, or a passkey.";
  return "Off. With it, nobody signs in with your password alone: it takes a code from an app on your phone as well.";
}

export function TotpSection() {
  const user = useCurrentUser();
  const setUser = useSetUser();
  const utils = trpc.useUtils();
  const [state, setState] = useState<State>({ kind: "idle", message: "" });
  const toIdle = (message = "") => setState({ kind: "idle", message });
  return (
    <Section title="Second factor" lead={leadOf(user)}>
      {state.kind === "idle" && (
        <div className={form.actions}>
          {!user.totp && (
            <Button onPress={() => setState({ kind: "start" })}>
              {user.twoFactor ? "Set up an app" : "Turn it on"}
            </Button>
          )}
          {user.twoFactor && (
            <Button onPress={() => setState({ kind: "renew" })}>Make new backup codes</Button>
          )}
          {user.totp && (
            <Button tone="danger" onPress={() => setState({ kind: "stop" })}>
              Turn it off
            </Button>
          )}
          <StatusMessage>{state.message}</StatusMessage>
        </div>
      )}
      {state.kind === "start" && (
        <StartTotp
          onStarted={(started) => setState({ kind: "confirm", started })}
          onCancel={() => toIdle()}
        />
      )}
      {state.kind === "confirm" && (
        <ConfirmTotp
          started={state.started}
          onConfirmed={() => {
            setUser({ ...user, twoFactor: true, totp: true });
            const { backupCodes } = state.started;
            if (backupCodes.length > 0) setState({ kind: "codes", codes: backupCodes });
            else toIdle("The app is set up. Your backup codes are the same as before.");
          }}
          onCancel={() => toIdle()}
        />
      )}
      {state.kind === "codes" && (
        <BackupCodes codes={state.codes} onSaved={() => toIdle("The second factor is on.")} />
      )}
      {state.kind === "renew" && (
        <RenewCodes onRenewed={(codes) => setState({ kind: "codes", codes })} onCancel={() => toIdle()} />
      )}
      {state.kind === "stop" && (
        <StopTotp
          onStopped={async () => {
            const { user: changed } = await utils.auth.me.fetch(undefined, { staleTime: 0 });
            toIdle(
              changed?.twoFactor === true
                ? "The app is off. Your passkeys and backup codes stay."
                : "The second factor is off; its backup codes no longer work.",
            );
          }}
          onCancel={() => toIdle()}
        />
      )}
    </Section>
  );
}
