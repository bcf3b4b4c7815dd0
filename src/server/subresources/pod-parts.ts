/**
 * What may change of a running Pod by its own subresources: ephemeral containers are added, resources of containers are resized.
 * Follows pkg/registry/core/pod/strategy.go and ValidatePodEphemeralContainersUpdate, ValidatePodResize.
 */
import type { Container, EphemeralContainer, Pod, PodSpec } from "../../api/generated/types.ts";
import type { KubeObject, Stored } from "../../api/object.ts";
import { computeQosClass } from "../../api/strategy/pod-status.ts";
import { validateEphemeralContainers } from "../../api/validation/containers.ts";
import {
  type FieldErrors,
  forbiddenField,
  invalidValue,
} from "../../api/validation/field-errors.ts";
import { validateResources } from "../../api/validation/resources.ts";
import { same } from "../../api/validation/same.ts";
import { specDifference } from "../../api/validation/spec-difference.ts";
import { validateVolumes } from "../../api/validation/volumes.ts";
import type { ServerCore, Target } from "../core.ts";
import type { UpdatePart } from "../operations/update.ts";

const mirror = "kubernetes.io/config.mirror";
const noClaims: ReadonlySet<string> = new Set();

/** Only the list of ephemeral containers comes from the request. */
export function ephemeralContainersPart(core: ServerCore, target: Target): UpdatePart {
  const strategy = core.strategyOf(target.definition);
  return {
    prepare: (next, previous) => {
      const wanted = specOf(strategy.default(next)).ephemeralContainers;
      const { ephemeralContainers: _old, ...spec } = specOf(previous);
      return grown(previous, wanted ? { ...spec, ephemeralContainers: wanted } : spec);
    },
    validate: (next, previous) => {
      const errors: FieldErrors = [];
      validateEphemeralChange(errors, next as Pod, previous as Stored<KubeObject> & Pod);
      return errors;
    },
  };
}

function validateEphemeralChange(errors: FieldErrors, next: Pod, previous: Pod): void {
  const path = "spec.ephemeralContainers";
  const spec = specOf(next);
  const { name = "" } = next.metadata;
  const volumes = validateVolumes([], "spec.volumes", { volumes: spec.volumes, podName: name });
  const claimNames = new Set((spec.resourceClaims ?? []).map((claim) => claim.name));
  validateEphemeralContainers(errors, path, { spec, volumes, claimNames });
  if (previous.metadata.annotations?.[mirror] !== undefined) {
    errors.push(forbiddenField("", "static pods do not support ephemeral containers"));
  }
  const now = new Map<string, EphemeralContainer>(
    (spec.ephemeralContainers ?? []).map((container) => [container.name, container]),
  );
  for (const old of specOf(previous).ephemeralContainers ?? []) {
    const container = now.get(old.name);
    const named = `existing ephemeral containers ${JSON.stringify(old.name)} may not be`;
    if (!container) errors.push(forbiddenField(path, `${named} removed\n`));
    else if (!same(container, old)) {
      errors.push(forbiddenField(path, `${named} changed\n${specDifference(old, container)}`));
    }
  }
}

/** Only the containers' resources and resize policies come from the request. */
export function resizePart(core: ServerCore, target: Target): UpdatePart {
  const strategy = core.strategyOf(target.definition);
  return {
    prepare: (next, previous) => {
      const wanted = specOf(strategy.default(next));
      const spec = specOf(previous);
      const resized: PodSpec = {
        ...spec,
        containers: resize(spec.containers, wanted.containers),
        ...(spec.initContainers
          ? { initContainers: resize(spec.initContainers, wanted.initContainers ?? []) }
          : {}),
      };
      return grown(previous, resized);
    },
    validate: (next, previous) => {
      const errors: FieldErrors = [];
      validateResize(errors, next as Pod, previous as Stored<KubeObject> & Pod);
      return errors;
    },
  };
}

function resize(list: readonly Container[], wanted: readonly Container[]): readonly Container[] {
  return list.map((container) => {
    const match = wanted.find(({ name }) => name === container.name);
    if (!match) return container;
    const { resources: _resources, resizePolicy: _policy, ...rest } = container;
    return {
      ...rest,
      ...(match.resources === undefined ? {} : { resources: match.resources }),
      ...(match.resizePolicy === undefined ? {} : { resizePolicy: match.resizePolicy }),
    };
  });
}

function validateResize(errors: FieldErrors, next: Pod, previous: Pod): void {
  if (previous.metadata.annotations?.[mirror] !== undefined) {
    errors.push(forbiddenField("", "static pods cannot be resized"));
    return;
  }
  const qos = computeQosClass(next.spec);
  if ((previous.status?.qosClass ?? computeQosClass(previous.spec)) !== qos) {
    const detail = "Pod QOS Class may not change as a result of resizing";
    errors.push(invalidValue("spec", qos, detail));
  }
  let others = false;
  for (const field of ["containers", "initContainers"] as const) {
    const before = specOf(previous)[field] ?? [];
    for (const [index, container] of (specOf(next)[field] ?? []).entries()) {
      const path = `spec.${field}[${index}].resources`;
      const { resources = {} } = container;
      validateResources(errors, path, { resources, claimNames: noClaims });
      const old = before[index]?.resources ?? {};
      for (const part of ["limits", "requests"] as const) {
        const lost = ["cpu", "memory"].some(
          (name) => old[part]?.[name] !== undefined && resources[part]?.[name] === undefined,
        );
        if (lost) {
          errors.push(forbiddenField(`${path}.${part}`, `resource ${part} cannot be removed`));
        }
      }
      others ||= !same(otherResources(resources), otherResources(old));
    }
  }
  if (others) {
    const difference = specDifference(specOf(previous), specOf(next));
    errors.push(forbiddenField("spec", `only cpu and memory resources are mutable\n${difference}`));
  }
}

function otherResources(resources: NonNullable<Container["resources"]>): unknown {
  const without = (list: Readonly<Record<string, string>> | undefined): unknown => {
    const { cpu: _cpu, memory: _memory, ...rest } = list ?? {};
    return rest;
  };
  return { ...resources, limits: without(resources.limits), requests: without(resources.requests) };
}

function specOf(object: KubeObject | Pod): PodSpec {
  return (object as Pod).spec ?? { containers: [] };
}

/** The previous object with another spec, one generation on when it differs. */
function grown(previous: Stored<KubeObject>, spec: PodSpec): KubeObject {
  const { generation } = previous.metadata;
  const changed = !same(spec, specOf(previous));
  const metadata =
    generation === undefined || !changed
      ? previous.metadata
      : { ...previous.metadata, generation: generation + 1 };
  return { ...previous, metadata, spec } as unknown as KubeObject;
}
