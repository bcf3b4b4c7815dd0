/** A kernel worker that hangs in the middle of a batch. */
import { serveFailingKernels } from "./failing-kernels.ts";

serveFailingKernels(() => {
  for (;;);
});
