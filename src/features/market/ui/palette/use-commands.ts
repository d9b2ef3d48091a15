"use client";
import { useMantineColorScheme } from "@mantine/core";
import { usePathname, useSearchParams } from "next/navigation";
import { useMemo } from "react";
import { trpc } from "#trpc/client.tsx";

export type PaletteCommand = { key: string; label: string } & (
  | { kind: "page"; href: string; icon: "market" | "api" | "plans" | "settings" | "signIn" }
  | { kind: "action"; run: () => void; icon: "light" | "dark" | "auto" }
);

type Command = { entry: PaletteCommand; words: string };

const page = (
  icon: Extract<PaletteCommand, { kind: "page" }>["icon"],
  label: string,
  href: string,
  words: string,
): Command => ({
  entry: { key: icon, kind: "page", label, href, icon },
  words: `${label} ${words} page`,
});

const ACCOUNT_WORDS = "account profile password sessions";

/** Settings for who is signed in; who is known not to be gets the way in, which leads back to where they were. */
function useAccountPage(): Command {
  // As far as the page knows: its top bar asks.
  const viewer = trpc.auth.me.useQuery(undefined, { enabled: false });
  const path = usePathname();
  const asked = useSearchParams().toString();
  const isNobody = viewer.data?.user === null;
  return useMemo(() => {
    if (!isNobody) return page("settings", "Settings", "/settings/profile", ACCOUNT_WORDS);
    const here = encodeURIComponent(asked === "" ? path : `${path}?${asked}`);
    return page("signIn", "Sign in", `/sign-in?next=${here}`, `log in register settings ${ACCOUNT_WORDS}`);
  }, [isNobody, path, asked]);
}

/** Pages and actions; words that people try for them stand behind the label. */
export function useCommands(): readonly Command[] {
  const { setColorScheme } = useMantineColorScheme();
  const account = useAccountPage();
  return useMemo(() => {
    const colours = (icon: "light" | "dark" | "auto", label: string): Command => ({
      entry: { key: icon, kind: "action", label, icon, run: () => setColorScheme(icon) },
      words: `${label} theme colour mode`,
    });
    return [
      page("market", "Market", "/", "list all items"),
      page("plans", "Plans", "/plans", "billing subscription pro price"),
      page("api", "Public API", "/api/docs", "documentation docs developers"),
      account,
      colours("dark", "Switch to dark"),
      colours("light", "Switch to light"),
      colours("auto", "Use the system's colours"),
    ];
  }, [setColorScheme, account]);
}
