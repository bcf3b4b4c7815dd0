/** pods/binding: the scheduler's word on where a Pod runs (pkg/registry/core/pod/storage). */
import type { Binding, Pod, PodCondition } from "../../api/generated/types.ts";
import type { KubeObject, Stored } from "../../api/object.ts";
import { badRequest, conflict, done, unknownError, type ApiStatus } from "../../api/status.ts";
import { rfc3339 } from "../../api/time.ts";
import { notSupported, required, type FieldErrors } from "../../api/validation/field-errors.ts";
import { mutateVirtual, validateVirtual } from "../admission/virtual.ts";
import type { ServerCore, Target, WriteContext } from "../core.ts";
import { preconditionFailed } from "../operations/preconditions.ts";
import { updateObject, type UpdatePart } from "../operations/update.ts";

const unchecked: UpdatePart = { prepare: (next) => next, validate: () => [] };

/** Rejects with 409 when the Pod is bound or being deleted already, 500 for a binding that is not valid. */
export async function bindPod(
  core: ServerCore,
  args: {
    target: Target;
    context: WriteContext;
    binding: KubeObject;
    /** What was posted to: the Pod's subresource, or the collection of bindings. */
    posted?: Target;
  },
): Promise<ApiStatus> {
  const { target, context, posted = target } = args;
  const asked = { target: posted, context, object: args.binding };
  const object = await mutateVirtual(core, asked);
  const binding = object as Binding;
  if ((binding.metadata.name ?? "") !== target.name) {
    throw badRequest("name in URL does not match name in Binding object");
  }
  const node = checkedNode(binding);
  await validateVirtual(core, { ...asked, object });
  if (!target.name) throw badRequest("Name parameter required.");
  await updateObject(core, {
    target,
    context,
    part: unchecked,
    createIfMissing: false,
    admitted: true,
    compute: async (previous) => {
      if (!previous) return { object: binding };
      checkPreconditions(target, binding, previous);
      // A binding is nobody's field: Kubernetes keeps no managedFields for it.
      const pod = previous as Stored<Pod>;
      return { object: bound(core, target, { pod, binding, node }), managed: true };
    },
  });
  return done();
}

/** The name of the node. What is wrong here has no reason, and a code of 500. Source: ValidatePodBinding. */
function checkedNode(binding: Partial<Binding>): string {
  const { kind = "", name = "" } = binding.target ?? {};
  const errors: FieldErrors = [];
  if (kind !== "" && kind !== "Node") {
    errors.push(notSupported("target.kind", kind, ["Node", "<empty>"]));
  }
  if (name === "") errors.push(required("target.name"));
  if (errors.length > 0) {
    const texts = errors.map(({ field, message }) => `${field}: ${message}`);
    throw unknownError(texts.length === 1 ? texts.join() : `[${texts.join(", ")}]`);
  }
  return name;
}

/** A binding that names a uid or a revision is of that Pod alone. */
function checkPreconditions(target: Target, binding: Binding, pod: Stored<KubeObject>): void {
  for (const [field, word] of [
    ["uid", "UID"],
    ["resourceVersion", "ResourceVersion"],
  ] as const) {
    const wanted = binding.metadata[field];
    const found = pod.metadata[field];
    if (!wanted || wanted === found) continue;
    throw preconditionFailed(target, word, { wanted, found });
  }
}

function bound(
  core: ServerCore,
  target: Target,
  { pod, binding, node }: { pod: Stored<Pod>; binding: Binding; node: string },
): KubeObject {
  const { spec, status } = pod;
  if (!spec) throw badRequest("pod has no spec");
  const resource = { group: "", resource: "pods/binding" };
  const refuse = (why: string) => conflict(resource, target.name, why);
  if (pod.metadata.deletionTimestamp) {
    throw refuse(`pod ${target.name} is being deleted, cannot be assigned to a host`);
  }
  if (spec.nodeName) {
    throw refuse(`pod ${target.name} is already assigned to node ${JSON.stringify(spec.nodeName)}`);
  }
  if (spec.schedulingGates?.length) {
    throw refuse(`pod ${target.name} has non-empty .spec.schedulingGates`);
  }
  const { resourceVersion: _unconditional, ...metadata } = pod.metadata;
  // Wherever it was expected to go, now it is there (ClearingNominatedNodeNameAfterBinding).
  const { nominatedNodeName: _expected, ...rest } = status ?? {};
  return {
    ...pod,
    metadata: {
      ...metadata,
      ...merged("annotations", metadata.annotations, binding.metadata.annotations),
      ...merged("labels", metadata.labels, binding.metadata.labels),
    },
    spec: { ...spec, nodeName: node },
    status: { ...rest, conditions: scheduled(status?.conditions ?? [], core.host.clock.nowMs()) },
  } as unknown as KubeObject;
}

/** In its old place, and as old, where it held already; nothing else of the old one stays (pkg/api/v1/pod, UpdatePodCondition). */
function scheduled(conditions: readonly PodCondition[], nowMs: number): readonly PodCondition[] {
  const old = conditions.find(({ type }) => type === "PodScheduled");
  const since = old?.status === "True" ? old.lastTransitionTime : undefined;
  const next = {
    type: "PodScheduled",
    status: "True",
    lastProbeTime: null,
    lastTransitionTime: since ?? rfc3339(nowMs),
  } as unknown as PodCondition;
  return old ? conditions.map((each) => (each === old ? next : each)) : [...conditions, next];
}

function merged(
  field: "annotations" | "labels",
  own: Readonly<Record<string, string>> | undefined,
  added: Readonly<Record<string, string>> | undefined,
): object {
  return added && Object.keys(added).length > 0 ? { [field]: { ...own, ...added } } : {};
}
