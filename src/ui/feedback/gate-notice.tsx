import Link from "next/link";
import type { ReactNode } from "react";
import classes from "./gate-notice.module.css";
import { LockIcon } from "#ui/icons/icons.tsx";

/** Where a plan ends: what is missing, and the way to get it. For `plan_required` refusals see `gateOf`. */
export const GateNotice = ({ children, href = "/plans" }: { children: ReactNode; href?: string }) => (
  <p className={classes.gate} role="note">
    <LockIcon size={16} />
    <span>
      {children}{" "}
      <Link className={classes.way} href={href}>
        See plans
      </Link>
    </span>
  </p>
);
