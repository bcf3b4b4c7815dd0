/** The selector and labels that a Job is given at creation. Source: generateSelector in pkg/registry/batch/job/strategy.go. */
import { put } from "../defaults/fill.ts";
import type { Job } from "../generated/types.ts";

const prefix = "batch.kubernetes.io/";

/** Needs `metadata.uid` and the final name: the server sets both before it prepares. Manual selectors are left alone. */
export function withGeneratedSelector(job: Job): Job {
  const { spec } = job;
  const { uid, name } = job.metadata;
  if (!spec || spec.manualSelector || uid === undefined || name === undefined) return job;
  const generated: Readonly<Record<string, string>> = {
    "job-name": name,
    [`${prefix}job-name`]: name,
    "controller-uid": uid,
    [`${prefix}controller-uid`]: uid,
  };
  const template = spec.template ?? {};
  const metadata = template.metadata ?? {};
  // Labels of the user's own win, so that validation can refuse them.
  const labels = { ...generated, ...metadata.labels };
  const matchLabels = { ...spec.selector?.matchLabels };
  const key = `${prefix}controller-uid`;
  if (matchLabels[key] === undefined) matchLabels[key] = uid;
  const own = job.metadata.labels;
  // Labels that defaulting took from the template are the very same ones in Kubernetes, so that they grow along.
  const object =
    own !== undefined && own === metadata.labels
      ? put(job, "metadata", { ...job.metadata, labels })
      : job;
  return put(object, "spec", {
    ...spec,
    selector: { ...spec.selector, matchLabels },
    template: { ...template, metadata: { ...metadata, labels } },
  });
}
