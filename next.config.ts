import type { NextConfig } from "next";

const config: NextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  // The web process compresses what it caches; a second gzip in front of it would only cost time.
  compress: false,
  serverExternalPackages: ["postgres", "pino", "@upstash/redis", "drizzle-orm"],
  typescript: { ignoreBuildErrors: true },
  experimental: { optimizePackageImports: ["@mantine/core", "@mantine/hooks"] },
};

export default config;
