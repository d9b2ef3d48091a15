"use client";
import Link from "next/link";
import type { ReactNode } from "react";
import type { ManagedUser } from "#features/accounts/admin/contract.ts";
import { Skeleton } from "#ui/feedback/skeleton.tsx";
import { Age, Exact } from "#ui/format/figures.tsx";
import { SidePanel } from "#ui/panels/side-panel.tsx";
import type { Undoable } from "#ui/feedback/undo-notice.tsx";
import { UserActions } from "./user-actions.tsx";
import { UserLog } from "./user-log.tsx";
import classes from "./user-panel.module.css";

type UserPanelProps = {
  userId: string;
  /** Null if the loaded list does not contain the account. */
  user: ManagedUser | null;
  isLoading: boolean;
  onDone: (act: Undoable) => void;
  onClose: () => void;
};

const Fact = ({ label, children }: { label: string; children: ReactNode }) => (
  <div className={classes.fact}>
    <dt>{label}</dt>
    <dd>{children}</dd>
  </div>
);

/** An age followed by "ago", because its label does not say that it is an age. */
const Ago = ({ atMs }: { atMs: number }) => (
  <>
    <Age atMs={atMs} /> ago
  </>
);

function Facts({ user }: { user: ManagedUser }) {
  return (
    <dl className={classes.facts}>
      <Fact label="E-mail">
        <bdi>{user.email}</bdi>
      </Fact>
      <Fact label="Address verified">{user.emailVerified ? "Yes" : "Not yet"}</Fact>
      <Fact label="Role">{user.role === "admin" ? "Admin" : "User"}</Fact>
      <Fact label="Locked">{user.lockedAt === null ? "No" : <Ago atMs={user.lockedAt} />}</Fact>
      <Fact label="Second factor">{user.twoFactor ? "On" : "Off"}</Fact>
      <Fact label="Open sessions">
        <Exact value={user.sessions} />
      </Fact>
      <Fact label="Last seen">
        {user.lastUsedAt === null ? "Unknown while no session is open" : <Ago atMs={user.lastUsedAt} />}
      </Fact>
      <Fact label="Account made">
        <Ago atMs={user.createdAt} />
      </Fact>
    </dl>
  );
}

function Skeletons() {
  return (
    <dl className={classes.facts} aria-hidden="true">
      {["a", "b", "c", "d", "e", "f", "g", "h"].map((name) => (
        <Fact key={name} label=" ">
          <Skeleton />
        </Fact>
      ))}
    </dl>
  );
}

/** One account: its data, the actions on it and its audit log. */
export function UserPanel({ userId, user, isLoading, onDone, onClose }: UserPanelProps) {
  const title = user === null ? "Account" : <bdi>{user.name}</bdi>;
  return (
    <SidePanel label={user === null ? "Account" : `Account of ${user.name}`} title={title} onClose={onClose}>
      {user !== null && (
        <>
          <Facts user={user} />
          <UserActions user={user} onDone={onDone} />
        </>
      )}
      {user === null && isLoading && <Skeletons />}
      {user === null && !isLoading && (
        <p className={classes.note}>
          The list as it stands does not hold this account: look for its name or address to see and change it.
        </p>
      )}
      <section className={classes.section} aria-labelledby={`${userId}-log`}>
        <header className={classes.sectionHead}>
          <h3 id={`${userId}-log`}>Activity</h3>
          <Link href={`/admin/audit?user=${userId}`}>In the audit log</Link>
        </header>
        <UserLog userId={userId} />
      </section>
    </SidePanel>
  );
}
