import Link from "next/link";
import type { ReactNode } from "react";
import classes from "./gate-notice.module.css";
import { LockIcon } from "#ui/icons/icons.tsx";

/** States that a plan does not include something, and links to the plans. For `plan_required` errors see `gateOf`. */
export const GateNotice = ({ children, href = "/plans" }: { children: ReactNode; href?: string }) => (
  <p className={classes.gate} role="note">
    <LockIcon size={16} />
    <span>
      {children}{" "}
      <Link className={classes.link} href={href}>
        See plans
      </Link>
    </span>
  </p>
);
