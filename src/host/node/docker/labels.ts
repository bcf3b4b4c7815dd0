/** The labels by which Kubarium knows its own objects in a Docker daemon. Nothing without them is ever touched. */

export const label = {
  cluster: "dev.kubarium.cluster",
  /** `sandbox`, `container`, `volume`, `persistent-volume`, `network`, `image`, `gateway`. */
  kind: "dev.kubarium.kind",
  podUid: "dev.kubarium.pod.uid",
  podNamespace: "dev.kubarium.pod.namespace",
  podName: "dev.kubarium.pod.name",
  container: "dev.kubarium.container",
  attempt: "dev.kubarium.attempt",
  specHash: "dev.kubarium.spec-hash",
  sandbox: "dev.kubarium.sandbox",
  image: "dev.kubarium.image",
  /** Which file of the Pod's has the container's termination message, and what to do when it is empty. */
  messageFile: "dev.kubarium.message-file",
  messagePolicy: "dev.kubarium.message-policy",
} as const;

/** Value of a `filters` parameter: all of these labels. */
export function labelFilter(labels: Readonly<Record<string, string>>): string {
  return JSON.stringify({
    label: Object.entries(labels).map(([name, value]) => `${name}=${value}`),
  });
}
