"use client";
import Link from "next/link";
import { usePathname } from "next/navigation";
import classes from "./settings.module.css";

const TABS = [
  { href: "/settings/profile", label: "Profile" },
  { href: "/settings/security", label: "Security" },
  { href: "/settings/sessions", label: "Sessions" },
  { href: "/settings/billing", label: "Plan" },
  { href: "/settings/data", label: "Data & activity" },
] as const;

export function SettingsTabs() {
  const path = usePathname();
  return (
    <nav className={classes.tabs} aria-label="Settings">
      {TABS.map(({ href, label }) => (
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
