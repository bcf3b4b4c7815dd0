// An object from the API is shared by all that read it: writing to it must not compile.
// expects: TS2540
import type { Pod } from "../../src/api/generated/types.ts";

export function rename(pod: Pod): void {
  pod.metadata.name = "other";
}
