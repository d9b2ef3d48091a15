import { startDesk } from "./desk.ts";
import { untilPriced } from "./until-priced.ts";

/** One copy of the product for all specs, with its first prices in. E2E_BASE_URL names one that runs already, E2E_MAIL_URL its maildev. */
export default async function setup(): Promise<(() => Promise<void>) | undefined> {
  const given = process.env["E2E_BASE_URL"];
  const desk =
    given === undefined
      ? await startDesk()
      : { url: given, mailUrl: null, dataDir: null, stop: async () => undefined };
  try {
    await untilPriced(desk.url);
  } catch (error) {
    await desk.stop();
    throw error;
  }
  process.env["E2E_BASE_URL"] = desk.url;
  if (desk.mailUrl !== null) process.env["E2E_MAIL_URL"] = desk.mailUrl;
  if (desk.dataDir !== null) process.env["E2E_DATA_DIR"] = desk.dataDir;
  return desk.stop;
}
