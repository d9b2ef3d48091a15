import { config } from "zod/v4/core";

// Next runs this before a page's own scripts. Zod would try `new Function` for every schema to find out whether it may:
// our policy forbids it, and browsers report each try.
config({ jitless: true });
