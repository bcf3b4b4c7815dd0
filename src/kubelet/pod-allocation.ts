/**
 * What a node has given a running Pod, which is what the Pod asks for until it asks for more than there is (in-place resize): then the
 * Pod keeps what it has, and waits. Follows pkg/kubelet/allocation/allocation_manager.go.
 */
import type {
  Container,
  Pod,
  PodCondition,
  PodSpec,
  ResourceRequirements,
} from "../api/generated/types.ts";
import { amountsOf, podRequests } from "../api/pod-requests.ts";
import { type NodeContext, notePod } from "./node-context.ts";
import { rejectionByRoom } from "./pod-admission.ts";
import { givenBefore } from "./pod-level-resources.ts";
import { sameStatus } from "./pod-status.ts";
import { type PodObject, specContainers } from "./pod-view.ts";

type Resources = Pick<ResourceRequirements, "limits" | "requests">;

interface Pending {
  readonly reason: "Infeasible" | "Deferred";
  readonly message: string;
}

export interface AllocationOptions {
  readonly node: NodeContext;
  /** The other Pods of the node that have not ended, with what they have been given. */
  others(): readonly Pod[];
}

export class PodAllocation {
  readonly #options: AllocationOptions;
  /** By the names of containers. */
  #given: ReadonlyMap<string, Resources>;
  /** What the Pod has as a whole, where it asks for that. */
  #whole: ResourceRequirements | undefined;
  #pending: Pending | undefined;
  #told = "";

  /** Of a Pod that ran before, its status says what it was given. */
  constructor(options: AllocationOptions, pod: PodObject) {
    this.#options = options;
    this.#whole = givenBefore(pod);
    const statuses = [
      ...(pod.status?.containerStatuses ?? []),
      ...(pod.status?.initContainerStatuses ?? []),
    ];
    this.#given = new Map(
      specContainers(pod).map(({ spec }) => {
        const known = statuses.find(({ name }) => name === spec.name);
        const { resources, allocatedResources } = known ?? {};
        if (!resources) return [spec.name, resourcesOf(spec)];
        const requests = allocatedResources ?? resources.requests;
        return [spec.name, { ...resources, ...(requests ? { requests } : {}) }];
      }),
    );
  }

  /** It waits for others to leave. */
  get isDeferred(): boolean {
    return this.#pending?.reason === "Deferred";
  }

  /** The Pod with what it has been given in place of what it asks for. */
  given(pod: PodObject): PodObject {
    if (!this.#differs(pod)) return pod;
    const withGiven = (spec: Container): Container => {
      const resources = this.#given.get(spec.name);
      return resources ? { ...spec, resources: { ...spec.resources, ...resources } } : spec;
    };
    const { resources: _wanted, ...spec } = pod.spec ?? { containers: [] };
    const init = spec.initContainers;
    const given: PodSpec = {
      ...spec,
      containers: spec.containers.map(withGiven),
      ...(init ? { initContainers: init.map(withGiven) } : {}),
      ...(this.#whole ? { resources: this.#whole } : {}),
    };
    return { ...pod, spec: given };
  }

  /** Gives the Pod what it asks for, if there is room. */
  update(pod: PodObject): void {
    this.#pending = undefined;
    if (!this.#differs(pod)) return;
    const infeasible = this.#infeasible(pod);
    const refusal = infeasible ?? this.#withoutRoom(pod);
    if (!refusal) {
      this.#given = new Map(specContainers(pod).map(({ spec }) => [spec.name, resourcesOf(spec)]));
      this.#whole = pod.spec?.resources;
      this.#told = "";
      return;
    }
    const { message } = refusal;
    this.#pending = { reason: infeasible ? "Infeasible" : "Deferred", message };
    const told = `${pod.metadata.generation ?? ""} ${this.#pending.reason}`;
    if (told === this.#told) return;
    this.#told = told;
    const details = resizeDetails(pod, { error: message });
    notePod(this.#options.node, pod, {
      type: "Warning",
      reason: `Resize${this.#pending.reason}`,
      message: `Pod resize ${refusal.reason}: ${details}`,
    });
  }

  condition({ metadata: { generation } }: PodObject): Omit<PodCondition, "lastTransitionTime">[] {
    if (!this.#pending) return [];
    const { reason, message } = this.#pending;
    const seen = generation === undefined ? {} : { observedGeneration: generation };
    return [{ type: "PodResizePending", status: "True", reason, message, ...seen }];
  }

  #differs(pod: PodObject): boolean {
    if (!sameStatus(pod.spec?.resources ?? {}, this.#whole ?? {})) return true;
    return specContainers(pod).some(
      ({ spec }) => !sameStatus(resourcesOf(spec), this.#given.get(spec.name) ?? resourcesOf(spec)),
    );
  }

  /** More than the whole node has. */
  #infeasible(pod: PodObject): { readonly reason: string; readonly message: string } | undefined {
    const offered = amountsOf(this.#allocatable());
    const wanted = requested(pod);
    for (const name of ["memory", "cpu"]) {
      const [asked, capacity] = [wanted.get(name) ?? 0, offered.get(name) ?? 0];
      if (asked <= capacity) continue;
      const message = `Node didn't have enough capacity: ${name}, requested: ${asked}, capacity: ${capacity}`;
      return { reason: "Infeasible", message };
    }
    return undefined;
  }

  #withoutRoom(pod: PodObject): { readonly reason: string; readonly message: string } | undefined {
    const { status: _status, ...asked } = pod;
    const others = this.#options.others();
    return rejectionByRoom({ pod: asked, allocatable: this.#allocatable(), others });
  }

  #allocatable(): Readonly<Record<string, string>> {
    const { node } = this.#options;
    return node.node()?.status?.allocatable ?? node.allocatable;
  }
}

/** Without its status, which says what it had before. */
function requested({ status: _status, ...pod }: PodObject): ReadonlyMap<string, number> {
  return podRequests(pod);
}

function resourcesOf({ resources = {} }: Container): Resources {
  const { limits, requests } = resources;
  return { ...(limits ? { limits } : {}), ...(requests ? { requests } : {}) };
}

/** What an event about a resize says of it, as Go writes the fields: of containers only, even where the Pod as a whole is resized. */
export function resizeDetails(
  { spec, metadata }: PodObject,
  {
    error,
    generation = metadata.generation,
  }: {
    readonly error?: string;
    readonly generation?: PodObject["metadata"]["generation"] | undefined;
  } = {},
): string {
  const shown = (list: readonly Container[] | undefined) =>
    (list ?? []).flatMap((container) => {
      const { limits, requests } = resourcesOf(container);
      const resources = {
        ...(limits ? { limits: sorted(limits) } : {}),
        ...(requests ? { requests: sorted(requests) } : {}),
      };
      return [{ name: container.name, resources }];
    });
  const init = shown(spec?.initContainers);
  return JSON.stringify({
    ...(init.length > 0 ? { initContainers: init } : {}),
    containers: shown(spec?.containers),
    generation,
    ...(error === undefined ? {} : { error }),
  });
}

function sorted(list: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(list).sort(([a], [b]) => (a < b ? -1 : 1)));
}
