/** A kernel worker that ends in the middle of a batch. */
import { serveFailingKernels } from "./failing-kernels.ts";

serveFailingKernels(() => process.exit(3));
