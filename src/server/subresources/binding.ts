/** pods/binding: the scheduler's word on where a Pod runs (pkg/registry/core/pod/storage). */
import type { Binding, Pod } from "../../api/generated/types.ts";
import type { KubeObject, Stored } from "../../api/object.ts";
import { badRequest, conflict, invalid, success, type ApiStatus } from "../../api/status.ts";
import { rfc3339 } from "../../api/time.ts";
import { mutateVirtual, validateVirtual } from "../admission/virtual.ts";
import { topologyLabelsOf } from "../admission/topology-labels.ts";
import type { ServerCore, Target, WriteContext } from "../core.ts";
import { updateObject, type UpdatePart } from "../operations/update.ts";

const unchecked: UpdatePart = { prepare: (next) => next, validate: () => [] };

/** Rejects with 409 when the Pod is bound or being deleted already. */
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
  const { kind = "", name: node = "" } = (binding as Partial<Binding>).target ?? {};
  if (kind !== "" && kind !== "Node") {
    throw invalid({ group: "", kind: "Binding" }, target.name, [
      {
        type: "FieldValueNotSupported",
        field: "target.kind",
        message: `Unsupported value: "${kind}": supported values: "Node", "<empty>"`,
      },
    ]);
  }
  if (node === "") {
    throw invalid({ group: "", kind: "Binding" }, target.name, [
      { type: "FieldValueRequired", field: "target.name", message: "Required value" },
    ]);
  }
  await validateVirtual(core, { ...asked, object });
  const { uid } = binding.metadata;
  await updateObject(core, {
    target,
    context,
    part: unchecked,
    createIfMissing: false,
    admitted: true,
    compute: async (previous) => {
      if (!previous) return { object: binding };
      if (uid && previous.metadata.uid !== uid) {
        throw conflict(
          target.definition,
          target.name,
          `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${previous.metadata.uid}`,
        );
      }
      // A binding is nobody's field: Kubernetes keeps no managedFields for it.
      const pod = previous as Stored<Pod>;
      return { object: bound(core, target, { pod, binding, node }), managed: true };
    },
  });
  return { ...success({}), code: 201 };
}

function bound(
  core: ServerCore,
  target: Target,
  { pod, binding, node }: { pod: Stored<Pod>; binding: Binding; node: string },
): KubeObject {
  const { spec, status } = pod;
  if (!spec) throw badRequest("pod has no spec");
  const refuse = (why: string) => conflict(target.definition, target.name, why);
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
  const condition = {
    type: "PodScheduled",
    status: "True",
    lastProbeTime: null,
    lastTransitionTime: rfc3339(core.host.clock.nowMs()),
    ...(pod.metadata.generation ? { observedGeneration: pod.metadata.generation } : {}),
  };
  // Wherever it was expected to go, now it is there (ClearingNominatedNodeNameAfterBinding).
  const { nominatedNodeName: _expected, ...rest } = status ?? {};
  const conditions = (status?.conditions ?? []).filter(({ type }) => type !== "PodScheduled");
  return {
    ...pod,
    metadata: {
      ...metadata,
      ...merged("annotations", metadata.annotations, binding.metadata.annotations),
      ...merged("labels", metadata.labels, {
        ...binding.metadata.labels,
        ...topologyLabelsOf(core.store, node),
      }),
    },
    spec: { ...spec, nodeName: node },
    status: { ...rest, conditions: [...conditions, condition] },
  } as unknown as KubeObject;
}

function merged(
  field: "annotations" | "labels",
  own: Readonly<Record<string, string>> | undefined,
  added: Readonly<Record<string, string>> | undefined,
): object {
  return added && Object.keys(added).length > 0 ? { [field]: { ...own, ...added } } : {};
}
