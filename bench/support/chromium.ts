import { existsSync } from "node:fs";
import { chromium } from "@playwright/test";
import type { Browser } from "@playwright/test";

const DEBIAN_CHROMIUM = "/usr/bin/chromium";

/** Starts Playwright's Chromium if it is installed, else Debian's. */
export const launchChromium = (): Promise<Browser> =>
  chromium.launch({
    ...(existsSync(chromium.executablePath()) ? {} : { executablePath: DEBIAN_CHROMIUM }),
    args: ["--no-sandbox", "--disable-background-networking", "--disable-component-update"],
  });
