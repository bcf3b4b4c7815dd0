/** The Jobs that a CronJob makes. Source: getJobFromTemplate2 in pkg/controller/cronjob/utils.go. */
import type { CronJob, Job } from "../../api/generated/types.ts";
import { timeZoneOf } from "../../api/civil-time.ts";
import { CRON_JOBS } from "../../api/kinds.ts";
import type { Stored } from "../../api/object.ts";
import { rfc3339 } from "../../api/time.ts";
import type { NewObject } from "../../loop/client.ts";
import { controllerReference } from "../ownership.ts";

const scheduledAnnotation = "batch.kubernetes.io/cronjob-scheduled-timestamp";

/** The same for the same time, so that a Job is never made twice. */
export function jobName(cronJob: Stored<CronJob>, scheduledMs: number): string {
  return `${cronJob.metadata.name}-${Math.floor(scheduledMs / 60_000)}`;
}

/** Made by the schedule, and not by hand from the CronJob's template. */
export function isScheduled({ metadata }: Stored<Job>): boolean {
  return metadata.annotations?.[scheduledAnnotation] !== undefined;
}

export function jobFor(cronJob: Stored<CronJob>, scheduledMs: number): NewObject<Job> {
  const { jobTemplate, timeZone } = cronJob.spec ?? {};
  const { labels, annotations } = jobTemplate?.metadata ?? {};
  const { namespace } = cronJob.metadata;
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: {
      name: jobName(cronJob, scheduledMs),
      ...(namespace === undefined ? {} : { namespace }),
      ...(labels === undefined ? {} : { labels }),
      annotations: { ...annotations, [scheduledAnnotation]: localTime(scheduledMs, timeZone) },
      ownerReferences: [controllerReference(CRON_JOBS, cronJob)],
    },
    ...(jobTemplate?.spec === undefined ? {} : { spec: jobTemplate.spec }),
  };
}

/** RFC 3339, in the zone's own time. */
function localTime(ms: number, timeZone: string | undefined): string {
  const zone = timeZone === undefined ? undefined : timeZoneOf(timeZone);
  const offset = zone?.offsetAt(Math.floor(ms / 1000)) ?? 0;
  if (offset === 0) return rfc3339(ms);
  const minutes = Math.abs(Math.trunc(offset / 60));
  const two = (value: number): string => String(value).padStart(2, "0");
  const sign = offset < 0 ? "-" : "+";
  const shown = `${sign}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
  return `${rfc3339(ms + offset * 1000).slice(0, -1)}${shown}`;
}
