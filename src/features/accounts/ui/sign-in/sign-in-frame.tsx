"use client";
import { useRouter } from "next/navigation";
import { useEffect, useSyncExternalStore } from "react";
import type { ReactNode } from "react";
import { useViewer } from "#features/accounts/ui/viewer/use-viewer.ts";
import classes from "./sign-in-frame.module.css";

type SignInFrameProps = {
  title: string;
  lead?: ReactNode;
  /** Where to go as soon as the viewer is signed in. */
  next: string;
  children: ReactNode;
  /** Links to the other sign-in pages. */
  footer?: ReactNode;
};

const never = () => () => undefined;

export function SignInFrame({ title, lead, next, children, footer }: SignInFrameProps) {
  const router = useRouter();
  const user = useViewer().data?.user ?? null;
  const isSignedIn = user !== null;
  const isSecure = useSyncExternalStore(
    never,
    () => globalThis.isSecureContext,
    () => true,
  );
  useEffect(() => {
    if (isSignedIn) router.replace(next);
  }, [isSignedIn, next, router]);

  return (
    <section className={classes.frame} aria-labelledby="sign-in-title">
      <h1 id="sign-in-title">{title}</h1>
      {user !== null ? (
        <output className={classes.lead}>
          Signed in as <bdi className={classes.strong}>{user.name}</bdi>. One moment…
        </output>
      ) : isSecure ? (
        <>
          {lead !== undefined && <p className={classes.lead}>{lead}</p>}
          {children}
          {footer !== undefined && <footer className={classes.footer}>{footer}</footer>}
        </>
      ) : (
        <Insecure />
      )}
    </section>
  );
}

/** Browsers drop Secure cookies on plain http pages, so this is shown before a password is typed. */
function Insecure() {
  const { hostname, port, pathname } = globalThis.location;
  const local = `http://localhost${port === "" ? "" : `:${port}`}${pathname}`;
  return (
    <div role="alert" className={classes.lead}>
      <p>
        Signing in does not work here: this page came over plain http from <bdi>{hostname}</bdi>, and browsers
        keep the sign-in cookie on secure pages only.
      </p>
      <ul className={classes.options}>
        <li>
          On the machine that runs GE-Metrics, open <a href={local}>{local}</a>.
        </li>
        <li>
          From another machine, open its https address. Whoever runs it can put a proxy with a certificate in
          front.
        </li>
      </ul>
      <p>Prices and charts work without signing in.</p>
    </div>
  );
}
