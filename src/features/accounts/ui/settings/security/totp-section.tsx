"use client";
import { useState } from "react";
import type { TotpStarted } from "#features/accounts/contract.ts";
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

export function TotpSection() {
  const user = useCurrentUser();
  const setUser = useSetUser();
  const utils = trpc.useUtils();
  const [state, setState] = useState<State>({ kind: "idle", message: "" });
  const toIdle = (message = "") => setState({ kind: "idle", message });
  const lead = user.twoFactor
    ? "On: signing in takes your password or a mailed code, and then a code from your authenticator app."
    : user.role === "admin"
      ? "Off. The admin pages stay closed until it is on: they take a code from an app on your phone besides your password."
      : "Off. With it, nobody signs in with your password alone: it takes a code from an app on your phone as well.";
  return (
    <Section title="Second factor" lead={lead}>
      {state.kind === "idle" && (
        <div className={form.actions}>
          {user.twoFactor ? (
            <>
              <Button onPress={() => setState({ kind: "renew" })}>Make new backup codes</Button>
              <Button tone="danger" onPress={() => setState({ kind: "stop" })}>
                Turn it off
              </Button>
            </>
          ) : (
            <Button onPress={() => setState({ kind: "start" })}>Turn it on</Button>
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
            setState({ kind: "codes", codes: state.started.backupCodes });
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
          onStopped={() => {
            setUser({ ...user, twoFactor: false });
            void utils.auth.me.invalidate();
            toIdle("The second factor is off; its backup codes no longer work.");
          }}
          onCancel={() => toIdle()}
        />
      )}
    </Section>
  );
}
