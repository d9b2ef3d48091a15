"use client";
import { usePathname, useSearchParams } from "next/navigation";
import { useMemo } from "react";
import { isPrivatePath } from "#features/accounts/rules/private-path.ts";
import { trpc } from "#trpc/client.tsx";
import { useToggleWatch, useWatchlists } from "#features/market/ui/watch/use-watchlists.ts";
import type { PalettePage } from "#ui/nav.ts";
import { openKeyMap } from "#ui/shell/keys/open-key-map.ts";
import type { PaletteCommand } from "./palette-command.ts";
import { useDisplayCommands } from "./use-display-commands.ts";

type Commands = {
  commands: readonly PaletteCommand[];
  /** What became of an action that keeps the palette open. */
  note: string | null;
};

/** As far as the page knows who is signed in: its top bar asks. Undefined: not yet. */
const useKnownUser = () => trpc.auth.me.useQuery(undefined, { enabled: false }).data?.user;

/** The pages for this visitor. The link to sign in leads back to the present page. */
function usePages(pages: readonly PalettePage[]): readonly PaletteCommand[] {
  const user = useKnownUser();
  const path = usePathname();
  const search = useSearchParams().toString();
  return useMemo(() => {
    const here = encodeURIComponent(search === "" ? path : `${path}?${search}`);
    const isShown = ({ audience }: PalettePage) => {
      if (audience === "admin") return user?.role === "admin";
      return audience === undefined || user === undefined || audience === (user ? "signedIn" : "signedOut");
    };
    return pages.filter(isShown).map(({ key, label, href, icon, words, audience }) => ({
      key,
      kind: "page" as const,
      label,
      href: audience === "signedOut" ? `${href}?next=${here}` : href,
      icon,
      words,
    }));
  }, [pages, user, path, search]);
}

/** Signs out as the account menu does; the palette stays open until the page is loaded anew. */
function useSignOut(): Commands {
  const isSignedIn = Boolean(useKnownUser());
  const path = usePathname();
  const { mutate, isPending, isSuccess, isError } = trpc.auth.logout.useMutation({
    onSuccess: () => {
      if (isPrivatePath(path)) location.assign("/");
      else location.reload();
    },
  });
  const commands = useMemo(
    (): readonly PaletteCommand[] =>
      isSignedIn
        ? [
            {
              key: "signOut",
              kind: "action",
              label: "Sign out",
              words: ["log out", "log off", "leave"],
              icon: "signOut",
              staysOpen: true,
              run: () => mutate(),
            },
          ]
        : [],
    [isSignedIn, mutate],
  );
  const failed = "You are still signed in: the server did not answer. Try again.";
  return { commands, note: isPending || isSuccess ? "Signing out…" : isError ? failed : null };
}

/** On the page of an item: watches it, or does no longer. */
function useWatchCommand(): readonly PaletteCommand[] {
  const [, id] = /^\/items\/(\d+)$/.exec(usePathname()) ?? [];
  const item = trpc.items.get.useQuery({ id: Number(id ?? 0) }, { enabled: false }).data;
  const { here } = useWatchlists();
  const toggle = useToggleWatch();
  return useMemo(() => {
    if (item === undefined) return [];
    return [
      {
        key: "watch",
        kind: "action",
        label: here.has(item.id) ? "Stop watching this item" : "Watch this item",
        words: ["watchlist", "star", "favourite", "favorite", "unwatch", "follow"],
        icon: "watch",
        run: () => toggle({ id: item.id, name: item.name }),
      },
    ];
  }, [item, here, toggle]);
}

const keys: PaletteCommand = {
  key: "keys",
  kind: "action",
  label: "Keys",
  words: ["keyboard", "shortcuts", "help", "map"],
  icon: "keys",
  run: openKeyMap,
};

/** Pages and actions; words that people try for them stand behind the label. */
export function useCommands(pages: readonly PalettePage[]): Commands {
  const pageCommands = usePages(pages);
  const display = useDisplayCommands();
  const { commands: signOut, note } = useSignOut();
  const watch = useWatchCommand();
  const commands = useMemo(
    () => [...watch, ...pageCommands, ...signOut, ...display, keys],
    [watch, pageCommands, signOut, display],
  );
  return { commands, note };
}
