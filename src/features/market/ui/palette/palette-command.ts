import type { NavIcon } from "#ui/icons/nav-icons.tsx";

export type CommandIcon = "light" | "dark" | "auto" | "display" | "keys" | "signOut" | "watch";

/** `words`: what people type for it besides its label. */
export type PaletteCommand = { key: string; label: string; words: readonly string[] } & (
  | { kind: "page"; href: string; icon: NavIcon }
  | { kind: "action"; run: () => void; icon: CommandIcon; staysOpen?: boolean }
);
