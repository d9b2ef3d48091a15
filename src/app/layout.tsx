import "./globals.css";
import { ColorSchemeScript, mantineHtmlProps } from "@mantine/core";
import type { Metadata, Viewport } from "next";
import { headers } from "next/headers";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import type { ReactNode } from "react";
import { AccountSlot } from "#features/accounts/ui/menu/account-slot.tsx";
import { FeedPill } from "#features/market/ui/feed/feed-pill.tsx";
import { EARLY_VIEW_SCRIPT } from "#features/market/ui/views/last/early-view.ts";
import { SearchLauncher } from "#features/market/ui/palette/search-launcher.tsx";
import { WatchSlot } from "#features/market/ui/watch/watch-slot.tsx";
import { TrpcProvider } from "#trpc/client.tsx";
import { getWebRuntime } from "#server/deps.ts";
import { pageKeys, palettePages, rail } from "#server/nav.ts";
import { IconBaseProvider } from "#ui/icons/item-icon.tsx";
import { ServerNowProvider } from "#ui/format/now.tsx";
import { EARLY_KEYS_SCRIPT } from "#ui/shell/keys/early-keys.ts";
import { displayScript } from "#ui/display/display.ts";
import { NumbersProvider } from "#ui/display/numbers.tsx";
import { Shell } from "#ui/shell/shell.tsx";
import { ThemeProvider } from "#ui/theme/theme-provider.tsx";

export const metadata: Metadata = {
  title: { default: "Market · GE-Metrics", template: "%s · GE-Metrics" },
  description: "Live prices, margins after tax and years of history of every item on the Grand Exchange.",
  applicationName: "GE-Metrics",
  manifest: "/manifest.webmanifest",
  icons: {
    icon: [{ url: "/icon.svg", type: "image/svg+xml" }],
    apple: [{ url: "/icon-192.png" }],
  },
};

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  themeColor: [
    { media: "(prefers-color-scheme: dark)", color: "#17181b" },
    { media: "(prefers-color-scheme: light)", color: "#ffffff" },
  ],
};

const EARLY_SCRIPT = `${displayScript};${EARLY_VIEW_SCRIPT};${EARLY_KEYS_SCRIPT}`;

export default async function Layout({ children }: { children: ReactNode }) {
  // Every page shows the time and the running process's settings: asking for the request's headers, none is made at
  // build time. The nonce is the server's, never the caller's.
  const nonce = (await headers()).get("x-nonce");
  const { deps, env } = getWebRuntime();
  return (
    <html lang="en" {...mantineHtmlProps}>
      <head>
        {/* Constant texts of our own: nothing of a request is in them. */}
        {/* oxlint-disable-next-line react/no-danger */}
        <script {...(nonce !== null && { nonce })} dangerouslySetInnerHTML={{ __html: EARLY_SCRIPT }} />
        <ColorSchemeScript defaultColorScheme="auto" {...(nonce !== null && { nonce })} />
      </head>
      <body>
        <ThemeProvider>
          <TrpcProvider>
            <NuqsAdapter>
              <ServerNowProvider atMs={deps.clock.now().getTime()}>
                <NumbersProvider>
                  <IconBaseProvider url={env.ICON_BASE_URL}>
                    <Shell
                      search={<SearchLauncher pages={palettePages} />}
                      status={<FeedPill />}
                      account={<AccountSlot />}
                      keys={pageKeys}
                      rail={rail.filter(({ whereSold }) => whereSold !== true || deps.billing !== null)}
                    >
                      {children}
                    </Shell>
                    <WatchSlot />
                  </IconBaseProvider>
                </NumbersProvider>
              </ServerNowProvider>
            </NuqsAdapter>
          </TrpcProvider>
        </ThemeProvider>
      </body>
    </html>
  );
}
