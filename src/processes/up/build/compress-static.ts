import { argv } from "node:process";
import { compressAssets } from "./compress-assets.ts";

/** `compress-static.ts FOLDER`. */
const [, , folder] = argv;
if (folder === undefined) throw new Error("compress-static.ts needs a folder");
await compressAssets(folder);
