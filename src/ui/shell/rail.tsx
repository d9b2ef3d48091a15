"use client";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { ApiIcon, MarketIcon, PlanIcon } from "#ui/icons/icons.tsx";
import classes from "./shell.module.css";

type Entry = { href: string; label: string; Icon: typeof MarketIcon; under: readonly string[] };

/** Only what exists. `under` are paths that belong to the entry besides its own. */
const ENTRIES: readonly Entry[] = [
  { href: "/", label: "Market", Icon: MarketIcon, under: ["/items/"] },
  { href: "/api/docs", label: "API", Icon: ApiIcon, under: [] },
];
const PLANS: Entry = { href: "/plans", label: "Plans", Icon: PlanIcon, under: [] };

export function Rail({ sellsPlans }: { sellsPlans: boolean }) {
  const path = usePathname();
  return (
    <nav className={classes.rail} aria-label="Main">
      {[...ENTRIES, ...(sellsPlans ? [PLANS] : [])].map(({ href, label, Icon, under }) => {
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
