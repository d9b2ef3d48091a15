"use client";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { navIcons } from "#ui/icons/nav-icons.tsx";
import type { RailEntry } from "#ui/nav.ts";
import classes from "./shell.module.css";

export function Rail({ entries }: { entries: readonly RailEntry[] }) {
  const path = usePathname();
  return (
    <nav className={classes.rail} aria-label="Main">
      {entries.map(({ href, label, icon, under = [] }) => {
        const Icon = navIcons[icon];
        const here = path === href || under.some((prefix) => path.startsWith(prefix));
        return (
          <Link
            key={href}
            href={href}
            className={classes.railLink}
            data-here={here || undefined}
            aria-current={path === href ? "page" : undefined}
          >
            <Icon size={20} />
            <span>{label}</span>
          </Link>
        );
      })}
    </nav>
  );
}
