/** The subresources that let one part of an object change: finalize, approval, ephemeralcontainers, resize. */
import type { KubeObject, Stored } from "../../api/object.ts";
import type { ServerCore, Target } from "../core.ts";
import type { UpdatePart } from "../operations/update.ts";
import { approvalPart } from "./approval.ts";

/** Undefined for a subresource that takes no updates. */
export function finalizePart(core: ServerCore, target: Target): UpdatePart | undefined {
  switch (`${target.definition.resource}/${target.subresource}`) {
    case "namespaces/finalize":
      return {
        prepare: (next, previous) => withSpecPart(previous, next, ["finalizers"]),
        validate: () => [],
      };
    case "certificatesigningrequests/approval":
      return approvalPart(core);
    case "pods/ephemeralcontainers":
      return specPart(core, target, ["ephemeralContainers"]);
    case "pods/resize":
      return resizePart(core, target);
    default:
      return undefined;
  }
}

function specPart(core: ServerCore, target: Target, fields: readonly string[]): UpdatePart {
  const strategy = core.strategyOf(target.definition);
  return {
    prepare: (next, previous) => {
      const only = withSpecPart(previous, strategy.default(next), fields);
      const generation = previous.metadata.generation;
      if (generation === undefined) return only;
      return { ...only, metadata: { ...only.metadata, generation: generation + 1 } };
    },
    validate: () => [],
  };
}

/** Only the containers' resources (and resize policies) come from the request. */
function resizePart(core: ServerCore, target: Target): UpdatePart {
  const strategy = core.strategyOf(target.definition);
  return {
    prepare: (next, previous) => {
      const wanted = specOf(strategy.default(next));
      const spec = specOf(previous);
      const resized: Record<string, unknown> = { ...spec };
      for (const field of ["containers", "initContainers"]) {
        const list = spec[field] as readonly Named[] | undefined;
        const other = wanted[field] as readonly Named[] | undefined;
        if (!list) continue;
        resized[field] = list.map((container) => {
          const match = other?.find(({ name }) => name === container.name);
          if (!match) return container;
          return {
            ...container,
            ...(match.resources === undefined ? {} : { resources: match.resources }),
            ...(match.resizePolicy === undefined ? {} : { resizePolicy: match.resizePolicy }),
          };
        });
      }
      const generation = previous.metadata.generation;
      const metadata =
        generation === undefined
          ? previous.metadata
          : { ...previous.metadata, generation: generation + 1 };
      return { ...previous, metadata, spec: resized } as unknown as KubeObject;
    },
    validate: () => [],
  };
}

interface Named {
  readonly name: string;
  readonly resources?: unknown;
  readonly resizePolicy?: unknown;
}

function specOf(object: KubeObject): Record<string, unknown> {
  return ((object as { spec?: object }).spec ?? {}) as Record<string, unknown>;
}

function withSpecPart(
  previous: Stored<KubeObject>,
  next: KubeObject,
  fields: readonly string[],
): KubeObject {
  const wanted = specOf(next);
  const spec = { ...specOf(previous) };
  for (const field of fields) {
    if (wanted[field] === undefined) delete spec[field];
    else spec[field] = wanted[field];
  }
  return { ...previous, spec } as unknown as KubeObject;
}
