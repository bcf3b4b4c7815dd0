/** Which resource a path names, and what follows from that alone, whoever asks. */
import type { ResourceDefinition, Verb } from "../../api/resources.ts";
import { methodNotAllowed, methodNotSupported, unknownPath } from "../../api/status.ts";
import type { ServerCore, Target } from "../core.ts";
import type { ComputedResources } from "../computed/computed-resources.ts";
import type { ResourceRequestInfo } from "../request-info.ts";
import { isConnect } from "../subresources/connect.ts";
import type { Offer } from "./accept.ts";
import { deprecationOf } from "./deprecations.ts";

export interface ResolvedTarget {
  readonly target: Target;
  /** It leads out of the API server. */
  readonly isConnect: boolean;
  /** Its objects are made when they are asked for. */
  readonly isComputed: boolean;
  readonly offer: Offer;
  /** What every answer warns of. */
  readonly warning: string | undefined;
}

/** The last one that was found for a request: right among the same definitions. */
export interface TargetMemory {
  target: ResolvedTarget | undefined;
  targetAmong: unknown;
}

/** Throws 404 where there is no such resource, 405 where it lacks the verb. */
export function resolvedTarget(
  core: ServerCore,
  info: ResourceRequestInfo,
  { computed, memory }: { readonly computed: ComputedResources; readonly memory: TargetMemory },
): ResolvedTarget {
  const { definitions } = core.registry;
  if (memory.target && memory.targetAmong === definitions) return memory.target;
  const target = targetOf(core, info);
  const { definition, subresource } = target;
  const isComputed = computed.has(definition);
  memory.targetAmong = definitions;
  memory.target = {
    target,
    isConnect: isConnect(target),
    isComputed,
    offer: offerOf(definition, subresource, isComputed),
    warning: core.custom.kindOf(definition)?.warning ?? deprecationOf(definition),
  };
  return memory.target;
}

function offerOf(
  { ephemeral, custom }: ResourceDefinition,
  subresource: string,
  isComputed: boolean,
): Offer {
  if (ephemeral && !isComputed) return "own";
  return custom && subresource !== "scale" ? "custom" : "all";
}

function targetOf({ registry }: ServerCore, info: ResourceRequestInfo): Target {
  const definition = registry.find(info.group, info.version, info.resource);
  if (!definition) throw unknownPath();
  const { namespace, name, subresource, verb } = info;
  const target: Target = {
    definition,
    namespace: definition.namespaced ? namespace : "",
    name,
    subresource,
  };
  if (subresource !== "") {
    const sub = definition.subresources.find((candidate) => candidate.name === subresource);
    if (!sub) throw unknownPath();
    // Every method is passed on.
    if (subresource === "proxy") return target;
    if (!sub.verbs.includes(verb as Verb)) throw refusedVerb(definition, verb);
    return target;
  }
  if (!definition.namespaced && namespace !== "" && definition.kind !== "Namespace") {
    throw unknownPath();
  }
  if (!definition.verbs.includes(verb as Verb)) throw refusedVerb(definition, verb);
  const writes = verb === "create" || verb === "update" || verb === "patch" || verb === "delete";
  if (definition.namespaced && namespace === "" && writes) throw methodNotAllowed();
  if (name === "" && (verb === "update" || verb === "patch")) throw methodNotAllowed();
  return target;
}

/** Built-in resources have no route for it; the one handler of custom resources says which of them. */
function refusedVerb(definition: ResourceDefinition, verb: string): Error {
  return definition.custom ? methodNotSupported(definition, verb) : methodNotAllowed();
}
