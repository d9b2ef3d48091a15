import { createHash } from "node:crypto";
import { mkdir, rm, stat } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";

const holder = z.object({ pid: z.number(), about: z.string() });
export type LockHolder = z.infer<typeof holder>;
export type DataLock = { readonly release: () => Promise<void> };

/**
 * Locks a directory for one owner; the inode identifies it, so two paths to the same directory conflict. The lock
 * is a socket in Linux's abstract namespace: the kernel closes it with its process, so it cannot go stale.
 */
export async function lockDirectory(dir: string, about: string): Promise<DataLock | { heldBy: LockHolder }> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const path = await socketPath(dir);
  for (;;) {
    const lock = await tryListen(path, JSON.stringify({ pid: process.pid, about }));
    if (lock) return lock;
    const heldBy = await ask(path);
    if (heldBy) return { heldBy };
    // The owner died. Where sockets are files, remove the leftover file.
    if (!path.startsWith("\0")) await rm(path, { force: true });
    await sleep(20);
  }
}

async function socketPath(dir: string): Promise<string> {
  const { dev, ino } = await stat(dir);
  const name = createHash("sha256").update(`${dev}:${ino}`).digest("hex").slice(0, 32);
  return process.platform === "linux" ? `\0ge-metrics-${name}` : join(dir, "up.sock");
}

const tryListen = (path: string, answer: string): Promise<DataLock | undefined> =>
  new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.on("error", () => undefined).end(answer));
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") resolve(undefined);
      else reject(error);
    });
    server.listen({ path }, () => {
      resolve({ release: () => new Promise((done) => server.close(() => done())) });
    });
  });

/** Undefined when nothing answers, because the holder has just ended. */
const ask = (path: string): Promise<LockHolder | undefined> =>
  new Promise((resolve) => {
    const socket = connect({ path });
    let text = "";
    socket.setEncoding("utf8");
    socket.on("data", (part: string) => (text += part));
    socket.once("error", () => resolve(undefined));
    socket.once("end", () => resolve(text === "" ? undefined : holder.parse(JSON.parse(text))));
  });
