"use client";
import dynamic from "next/dynamic";
import Link from "next/link";
import { usePathname, useSearchParams } from "next/navigation";
import { useState } from "react";
import { safeNext, withNext } from "#features/accounts/ui/viewer/safe-next.ts";
import { useSessionWatch, useViewer } from "#features/accounts/ui/viewer/use-viewer.ts";
import { PartBoundary } from "#ui/failure/part-boundary.tsx";
import { DownIcon, PersonIcon } from "#ui/icons/icons.tsx";
import classes from "./account-slot.module.css";
import { initialOf } from "./initial.ts";

const loadMenu = () => import("./account-menu.tsx");
const AccountMenu = dynamic(() => loadMenu().then((module) => module.AccountMenu), { ssr: false });

/** If it fails, opening the menu says so. */
const warmUp = () => void loadMenu().catch(() => undefined);

/** The end of the top bar: the account menu or the sign-in link. Its width does not change while the viewer loads. */
export function AccountSlot() {
  const { data, isError } = useViewer();
  const here = usePathname();
  const asked = useSearchParams().toString();
  const [open, setOpen] = useState(false);
  useSessionWatch();
  const user = data?.user;
  if (user === undefined) {
    return (
      <span className={classes.slot}>
        {isError ? (
          <Link
            className={classes.control}
            href="/settings/profile"
            aria-label="Account: could not be loaded"
            data-hint="It could not be found out who is signed in"
          >
            <PersonIcon />
          </Link>
        ) : (
          <span className={classes.skeleton} />
        )}
      </span>
    );
  }
  if (user === null) {
    return (
      <span className={classes.slot}>
        <Link
          className={classes.control}
          href={withNext("/sign-in", safeNext(asked === "" ? here : `${here}?${asked}`))}
          prefetch={false}
        >
          <span className={classes.narrow}>
            <PersonIcon />
          </span>
          <span className={classes.words}>Sign in</span>
        </Link>
      </span>
    );
  }
  return (
    <span className={classes.slot}>
      <button
        type="button"
        className={classes.control}
        aria-expanded={open}
        aria-haspopup="dialog"
        aria-label="Account"
        onPointerEnter={warmUp}
        onFocus={warmUp}
        onClick={() => setOpen(!open)}
      >
        <span className={classes.initial}>{initialOf(user.name)}</span>
        <span className={classes.wide}>
          <DownIcon size={14} />
        </span>
      </button>
      {open && (
        <PartBoundary>
          <AccountMenu user={user} onClose={() => setOpen(false)} />
        </PartBoundary>
      )}
    </span>
  );
}
