/** Pods as the conformance texts of sig-node make them. */
import type { ConformanceApi } from "./conformance-suite.ts";

export const resources = (requests: object, limits: object = requests) => ({ requests, limits });
export const sleeper = (
  name: string,
  container: object = {},
  spec: object = {},
  labels: object = {},
) => ({
  metadata: { name, labels },
  spec: {
    ...spec,
    containers: [{ name: "main", image: "busybox", command: ["sleep", "100000"], ...container }],
  },
});

/** The environment of a running container that was given `container`. */
export async function environment(
  api: ConformanceApi,
  container: object,
): Promise<Map<string, string>> {
  await api.runPod(sleeper("env", container));
  const { stdout } = await api.cluster.exec(
    { namespace: api.namespace, name: "env" },
    { command: ["env"] },
  );
  const lines = stdout.split("\n").filter((line) => line !== "");
  return new Map(
    lines.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
  );
}

export const fieldRef = (name: string, fieldPath: string) => ({
  name,
  valueFrom: { fieldRef: { fieldPath } },
});
