/** The conditions of CustomResourceDefinitions (apiextensions-apiserver, pkg/apihelpers). */
import type {
  CustomResourceDefinition,
  CustomResourceDefinitionCondition,
} from "../../api/generated/types.ts";
import { rfc3339 } from "../../api/time.ts";

type Condition = CustomResourceDefinitionCondition;

export function conditionOf(
  { status }: CustomResourceDefinition,
  type: string,
): Condition | undefined {
  return status?.conditions?.find((condition) => condition.type === type);
}

export function isConditionTrue(crd: CustomResourceDefinition, type: string): boolean {
  return conditionOf(crd, type)?.status === "True";
}

/** The conditions with one set: its time moves only when its status does. */
export function withCondition(
  conditions: readonly Condition[] | undefined,
  next: Omit<Condition, "lastTransitionTime">,
  nowMs: number,
): readonly Condition[] {
  const before = conditions?.find(({ type }) => type === next.type);
  const kept = before?.status === next.status ? before.lastTransitionTime : undefined;
  const condition: Condition = { lastTransitionTime: kept ?? rfc3339(nowMs), ...next };
  if (before === undefined) return [...(conditions ?? []), condition];
  return (conditions ?? []).map((each) => (each === before ? condition : each));
}

/** Whether two conditions say the same; their times do not count. */
export function sameCondition(
  a: Omit<Condition, "lastTransitionTime"> | undefined,
  b: Condition | undefined,
): boolean {
  return a?.status === b?.status && a?.reason === b?.reason && a?.message === b?.message;
}
