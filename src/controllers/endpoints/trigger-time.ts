/**
 * When what made a Service's endpoints change has happened: an annotation by which others measure how long that took to reach them.
 * Source: staging/src/k8s.io/endpointslice/trigger_time_tracker.go.
 */
import type { Pod, Service } from "../../api/generated/types.ts";
import type { Stored } from "../../api/object.ts";
import { parseTime, rfc3339 } from "../../api/time.ts";
import { podCondition } from "../pod-state.ts";

const annotation = "endpoints.kubernetes.io/last-change-trigger-time";

/** What was known at the last look: what a plan asks to be remembered. */
export interface TriggerTimes {
  readonly serviceMs: number;
  /** When each Pod became ready or unready last. */
  readonly podsMs: Readonly<Record<string, number>>;
}

export interface Trigger {
  /** The earliest change that is news; undefined when there is none. */
  readonly atMs: number | undefined;
  readonly remember: TriggerTimes;
}

export function triggerOf(
  service: Stored<Service>,
  pods: readonly Stored<Pod>[],
  memory: unknown,
): Trigger {
  const known = memory as TriggerTimes | undefined;
  const serviceMs = parseTime(service.metadata.creationTimestamp) ?? 0;
  const podsMs: Record<string, number> = {};
  const news: number[] = serviceMs > (known?.serviceMs ?? 0) ? [serviceMs] : [];
  for (const pod of pods) {
    const { name } = pod.metadata;
    const turnedMs = parseTime(podCondition(pod, "Ready")?.lastTransitionTime);
    if (turnedMs === undefined) continue;
    podsMs[name] = turnedMs;
    if (turnedMs > (known?.podsMs[name] ?? 0)) news.push(turnedMs);
  }
  const atMs = news.length === 0 ? undefined : Math.min(...news);
  return { atMs, remember: { serviceMs, podsMs } };
}

type Annotations = Readonly<Record<string, string>>;

/** The annotations of what is written now: with the time of the change, or without one. */
export function withTrigger(before: Annotations | undefined, { atMs }: Trigger): Annotations {
  const { [annotation]: _annotation, ...others } = before ?? {};
  return atMs === undefined ? others : { ...others, [annotation]: rfc3339(atMs) };
}

/** Both without it: it alone is no reason to write. */
export function withoutTrigger(annotations: Annotations | undefined): Annotations {
  const { [annotation]: _annotation, ...others } = annotations ?? {};
  return others;
}
