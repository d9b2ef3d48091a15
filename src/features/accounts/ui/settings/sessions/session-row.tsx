import type { SessionView } from "#features/accounts/contract.ts";
import { isAtMaxAge } from "#features/accounts/rules/session.ts";
import { Age } from "#ui/format/figures.tsx";
import { formatDay } from "#ui/format/format.ts";
import { Button } from "#ui/form/button.tsx";
import { PhoneIcon, SystemIcon } from "#ui/icons/icons.tsx";
import classes from "./sessions.module.css";

type SessionRowProps = { session: SessionView; ending: boolean; onEnd: () => void };

/** `Firefox on Linux`, or the known part of it. */
export function deviceText({ device: { browser, system } }: Pick<SessionView, "device">): string {
  if (browser === null && system === null) return "Unknown device";
  return browser !== null && system !== null ? `${browser} on ${system}` : `${browser ?? system}`;
}

export function SessionRow({ session, ending, onEnd }: SessionRowProps) {
  const { device, address, current, lastUsedAt, createdAt, expiresAt } = session;
  const isHeld = device.kind === "mobile" || device.kind === "tablet";
  const name = deviceText(session);
  return (
    <li className={classes.session}>
      <span className={classes.glyph}>{isHeld ? <PhoneIcon size={20} /> : <SystemIcon size={20} />}</span>
      <div className={classes.words}>
        <span className={classes.name}>
          {name}
          {current && <span className={classes.badge}>This device</span>}
        </span>
        <small>
          {address ?? "Address unknown"} · used <Age atMs={lastUsedAt} /> ago · signed in{" "}
          <Age atMs={createdAt} /> ago · ends <span data-time={expiresAt}>{formatDay(expiresAt)}</span>
          {isAtMaxAge(session) ? "" : " unless it is used"}
        </small>
      </div>
      {!current && (
        <Button tone="danger" label={`Sign out ${name}`} pending={ending} onPress={onEnd}>
          {ending ? "Signing out…" : "Sign out"}
        </Button>
      )}
    </li>
  );
}
