/** ComponentStatuses: the parts of the control plane, as `kubectl get componentstatuses` still lists them. */
import type { ComputedObjects } from "./computed-resources.ts";

/** `check` names a component and says what is wrong with it, or undefined. Source: pkg/registry/core/componentstatus. */
export function componentStatuses(
  checks: ReadonlyMap<string, () => string | undefined>,
): ComputedObjects {
  return async () =>
    [...checks].map(([name, check]) => {
      const problem = check();
      return {
        metadata: { name },
        conditions: [
          problem === undefined
            ? { type: "Healthy", status: "True", message: "ok" }
            : { type: "Healthy", status: "False", message: problem },
        ],
      };
    });
}
