import { withNext } from "#features/accounts/ui/viewer/safe-next.ts";
import { WarningIcon } from "#ui/icons/icons.tsx";
import classes from "./settings.module.css";

/** Links to the sign-in page in a new tab, so that typed text stays. The viewer reloads when this tab has focus. */
export const SignedOutNotice = ({ path }: { path: string }) => (
  <div role="alert" className={classes.lost}>
    <WarningIcon size={16} />
    <p>
      <strong>You were signed out.</strong> This session was ended or ran out; what you typed here is kept.{" "}
      <a href={withNext("/sign-in", path)} target="_blank" rel="noreferrer">
        Sign in (in a new tab)
      </a>{" "}
      and come back.
    </p>
  </div>
);
