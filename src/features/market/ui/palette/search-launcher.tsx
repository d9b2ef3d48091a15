"use client";
import dynamic from "next/dynamic";
import { useEffect, useState } from "react";
import type { PalettePage } from "#ui/nav.ts";
import { PartBoundary } from "#ui/failure/part-boundary.tsx";
import { wasPressedEarly } from "#ui/shell/keys/early-keys.ts";
import { isForPage, singleKeysWork } from "#ui/shell/keys/single-keys.ts";
import { SearchButton } from "#ui/shell/search-button.tsx";

const loadPalette = () => import("./palette.tsx");
const Palette = dynamic(() => loadPalette().then((module) => module.Palette), { ssr: false });

/** If it fails, opening the palette says so. */
const warmUp = () => void loadPalette().catch(() => undefined);

/** A page with a search of its own marks it `data-page-search`: `/` goes there, Ctrl+K always to the palette. */
const pageSearch = () => document.querySelector<HTMLInputElement>("input[data-page-search]");

/** Long after the first paint; by then the first Ctrl+K must not lose the letters typed right behind it. */
const WARM_UP_MS = 2_500;

/** The search field of the shell. The palette's code comes with the first sign of interest, or in a quiet moment. */
export function SearchLauncher({ pages }: { pages: readonly PalettePage[] }) {
  const [opened, setOpened] = useState(false);
  const [wanted, setWanted] = useState(false);
  useEffect(() => {
    const timer = setTimeout(warmUp, WARM_UP_MS);
    return () => clearTimeout(timer);
  }, []);
  useEffect(() => {
    const open = () => {
      setWanted(true);
      setOpened(true);
    };
    const search = () => {
      const field = pageSearch();
      if (field === null) open();
      else field.select();
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k") {
        event.preventDefault();
        open();
        return;
      }
      if (event.key !== "/" || !isForPage(event)) return;
      event.preventDefault();
      search();
    };
    document.addEventListener("keydown", onKey);
    if (wasPressedEarly("k")) open();
    else if (wasPressedEarly("/") && singleKeysWork()) search();
    return () => document.removeEventListener("keydown", onKey);
  }, []);
  return (
    <>
      <SearchButton
        onIntent={warmUp}
        onOpen={() => {
          setWanted(true);
          setOpened(true);
        }}
      />
      {wanted && (
        <PartBoundary>
          <Palette pages={pages} opened={opened} onClose={() => setOpened(false)} />
        </PartBoundary>
      )}
    </>
  );
}
