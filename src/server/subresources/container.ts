/** Which container a request about a Pod means (pkg/registry/core/pod, validateContainer). */
import type { Pod } from "../../api/generated/types.ts";
import type { Stored } from "../../api/object.ts";
import { badRequest } from "../../api/status.ts";

/** The named one, or the only one. Throws 400 in Kubernetes' words. */
export function containerOf(pod: Stored<Pod>, asked: string): string {
  const { name } = pod.metadata;
  const { containers = [], initContainers = [], ephemeralContainers = [] } = pod.spec ?? {};
  const all = [...initContainers, ...containers, ...ephemeralContainers].map((one) => one.name);
  if (asked !== "") {
    if (all.includes(asked)) return asked;
    throw badRequest(`container ${asked} is not valid for pod ${name}`);
  }
  const [only, ...others] = containers;
  if (only && others.length === 0) return only.name;
  const choice = only ? `, choose one of: [${all.join(" ")}]` : "";
  throw badRequest(`a container name must be specified for pod ${name}${choice}`);
}
