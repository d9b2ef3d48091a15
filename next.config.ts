import type { NextConfig } from "next";

const config: NextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  // For what passes the byte cache by; the cache asks without Accept-Encoding and compresses once itself.
  compress: true,
  serverExternalPackages: ["postgres", "pino", "@upstash/redis", "drizzle-orm"],
  // No page asks for resized images, and /_next/image would fetch and write files.
  images: { unoptimized: true },
  typescript: { ignoreBuildErrors: true },
  experimental: { optimizePackageImports: ["@mantine/core", "@mantine/hooks"] },
};

export default config;
