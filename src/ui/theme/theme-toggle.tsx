"use client";
import { useMantineColorScheme } from "@mantine/core";
import type { MantineColorScheme } from "@mantine/core";
import { useSyncExternalStore } from "react";
import { MoonIcon, SunIcon, SystemIcon } from "#ui/icons/icons.tsx";
import shell from "#ui/shell/shell.module.css";

const NEXT = { auto: "light", light: "dark", dark: "auto" } as const;
const LABEL = { auto: "as the system", light: "light", dark: "dark" } as const;
const ICON = { auto: SystemIcon, light: SunIcon, dark: MoonIcon } as const;

const never = () => () => undefined;

/** Cycles system, light, dark. Only the browser knows the stored choice, so the server renders "system". */
export function ThemeToggle() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const scheme = useSyncExternalStore<MantineColorScheme>(
    never,
    () => colorScheme,
    () => "auto",
  );
  const Icon = ICON[scheme];
  const label = `Colours: ${LABEL[scheme]}. Change to ${LABEL[NEXT[scheme]]}`;
  return (
    <button
      type="button"
      className={shell.iconButton}
      data-wide
      aria-label={label}
      data-hint={label}
      onClick={() => setColorScheme(NEXT[scheme])}
    >
      <Icon />
    </button>
  );
}
