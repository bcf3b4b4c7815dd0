/** Deletes finished Jobs when their ttlSecondsAfterFinished is over. Source: pkg/controller/ttlafterfinished. */
import type { Job } from "../api/generated/types.ts";
import { JOBS } from "../api/kinds.ts";
import type { Stored } from "../api/object.ts";
import { parseTime } from "../api/time.ts";
import { ownKey, watch, type Controller } from "../loop/controller.ts";
import { plan } from "../loop/plan.ts";
import { isJobFinished } from "./job.ts";

export const jobExpiryController: Controller<Stored<Job>> = {
  name: "ttl-after-finished-controller",
  watches: [watch(JOBS, ownKey)],
  view(listers, key) {
    const job = listers.of(JOBS).get(key);
    if (job?.spec?.ttlSecondsAfterFinished === undefined || !isJobFinished(job)) return undefined;
    return job.metadata.deletionTimestamp === undefined ? job : undefined;
  },
  reconcile(job, nowMs) {
    const finished = job.status?.conditions?.find(
      ({ type, status }) => (type === "Complete" || type === "Failed") && status === "True",
    );
    const sinceMs = parseTime(finished?.lastTransitionTime);
    if (sinceMs === undefined) return plan([]);
    const leftMs = sinceMs + (job.spec?.ttlSecondsAfterFinished ?? 0) * 1000 - nowMs;
    if (leftMs > 0) return plan([], leftMs);
    return plan([
      {
        verb: "delete",
        resource: JOBS,
        object: job,
        propagationPolicy: "Foreground",
        unchanged: true,
      },
    ]);
  },
};
