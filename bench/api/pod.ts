/** The Pod that the benches store and send. */
import type { KubeObject } from "../../src/api/object.ts";

/** A Pod shaped and sized (5 KB) as a real one with its managed fields, with little in it that repeats from Pod to Pod. */
export function podOf(index: number): KubeObject {
  const own = (length: number, salt: number): string => {
    let text = "";
    for (let at = 0; text.length < length; at += 1) {
      text += Math.imul(index * 31 + at + salt, 0x9e3779b1).toString(36);
    }
    return text.slice(0, length);
  };
  const some = <T>(count: number, make: (i: number) => T): T[] =>
    Array.from({ length: count }, (_, i) => make(i));
  const time = "2026-01-01T00:00:00Z";
  const fields = Object.fromEntries(
    some(24, (i) => [`f:${own(8, i)}`, { ".": {}, [`f:${own(5, i)}`]: {} }]),
  );
  const managedFields = some(2, (i) => ({
    manager: `m${i}`,
    operation: "Update",
    apiVersion: "v1",
    time,
    fieldsType: "FieldsV1",
    fieldsV1: fields,
  }));
  const env = some(10, (i) => ({ name: `SETTING_${i}`, value: own(20, i) }));
  const volumeMounts = some(3, (i) => ({ name: `v${i}`, mountPath: `/v/${i}`, readOnly: true }));
  const conditions = some(5, (i) => ({
    type: `Condition${i}`,
    status: "True",
    lastProbeTime: null,
    lastTransitionTime: time,
  }));
  const resources = {
    requests: { cpu: "100m", memory: "64Mi" },
    limits: { cpu: "200m", memory: "128Mi" },
  };
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name: `web-${index}`,
      namespace: "default",
      labels: { app: "web" },
      uid: own(36, 7),
      managedFields,
    },
    spec: {
      containers: some(2, (i) => ({
        name: `c${i}`,
        image: `web:${own(64, i)}`,
        env,
        volumeMounts,
        resources,
      })),
    },
    status: { phase: "Running", podIP: "10.0.0.1", hostIP: "10.0.0.2", conditions },
  } as unknown as KubeObject;
}
