"use client";
import { useState } from "react";
import type { TotpStarted } from "#features/accounts/contract.ts";
import { useSetUser } from "#features/accounts/ui/viewer/use-viewer.ts";
import { Button } from "#ui/form/button.tsx";
import form from "#ui/form/form.module.css";
import { Said, Section } from "#ui/layout/section.tsx";
import { BackupCodes } from "./backup-codes.tsx";
import { useCurrentUser } from "#features/accounts/ui/settings/current-user.tsx";
import { ConfirmTotp } from "./totp-confirm.tsx";
import { RenewCodes, StartTotp, StopTotp } from "./totp-forms.tsx";

type State =
  | { at: "rest"; said: string }
  | { at: "start" | "stop" | "renew" }
  | { at: "confirm"; started: TotpStarted }
  | { at: "codes"; codes: readonly string[] };

export function TotpSection() {
  const user = useCurrentUser();
  const setUser = useSetUser();
  const [state, setState] = useState<State>({ at: "rest", said: "" });
  const rest = (said = "") => setState({ at: "rest", said });
  const lead = user.twoFactor
    ? "On: signing in takes your password or a mailed code, and then a code from your authenticator app."
    : "Off. With it, nobody signs in with your password alone: it takes a code from an app on your phone as well.";
  return (
    <Section title="Second factor" lead={lead}>
      {state.at === "rest" && (
        <div className={form.actions}>
          {user.twoFactor ? (
            <>
              <Button onPress={() => setState({ at: "renew" })}>Make new backup codes</Button>
              <Button tone="danger" onPress={() => setState({ at: "stop" })}>
                Turn it off
              </Button>
            </>
          ) : (
            <Button onPress={() => setState({ at: "start" })}>Turn it on</Button>
          )}
          <Said>{state.said}</Said>
        </div>
      )}
      {state.at === "start" && (
        <StartTotp onStarted={(started) => setState({ at: "confirm", started })} onCancel={() => rest()} />
      )}
      {state.at === "confirm" && (
        <ConfirmTotp
          started={state.started}
          onConfirmed={() => {
            setUser({ ...user, twoFactor: true });
            setState({ at: "codes", codes: state.started.backupCodes });
          }}
          onCancel={() => rest()}
        />
      )}
      {state.at === "codes" && (
        <BackupCodes codes={state.codes} onSaved={() => rest("The second factor is on.")} />
      )}
      {state.at === "renew" && (
        <RenewCodes onRenewed={(codes) => setState({ at: "codes", codes })} onCancel={() => rest()} />
      )}
      {state.at === "stop" && (
        <StopTotp
          onStopped={() => {
            setUser({ ...user, twoFactor: false });
            rest("The second factor is off; its backup codes no longer work.");
          }}
          onCancel={() => rest()}
        />
      )}
    </Section>
  );
}
