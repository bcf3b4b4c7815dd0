/**
 * Where validation of a Pod's spec tells empty lists and maps from absent ones: what a Windows Pod has set, and what a debugging
 * container has. Source: validateWindows and validateFieldAllowList in pkg/apis/core/validation, which look for nil and the zero value.
 */
import type { PodSpec } from "../generated/types.ts";
import type { KubeObject } from "../object.ts";
import { at } from "./strategy.ts";

const templatePath = ["spec", "template", "spec"];
const paths: Readonly<Record<string, readonly string[]>> = {
  Pod: ["spec"],
  PodTemplate: ["template", "spec"],
  CronJob: ["spec", "jobTemplate", ...templatePath],
  DaemonSet: templatePath,
  Deployment: templatePath,
  Job: templatePath,
  ReplicaSet: templatePath,
  ReplicationController: templatePath,
  StatefulSet: templatePath,
};

/** How to find the Pod's spec in a built-in object of this kind, as far as it is one; undefined for kinds that hold none. */
export function podSpecInOf(kind: string): ((object: KubeObject) => unknown) | undefined {
  const path = paths[kind];
  return path && ((object) => at(object, ...path));
}

/** `spec` is as a client has sent it, and checked against its schema. */
export function hingesOnEmpties(spec: unknown): boolean {
  if (typeof spec !== "object" || spec === null) return false;
  const { ephemeralContainers, os, securityContext } = spec as PodSpec;
  if (ephemeralContainers?.length) return true;
  return os?.name === "windows" && securityContext?.supplementalGroups?.length === 0;
}
