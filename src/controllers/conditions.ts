/** Conditions of workload statuses: finding, setting and dropping them as Kubernetes' controllers do. */

export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly lastTransitionTime?: string;
  readonly reason?: string;
  readonly message?: string;
}

export function findCondition<C extends Condition>(
  conditions: readonly C[] | undefined,
  type: string,
): C | undefined {
  return conditions?.find((condition) => condition.type === type);
}

/**
 * `conditions` with `next` in it, at the end. A condition of the same status and reason is left as it is; one of the
 * same status keeps its transition time.
 */
export function setCondition<C extends Condition>(
  conditions: readonly C[] | undefined,
  next: C,
): readonly C[] {
  const current = findCondition(conditions, next.type);
  if (current?.status === next.status && current.reason === next.reason) return conditions ?? [];
  const { lastTransitionTime } = current?.status === next.status ? current : next;
  const kept = removeCondition(conditions, next.type);
  return [...kept, lastTransitionTime === undefined ? next : { ...next, lastTransitionTime }];
}

export function removeCondition<C extends Condition>(
  conditions: readonly C[] | undefined,
  type: string,
): readonly C[] {
  return (conditions ?? []).filter((condition) => condition.type !== type);
}
