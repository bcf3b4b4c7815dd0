/** The operations of the API in no dialect of OpenAPI yet, and the words that their names and texts are made of. */
import type { ResourceDefinition, SubresourceDefinition } from "../../api/resources.ts";
import type { Media } from "./media-types.ts";
import { type Parameter, pathParameter, queryParameter } from "./parameters.ts";

export type GroupVersionKind = Readonly<Record<"group" | "version" | "kind", string>>;
export type Method = "get" | "put" | "post" | "delete" | "options" | "head" | "patch";

export interface Operation {
  readonly method: Method;
  readonly id: string;
  readonly tag: string;
  readonly description: string;
  readonly parameters: readonly Parameter[];
  readonly media: Media;
  /** The definition of what is answered; undefined for plain text. */
  readonly output: string | undefined;
  /** Beside 200. */
  readonly codes: readonly ("201" | "202")[];
  readonly body?: { readonly definition: string; readonly required: boolean };
  readonly action?: string;
  readonly kind?: GroupVersionKind;
}

export interface Endpoint {
  readonly path: string;
  readonly operations: readonly Operation[];
}

/** What the operations of one resource have in common. */
export interface ResourceWords {
  readonly resource: ResourceDefinition;
  readonly kind: GroupVersionKind;
  readonly tag: string;
  /** `AppsV1`. */
  readonly scope: string;
  /** `Namespaced`, or nothing. */
  readonly namespaced: string;
  /** The path of its collections of every namespace: `/apis/apps/v1/deployments`. */
  readonly everywhere: string;
  /** The path of its collection. */
  readonly collection: string;
  readonly custom: boolean;
}

/** The parameters of a path and its query; `pretty` is everybody's. */
export function parametersOf(
  words: ResourceWords,
  args: {
    readonly inPath: readonly string[];
    readonly query: readonly string[];
    readonly kind?: string;
  },
): readonly Parameter[] {
  const kind = args.kind ?? words.resource.kind;
  return [
    ...args.inPath.map((name) => pathParameter(name, kind)),
    ...args.query.map(queryParameter),
  ];
}

export const inNamespace = ({ namespaced }: ResourceWords): readonly string[] =>
  namespaced ? ["namespace"] : [];

/** `a Pod`, `an Ingress`; kinds in the plural have no article. */
export function withArticle(kind: string): string {
  if (kind.endsWith("s") && !kind.endsWith("ss")) return kind;
  return `${/^[aeiou]/i.test(kind) ? "an" : "a"} ${kind}`;
}

export function kindOfSub(
  { group, version }: ResourceDefinition,
  sub: SubresourceDefinition,
): GroupVersionKind {
  return { group: sub.group ?? group, version: sub.version ?? version, kind: sub.kind };
}

export function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** `AppsV1`, `CoreV1`, `RbacAuthorizationV1`. */
export function operationScope({ group, version }: { group: string; version: string }): string {
  return `${groupName(group)}${capital(words(version))}`;
}

/** `Apps`, `Core`, `RbacAuthorization`. */
export function groupName(group: string): string {
  return capital(words(groupText(group)));
}

/** `apps_v1`, `core_v1`, `rbacAuthorization_v1`. */
export function tagOf({ group, version }: { group: string; version: string }): string {
  return `${words(groupText(group))}_${words(version)}`;
}

/** `apps`, `core`, `rbacAuthorization`: the tag of what tells of the group alone. */
export function groupTag(group: string): string {
  return words(groupText(group));
}

const groupText = (group: string): string =>
  group === "" ? "core" : group.replace(/\.k8s\.io$/, "");

/** Letters, digits and underscores, a capital wherever something else stood between. */
function words(text: string): string {
  return text.replace(/[^A-Za-z0-9_]+(.?)/g, (_, next: string) => next.toUpperCase());
}
