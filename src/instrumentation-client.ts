import { registerOfflineWorker } from "#ui/offline/offline-worker.ts";
import { installTrustedTypes } from "#ui/shell/trusted-types.ts";

// Next runs this before a page's own scripts. Zod would try `new Function` with every schema to find out whether it may:
// our policy forbids it, and browsers report each try. Set where zod reads it, since its `config` brings 5 KB to pages
// that have no form.
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } });

// Before Next loads its first chunk by an address.
installTrustedTypes();

registerOfflineWorker();
