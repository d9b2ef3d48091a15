import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { isAppError } from "#platform/app-error.ts";
import type { AppError } from "#platform/app-error.ts";
import type { Log } from "#platform/log/log.ts";
import type { StreamedFile } from "#trpc/http-mount.ts";
import type { AnswerBounds } from "./answer-bounds.ts";

/** What one file that is being sent holds in memory: a piece that is made and one that waits to be sent. */
const HELD_BYTES = 2 * 1024 * 1024;

/** Answers 503 to a request for which there is no room. */
export function writeBusy(res: ServerResponse, error: AppError, headers: readonly string[]): void {
  const body = JSON.stringify({ error: { code: "unavailable", message: error.message } });
  const type = ["Content-Type", "application/json; charset=utf-8", "Cache-Control", "no-store"];
  const wait = ["Retry-After", String(error.detail["retryAfterS"] ?? 5)];
  res
    .writeHead(503, [...type, ...wait, "Content-Length", String(Buffer.byteLength(body)), ...headers])
    .end(body);
}

type Options = { headers: readonly string[]; bounds: AnswerBounds; log: Log };

/**
 * Sends a file to be saved while it is made, at the reader's pace. 503 if too many are being sent. A failure half-way
 * closes the connection before the end of the body, which browsers report as a failed download.
 */
export async function writeFile(
  req: IncomingMessage,
  res: ServerResponse,
  { fileName, contentType, text }: StreamedFile,
  { headers, bounds, log }: Options,
): Promise<void> {
  let release: () => void;
  try {
    release = bounds.gate.reserve(HELD_BYTES);
  } catch (error) {
    if (!isAppError(error) || error.code !== "unavailable") throw error;
    writeBusy(res, error, headers);
    return;
  }
  try {
    res.writeHead(200, [
      "Content-Type",
      contentType,
      "Cache-Control",
      "no-store",
      "Content-Disposition",
      `attachment; filename="${fileName.replaceAll(/[^\w.-]/g, "_")}"`,
      ...headers,
    ]);
    if (req.method === "HEAD") res.end();
    else await pipeline(Readable.from(text, { highWaterMark: 1 }), res);
  } catch (error) {
    // The reader went away, which is no failure of ours.
    if (!(error instanceof Error && "code" in error && error.code === "ERR_STREAM_PREMATURE_CLOSE"))
      log.error({ error, fileName }, "a file was not sent to its end");
  } finally {
    release();
  }
}
