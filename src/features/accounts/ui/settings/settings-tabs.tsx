"use client";
import Link from "next/link";
import { usePathname } from "next/navigation";
import type { NavTab } from "#ui/nav.ts";
import classes from "./settings.module.css";

export function SettingsTabs({ tabs }: { tabs: readonly NavTab[] }) {
  const path = usePathname();
  return (
    <nav className={classes.tabs} aria-label="Settings">
      {tabs.map(({ href, label }) => (
        <Link
          key={href}
          href={href}
          className={classes.tab}
          aria-current={path === href ? "page" : undefined}
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}
