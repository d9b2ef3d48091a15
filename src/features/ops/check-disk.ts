import { statfs } from "node:fs/promises";

const MB = 1024 * 1024;

/**
 * Rejects if the disk of `dir` has less than `floorMb` megabytes left for programs that are not root's, or no file more. What
 * lies on a full disk fails in many ways; this names the cause.
 */
export async function checkDisk({ dir, floorMb }: { dir: string; floorMb: number }): Promise<"ok"> {
  const { bavail, bsize, files, ffree } = await statfs(dir);
  if (bavail * bsize < floorMb * MB) throw new Error("the disk is nearly full");
  // Some file systems have no fixed number of files.
  if (files > 0 && ffree === 0) throw new Error("the disk takes no more files");
  return "ok";
}
