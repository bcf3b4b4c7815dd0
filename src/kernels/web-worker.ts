/** The module that a browser starts as its kernel worker: `new Worker(url, { type: "module" })`. */
import { serveKernels } from "./worker-entry.ts";

serveKernels(globalThis);
