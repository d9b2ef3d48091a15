"use client";
import { useMantineColorScheme } from "@mantine/core";
import { usePathname, useSearchParams } from "next/navigation";
import { useMemo } from "react";
import { trpc } from "#trpc/client.tsx";
import type { NavIcon } from "#ui/icons/nav-icons.tsx";
import type { PalettePage } from "#ui/nav.ts";
import { openKeyMap } from "#ui/shell/keys/open-key-map.ts";

export type PaletteCommand = { key: string; label: string } & (
  | { kind: "page"; href: string; icon: NavIcon }
  | { kind: "action"; run: () => void; icon: "light" | "dark" | "auto" | "keys" }
);

/** `words` are what a typed text is looked for in. */
type Command = { entry: PaletteCommand; words: string };

const toCommand = ({ key, label, href, icon, words }: PalettePage): Command => ({
  entry: { key, kind: "page", label, href, icon },
  words: `${label} ${words}`,
});

/** The pages for this visitor. A visitor known to be signed out gets links that lead back to the present page. */
function usePages(pages: readonly PalettePage[]): readonly Command[] {
  // As far as the page knows: its top bar asks.
  const viewer = trpc.auth.me.useQuery(undefined, { enabled: false });
  const path = usePathname();
  const search = useSearchParams().toString();
  const audience = viewer.data?.user === null ? "signedOut" : "signedIn";
  return useMemo(() => {
    const here = encodeURIComponent(search === "" ? path : `${path}?${search}`);
    return pages
      .filter((page) => page.audience === undefined || page.audience === audience)
      .map((page) =>
        toCommand(page.audience === "signedOut" ? { ...page, href: `${page.href}?next=${here}` } : page),
      );
  }, [pages, audience, path, search]);
}

/** Pages and actions; words that people try for them stand behind the label. */
export function useCommands(pages: readonly PalettePage[]): readonly Command[] {
  const { setColorScheme } = useMantineColorScheme();
  const pageCommands = usePages(pages);
  return useMemo(() => {
    const colours = (icon: "light" | "dark" | "auto", label: string): Command => ({
      entry: { key: icon, kind: "action", label, icon, run: () => setColorScheme(icon) },
      words: `${label} theme colour mode`,
    });
    return [
      ...pageCommands,
      colours("dark", "Switch to dark"),
      colours("light", "Switch to light"),
      colours("auto", "Use the system's colours"),
      {
        entry: { key: "keys", kind: "action", label: "Keys", icon: "keys", run: openKeyMap },
        words: "keys keyboard shortcuts help map",
      },
    ];
  }, [setColorScheme, pageCommands]);
}
