/** `kubarium/browser`: what a web page that embeds a cluster lends it, a durable log in IndexedDB and kernels in Web Workers. */
export { deleteDexieLog, openDexieLog } from "./dexie-log.ts";
export { createBrowserKernelPool } from "./kernel-pool.ts";
export type { BrowserKernelOptions } from "./kernel-pool.ts";
