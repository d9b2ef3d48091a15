"use client";
import Link from "next/link";
import { trpc } from "#trpc/client.tsx";
import { LoadFailed } from "#ui/failure/load-failed.tsx";
import { useLoadFailure } from "#ui/failure/use-load-failure.ts";
import { Section, SectionLoading } from "#ui/layout/section.tsx";
import { CharactersSection } from "./characters-section.tsx";
import { MethodSection } from "./method-section.tsx";
import classes from "./settings.module.css";
import { ZoneSection } from "./zone-section.tsx";

/** What the trader decides about the ledger as a whole. */
export function TradingSettings() {
  const list = trpc.characters.list.useQuery(undefined, { staleTime: 0 });
  const failure = useLoadFailure(list);
  if (failure !== null) {
    return (
      <LoadFailed title="Your trading settings could not be loaded" failure={failure} size="box">
        Your trades are safe.
      </LoadFailed>
    );
  }
  if (list.data === undefined) {
    return (
      <>
        <SectionLoading />
        <SectionLoading />
        <SectionLoading />
      </>
    );
  }
  const { characters, settings } = list.data;
  return (
    <>
      <MethodSection
        method={settings.method}
        trades={characters.reduce((sum, { trades }) => sum + trades, 0)}
      />
      <ZoneSection saved={settings.timeZone} />
      <CharactersSection characters={characters} />
      <Section title="Imports and downloads">
        <ul className={classes.links}>
          <li>
            <Link href="/imports">Import trades</Link> from the logs of your plugins or from a spreadsheet,
            and take imports back.
          </li>
          <li>
            <Link href="/settings/data">Download your trades</Link> as files, as often as you like.
          </li>
        </ul>
      </Section>
    </>
  );
}
