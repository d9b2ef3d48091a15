import { existsSync } from "node:fs";
import { chromium } from "@playwright/test";
import { ensureChromium, ensureRedisServer } from "./system-packages.ts";

/** Installs the system packages the tests need besides node_modules, and prints each before it does. */
try {
  await ensureRedisServer(console.log);
  if (!existsSync(chromium.executablePath())) await ensureChromium(console.log);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
