import { existsSync } from "node:fs";
import { chromium } from "@playwright/test";
import { ensureChromium, ensureRedisServer } from "./system-packages.ts";

/** What the tests need from the system, besides node_modules; says what it installs before it does. */
try {
  await ensureRedisServer(console.log);
  if (!existsSync(chromium.executablePath())) await ensureChromium(console.log);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
