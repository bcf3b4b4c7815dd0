/** What a check of a Pod has to say, and the words that all checks share (pod-security-admission/policy/helpers.go). */
import type { Container, Pod, PodSpec } from "../../../api/generated/types.ts";

export interface Finding {
  readonly reason: string;
  readonly detail: string;
}

/** Undefined: nothing to say against the Pod. */
export type CheckPod = (pod: PodLike) => Finding | undefined;

/** A Pod, or the template of some. */
export interface PodLike {
  readonly metadata: Pick<Pod["metadata"], "annotations">;
  readonly spec: PodSpec;
}

export interface Check {
  readonly id: string;
  readonly level: "baseline" | "restricted";
  /** Ascending: the last whose minor version is not above the policy's is used. */
  readonly versions: readonly (readonly [minor: number, check: CheckPod])[];
  /** Checks that this one makes needless. */
  readonly overrides?: readonly string[];
}

/** Init containers, then containers, then ephemeral ones. */
export function containersOf({ spec }: PodLike): readonly Container[] {
  return [
    ...(spec.initContainers ?? []),
    ...spec.containers,
    ...((spec.ephemeralContainers ?? []) as readonly Container[]),
  ];
}

export function plural(one: string, many: string, count: number): string {
  return count === 1 ? one : many;
}

/** `"a", "b"` */
export function quoted(items: Iterable<string>): string {
  return `"${[...items].join('", "')}"`;
}

/** `container "a"`, `containers "a", "b"` */
export function containersText(names: readonly string[]): string {
  return `${plural("container", "containers", names.length)} ${quoted(names)}`;
}

export function sorted(items: Iterable<string>): readonly string[] {
  return [...new Set(items)].sort();
}

/** `pod and containers "a", "b"`: who sets something that must not be set; undefined when nobody does. */
export function settersText(byPod: boolean, names: readonly string[]): string | undefined {
  const setters = [...(byPod ? ["pod"] : []), ...(names.length > 0 ? [containersText(names)] : [])];
  return setters.length === 0 ? undefined : setters.join(" and ");
}

export function isWindows({ spec }: PodLike): boolean {
  return spec.os?.name === "windows";
}

/** A Pod in a user namespace of its own: root in it is nobody outside. */
export function hasOwnUsers({ spec }: PodLike): boolean {
  return spec.hostUsers === false;
}
