"use client";
import { useId } from "react";
import type { ManagedUser } from "#features/accounts/admin/contract.ts";
import { useViewer } from "#features/accounts/ui/viewer/use-viewer.ts";
import { faultText } from "#ui/format/fault-text.ts";
import kit from "#ui/form/form.module.css";
import type { Undoable } from "#ui/feedback/undo-notice.tsx";
import { TwoStepButton } from "./two-step-button.tsx";
import { useUserActions } from "./use-user-actions.ts";
import classes from "./user-panel.module.css";

let actionCount = 0;
const done = (action: Omit<Undoable, "id">): Undoable => ({ ...action, id: ++actionCount });
const sessionsText = (count: number) => (count === 1 ? "1 session" : `${count} sessions`);

/** The actions on an account. The server enforces the rules that disable them here. */
export function UserActions({ user, onDone }: { user: ManagedUser; onDone: (action: Undoable) => void }) {
  const { lock, role, sessions } = useUserActions();
  const isSelf = useViewer().data?.user?.id === user.id;
  const id = useId();
  const who = <bdi>{user.name}</bdi>;
  const isLocked = user.lockedAt !== null;
  const isAdmin = user.role === "admin";
  const fault = [lock, role, sessions].find(({ isError }) => isError)?.error;

  const setLock = async (locked: boolean) => {
    await lock.mutateAsync({ userId: user.id, locked });
    onDone(
      done({
        text: (
          <>
            {locked ? "Locked" : "Unlocked"} {who}
          </>
        ),
        undo: () => lock.mutateAsync({ userId: user.id, locked: !locked }),
      }),
    );
  };
  const setRole = async () => {
    const given = isAdmin ? "user" : "admin";
    await role.mutateAsync({ userId: user.id, role: given });
    onDone(done({ text: given === "admin" ? <>{who} is an admin now</> : <>{who} is no admin any more</> }));
  };
  const endSessions = async () => {
    const { revoked } = await sessions.mutateAsync({ userId: user.id });
    onDone(
      done({
        text: (
          <>
            Ended {sessionsText(revoked)} of {who}
          </>
        ),
      }),
    );
  };
  // Clears the error of an earlier action.
  const run = (action: () => Promise<void>) => {
    for (const mutation of [lock, role, sessions]) mutation.reset();
    // The mutation keeps the error, which is shown below.
    action().catch(() => undefined);
  };

  return (
    <section className={classes.actions} aria-label="Actions">
      <div className={classes.act}>
        <button
          type="button"
          className={kit.button}
          data-tone={isLocked ? undefined : "danger"}
          aria-disabled={lock.isPending || (isSelf && !isLocked)}
          aria-describedby={`${id}-lock`}
          onClick={() => !lock.isPending && !(isSelf && !isLocked) && run(() => setLock(!isLocked))}
        >
          {isLocked ? "Unlock account" : "Lock account"}
        </button>
        <span id={`${id}-lock`} className={classes.note}>
          {lockNote(isSelf, isLocked)}
        </span>
      </div>
      <TwoStepButton
        label={isAdmin ? "Take admin role away" : "Make admin"}
        confirm={isAdmin ? "Yes, make a plain user" : "Yes, make an admin"}
        warning={
          isAdmin
            ? "They are signed out and can sign in again as a plain user."
            : "They sign in anew. With a second factor they then see and lock every account and edit what charts mark."
        }
        disabledReason={isSelf && isAdmin ? "You cannot take your own admin role: another admin can." : null}
        pending={role.isPending}
        danger={isAdmin}
        onConfirm={() => run(setRole)}
      />
      <TwoStepButton
        label="End all sessions"
        confirm={`Yes, end ${sessionsText(user.sessions)}`}
        warning={
          isSelf
            ? "This signs you out as well, here and everywhere."
            : "They are signed out everywhere and can sign in again."
        }
        disabledReason={user.sessions === 0 ? "No session is open." : null}
        pending={sessions.isPending}
        danger
        onConfirm={() => run(endSessions)}
      />
      <p role="alert" className={classes.fault}>
        {fault ? faultText(fault) : null}
      </p>
    </section>
  );
}

function lockNote(isSelf: boolean, isLocked: boolean): string {
  if (isLocked) return "They can sign in again once it is unlocked.";
  return isSelf
    ? "You cannot lock yourself: you could not undo it."
    : "Signs them out everywhere at once; their data stays.";
}
