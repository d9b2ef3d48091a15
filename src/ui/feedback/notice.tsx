import Link from "next/link";
import type { ReactNode } from "react";
import classes from "./notice.module.css";

type Action = { label: string; href: string } | { label: string; onPress: () => void };

type NoticeProps = {
  title: string;
  /** What happened, whether data is safe, what to do. */
  children?: ReactNode;
  action?: Action;
  tone?: "quiet" | "bad";
};

/** Replaces content that is empty, was not found or could not be loaded. */
export function Notice({ title, children, action, tone = "quiet" }: NoticeProps) {
  return (
    <section className={classes.notice} data-tone={tone} role={tone === "bad" ? "alert" : undefined}>
      <h1 className={classes.title}>{title}</h1>
      {children !== undefined && <p className={classes.text}>{children}</p>}
      {action !== undefined &&
        ("href" in action ? (
          <Link className={classes.action} href={action.href}>
            {action.label}
          </Link>
        ) : (
          <button type="button" className={classes.action} onClick={action.onPress}>
            {action.label}
          </button>
        ))}
    </section>
  );
}
