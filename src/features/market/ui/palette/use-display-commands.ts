"use client";
import { useMantineColorScheme } from "@mantine/core";
import { useMemo } from "react";
import { setDisplayPanel } from "#ui/display/panel-state.ts";
import { changeDisplay, useDisplay } from "#ui/display/use-display.ts";
import type { PaletteCommand } from "./palette-command.ts";

const SCHEME_WORDS = ["theme", "colour scheme", "color scheme", "colours", "colors"];
const BLIND_WORDS = ["colour blind", "color blind", "palette", "accessibility", "red green", "blue orange"];
const ROW_WORDS = ["density", "row height", "spacing"];
const NUMBER_WORDS = ["numbers", "number style", "digits", "figures"];

const toward = {
  compact: "Compact rows",
  standard: "Standard rows",
  cosy: "Cosy rows",
} as const;

/** Colour scheme, palette, density and number style: what is not chosen yet, and the panel with all of them. */
export function useDisplayCommands(): readonly PaletteCommand[] {
  const { setColorScheme } = useMantineColorScheme();
  const { density, palette, numbers } = useDisplay();
  return useMemo(() => {
    const scheme = (icon: "light" | "dark" | "auto", label: string, words: string[]): PaletteCommand => ({
      key: icon,
      kind: "action",
      label,
      words: [...words, ...SCHEME_WORDS],
      icon,
      run: () => setColorScheme(icon),
    });
    const display = (key: string, label: string, words: string[], run: () => void): PaletteCommand => ({
      key,
      kind: "action",
      label,
      words,
      icon: "display",
      run,
    });
    const densities = (["compact", "standard", "cosy"] as const).filter((choice) => choice !== density);
    return [
      scheme("dark", "Switch to dark", ["dark mode", "night"]),
      scheme("light", "Switch to light", ["light mode", "day"]),
      scheme("auto", "Use the system's colours", ["automatic", "system theme"]),
      // After the palette has closed, which gives the focus back to where it was.
      display("display", "Display settings", ["settings", "appearance", ...SCHEME_WORDS, ...ROW_WORDS], () =>
        setTimeout(() => setDisplayPanel(true)),
      ),
      palette === "standard"
        ? display("colourblind", "Blue and orange for gains and losses", BLIND_WORDS, () =>
            changeDisplay({ palette: "colourblind" }),
          )
        : display("standardColours", "Green and red for gains and losses", BLIND_WORDS, () =>
            changeDisplay({ palette: "standard" }),
          ),
      ...densities.map((choice) =>
        display(choice, toward[choice], ROW_WORDS, () => changeDisplay({ density: choice })),
      ),
      numbers === "short"
        ? display("whole", "Whole numbers: 1,716,616", NUMBER_WORDS, () =>
            changeDisplay({ numbers: "whole" }),
          )
        : display("short", "Short numbers: 1.72m", NUMBER_WORDS, () => changeDisplay({ numbers: "short" })),
    ];
  }, [setColorScheme, density, palette, numbers]);
}
