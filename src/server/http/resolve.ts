/** Which resource a path names, and what follows from that alone, whoever asks. */
import type { ResourceDefinition, Verb } from "../../api/resources.ts";
import {
  badRequest,
  methodNotAllowed,
  methodNotSupported,
  notFound,
  unknownPath,
} from "../../api/status.ts";
import { quote } from "../../api/validation/field-errors.ts";
import type { ServerCore, Target } from "../core.ts";
import type { ComputedResources } from "../computed/computed-resources.ts";
import type { ResourceRequestInfo } from "../request-info.ts";
import { isConnect } from "../subresources/connect.ts";
import type { Offer } from "./accept.ts";
import { deprecationOf } from "./deprecations.ts";
import { PageNotFoundError } from "./page-not-found.ts";

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
  if (!definition) throw nothingBelow(registry.definitions, info.group);
  if (definition.custom) checkCustom(definition, info);
  else checkRoute(definition, info);
  const { namespace, name, subresource } = info;
  // No key of the store may have it (apimachinery, api/validation/path).
  if (info.named !== false && name.includes("%")) {
    throw badRequest(`Name parameter invalid: ${quote(name)}: may not contain '%'`);
  }
  return { definition, namespace: definition.namespaced ? namespace : "", name, subresource };
}

/** A group that is built in answers for all that is below it; what is below others' is nobody's. */
export function nothingBelow(definitions: readonly ResourceDefinition[], group: string): Error {
  const isBuiltIn = definitions.some((row) => row.group === group && !row.custom);
  return isBuiltIn ? unknownPath() : new PageNotFoundError();
}

const objectVerbs: readonly Verb[] = ["get", "update", "patch", "delete"];
const collectionVerbs: readonly Verb[] = ["create", "list", "deletecollection"];

/** Built-in resources have routes: first there is a path or there is none, then it has the method or not (go-restful). */
function checkRoute(definition: ResourceDefinition, info: ResourceRequestInfo): void {
  const { namespaced, kind, verbs, subresources } = definition;
  const { namespace, subresource, verb, method, rest } = info;
  const has = (some: readonly Verb[]): boolean => some.some((each) => verbs.includes(each));
  const isEverywhere = namespaced && namespace === "";
  if (!namespaced && namespace !== "" && kind !== "Namespace") throw unknownPath();
  if (subresource !== "") {
    const sub = subresources.find(({ name }) => name === subresource);
    if (!sub || isEverywhere || info.watches) throw unknownPath();
    // Every method is passed on, and any path.
    if (subresource === "proxy") return;
    if (rest !== "") throw unknownPath();
    if (method === "HEAD" || !sub.verbs.includes(verb as Verb)) throw methodNotAllowed();
    return;
  }
  if (info.watches && (!verbs.includes("watch") || (info.named && isEverywhere)))
    throw unknownPath();
  if (info.watches && method !== "GET") throw methodNotAllowed();
  if (
    info.named ? isEverywhere || !has(objectVerbs) : !has(isEverywhere ? ["list"] : collectionVerbs)
  ) {
    throw unknownPath();
  }
  const known: readonly Verb[] = info.named
    ? objectVerbs
    : isEverywhere
      ? ["list"]
      : collectionVerbs;
  const isRead = verb === "watch" && method === "GET";
  if (
    method === "HEAD" ||
    !verbs.includes(verb as Verb) ||
    !(isRead || known.includes(verb as Verb))
  ) {
    throw methodNotAllowed();
  }
}

const acrossNamespaces = new Set(["list", "watch"]);

/** Custom resources have one handler, that says itself what it does not have (apiextensions-apiserver, customresource_handler.go). */
function checkCustom(definition: ResourceDefinition, info: ResourceRequestInfo): void {
  const { namespaced, subresources, verbs } = definition;
  const { namespace, name, subresource, verb } = info;
  if (namespaced !== (namespace !== "") && !(namespaced && acrossNamespaces.has(verb))) {
    throw new PageNotFoundError();
  }
  const sub = subresources.find((candidate) => candidate.name === subresource);
  if (subresource !== "" && !sub) throw notFound(definition, name);
  if (!(sub ?? { verbs }).verbs.includes(verb as Verb)) throw methodNotSupported(definition, verb);
  if (name === "" && (verb === "update" || verb === "patch"))
    throw badRequest("name must be provided");
}
