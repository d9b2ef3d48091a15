import "./globals.css";
import { ColorSchemeScript, mantineHtmlProps } from "@mantine/core";
import type { Metadata, Viewport } from "next";
import { connection } from "next/server";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import type { ReactNode } from "react";
import { FeedPill } from "#features/market/ui/feed-pill.tsx";
import { SearchLauncher } from "#features/market/ui/search-launcher.tsx";
import { TrpcProvider } from "#trpc/client.tsx";
import { getWebRuntime } from "#trpc/deps.ts";
import { IconBaseProvider } from "#ui/item-icon.tsx";
import { ServerNowProvider } from "#ui/now.tsx";
import { Shell } from "#ui/shell/shell.tsx";
import { ThemeProvider } from "#ui/theme-provider.tsx";

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

export default async function Layout({ children }: { children: ReactNode }) {
  // Every page shows the time and the running process's settings: none is made at build time.
  await connection();
  const { deps, env } = getWebRuntime();
  return (
    <html lang="en" {...mantineHtmlProps}>
      <head>
        <ColorSchemeScript defaultColorScheme="auto" />
      </head>
      <body>
        <ThemeProvider>
          <TrpcProvider>
            <NuqsAdapter>
              <ServerNowProvider atMs={deps.clock.now().getTime()}>
                <IconBaseProvider url={env.ICON_BASE_URL}>
                  <Shell search={<SearchLauncher />} status={<FeedPill />}>
                    {children}
                  </Shell>
                </IconBaseProvider>
              </ServerNowProvider>
            </NuqsAdapter>
          </TrpcProvider>
        </ThemeProvider>
      </body>
    </html>
  );
}
