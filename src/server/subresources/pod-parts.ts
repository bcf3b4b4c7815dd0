/**
 * What may change of a running Pod by its own subresources: ephemeral containers are added, resources of containers are resized.
 * Follows pkg/registry/core/pod/strategy.go and ValidatePodEphemeralContainersUpdate, ValidatePodResize.
 */
import { put } from "../../api/defaults/fill.ts";
import type { Container, Pod, PodSpec } from "../../api/generated/types.ts";
import type { KubeObject, Stored } from "../../api/object.ts";
import type { FieldErrors } from "../../api/validation/field-errors.ts";
import { validateEphemeralUpdate, validatePodResize } from "../../api/validation/pod-resize.ts";
import { same } from "../../api/validation/same.ts";
import type { ServerCore, Target } from "../core.ts";
import type { UpdatePart } from "../operations/update.ts";

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
      validateEphemeralUpdate(errors, next as Pod, previous as Stored<KubeObject> & Pod);
      return errors;
    },
  };
}

/** Only the containers' resources and resize policies come from the request. */
export function resizePart(core: ServerCore, target: Target): UpdatePart {
  const strategy = core.strategyOf(target.definition);
  return {
    prepare: (next, previous) => {
      const wanted = specOf(strategy.default(next));
      const spec = specOf(previous);
      const counts = (of: PodSpec): string =>
        `${of.containers?.length ?? 0}/${of.initContainers?.length ?? 0}`;
      // Other containers than there are: validation says so.
      if (counts(wanted) !== counts(spec)) return grown(previous, wanted);
      let resized = put(spec, "containers", resize(spec.containers, wanted.containers));
      if (spec.initContainers) {
        const initContainers = resize(spec.initContainers, wanted.initContainers ?? []);
        resized = put(resized, "initContainers", initContainers);
      }
      return grown(previous, put(resized, "resources", wanted.resources));
    },
    validate: (next, previous) => {
      const errors: FieldErrors = [];
      validatePodResize(errors, next as Pod, previous as Stored<KubeObject> & Pod);
      return errors;
    },
  };
}

/** The containers with the resources that are wanted, as long as these are of the same containers. */
function resize(list: readonly Container[], wanted: readonly Container[]): readonly Container[] {
  if (list.some(({ name }, index) => wanted[index]?.name !== name)) return wanted;
  return list.map((container, index) => {
    const { resources, resizePolicy } = wanted[index] ?? container;
    return put(put(container, "resources", resources), "resizePolicy", resizePolicy);
  });
}

/** A Pod may come with no containers: validation refuses it later. */
function specOf(object: KubeObject | Pod): PodSpec {
  const { spec } = object as { readonly spec?: Partial<PodSpec> };
  return { ...spec, containers: spec?.containers ?? [] };
}

/** The previous object with another spec, one generation on when it differs. */
function grown(previous: Stored<KubeObject>, spec: PodSpec): KubeObject {
  const { generation } = previous.metadata;
  const changed = !same(spec, specOf(previous));
  const metadata = changed
    ? { ...previous.metadata, generation: Number(generation ?? 0) + 1 }
    : previous.metadata;
  return { ...previous, metadata, spec } as unknown as KubeObject;
}
