import { download } from "./chart/picture.ts";

const NO_FILE = "The file did not arrive whole. Nothing is changed: try again in a moment.";

type Refusal = { error?: { message?: string } };

/**
 * Asks the server for a file that it makes, and saves it under the name that the server gives it. Returns a sentence
 * about how it went; never throws.
 */
export async function saveFile(url: string, init?: RequestInit): Promise<string> {
  try {
    const response = await fetch(url, init);
    if (!response.ok) {
      const { error } = (await response.json()) as Refusal;
      return `${error?.message ?? "The server refused the file"}.`;
    }
    const named = response.headers.get("content-disposition");
    const fileName = /filename="([^"]+)"/.exec(named ?? "")?.[1] ?? "ge-metrics.json";
    download(await response.blob(), fileName);
    return "Saved to your downloads.";
  } catch {
    return NO_FILE;
  }
}
