import { describe, expect, it } from "vitest";
import type {
  ConfigMap,
  Container,
  Pod,
  Secret,
  Service,
} from "../../../src/api/generated/types.ts";
import type { KubeObject, Stored } from "../../../src/api/object.ts";
import { ConfigError, expand, resolveEnv } from "../../../src/kubelet/pod-env.ts";
import { ObjectCache } from "../../../src/loop/object-cache.ts";

function cache<T extends KubeObject>(...objects: unknown[]): ObjectCache<T> {
  const all = new ObjectCache<T>();
  for (const object of objects) {
    const of = object as { metadata: { name: string; namespace?: string } };
    const metadata = {
      namespace: "default",
      uid: of.metadata.name,
      resourceVersion: "1",
      creationTimestamp: "2026-01-01T00:00:00Z",
      ...of.metadata,
    };
    all.put({ ...of, metadata } as unknown as Stored<T>);
  }
  return all;
}

const pod = {
  apiVersion: "v1",
  kind: "Pod",
  metadata: {
    name: "web-1",
    namespace: "default",
    uid: "u1",
    resourceVersion: "1",
    creationTimestamp: "2026-01-01T00:00:00Z",
    labels: { app: "web", "a.b/c": "d" },
  },
  spec: {
    nodeName: "node-1",
    serviceAccountName: "robot",
    containers: [
      {
        name: "main",
        resources: { limits: { cpu: "1500m" }, requests: { memory: "100Mi" } },
      },
    ],
  },
} as unknown as Stored<Pod>;

const sources = {
  configMaps: cache<ConfigMap>({ metadata: { name: "settings" }, data: { a: "1", b: "2" } }),
  secrets: cache<Secret>({ metadata: { name: "keys" }, data: { k: btoa("s3cret") } }),
  services: cache<Service>(
    {
      metadata: { name: "my-db" },
      spec: { clusterIP: "10.0.0.9", ports: [{ name: "sql", port: 5432 }] },
    },
    { metadata: { name: "headless" }, spec: { clusterIP: "None", ports: [{ port: 1 }] } },
    {
      metadata: { name: "kubernetes" },
      spec: { clusterIP: "10.0.0.1", ports: [{ name: "https", port: 443 }] },
    },
    {
      metadata: { name: "other", namespace: "elsewhere" },
      spec: { clusterIP: "10.0.0.2", ports: [{ port: 1 }] },
    },
  ),
};
const view = { pod, nodeIp: "1.1.1.1", podIp: "2.2.2.2", allocatable: { memory: "2Gi", cpu: "4" } };

function resolve(container: Partial<Container>, of = view): Record<string, string> {
  const env = resolveEnv({ name: "main", ...container }, of, sources);
  return Object.fromEntries(env.map(({ name, value }) => [name, value]));
}

describe("the environment of a container", () => {
  it.each([
    [{ fieldRef: { fieldPath: "metadata.name" } }, "web-1"],
    [{ fieldRef: { fieldPath: "metadata.namespace" } }, "default"],
    [{ fieldRef: { fieldPath: "metadata.uid" } }, "u1"],
    [{ fieldRef: { fieldPath: "metadata.labels['a.b/c']" } }, "d"],
    [{ fieldRef: { fieldPath: "metadata.annotations['none']" } }, ""],
    [{ fieldRef: { fieldPath: "spec.nodeName" } }, "node-1"],
    [{ fieldRef: { fieldPath: "spec.serviceAccountName" } }, "robot"],
    [{ fieldRef: { fieldPath: "status.hostIP" } }, "1.1.1.1"],
    [{ fieldRef: { fieldPath: "status.podIP" } }, "2.2.2.2"],
    [{ resourceFieldRef: { resource: "limits.cpu" } }, "2"],
    [{ resourceFieldRef: { resource: "limits.cpu", divisor: "1m" } }, "1500"],
    [{ resourceFieldRef: { resource: "requests.memory", divisor: "1Mi" } }, "100"],
    [{ resourceFieldRef: { resource: "limits.memory" } }, "2147483648"],
    [{ resourceFieldRef: { resource: "requests.cpu" } }, "0"],
    [{ configMapKeyRef: { name: "settings", key: "a" } }, "1"],
    [{ secretKeyRef: { name: "keys", key: "k" } }, "s3cret"],
  ])("has %j as %j", (valueFrom, value) => {
    expect(resolve({ env: [{ name: "X", valueFrom }] })["X"]).toBe(value);
  });

  it.each([
    [{ configMapKeyRef: { name: "none", key: "a" } }, 'configmap "none" not found'],
    [{ secretKeyRef: { name: "none", key: "a" } }, 'secret "none" not found'],
    [
      { configMapKeyRef: { name: "settings", key: "z" } },
      "couldn't find key z in ConfigMap default/settings",
    ],
    [{ secretKeyRef: { name: "keys", key: "z" } }, "couldn't find key z in Secret default/keys"],
    [{ fieldRef: { fieldPath: "spec.replicas" } }, "unsupported fieldPath: spec.replicas"],
  ])("cannot have %j", (valueFrom, message) => {
    const env = [{ name: "X", valueFrom }];
    expect(() => resolve({ env })).toThrow(new ConfigError(message));
  });

  it("leaves out what is optional and missing", () => {
    const valueFrom = { configMapKeyRef: { name: "none", key: "a", optional: true } };
    const envFrom = [{ secretRef: { name: "none", optional: true } }];
    expect(resolve({ env: [{ name: "X", valueFrom }], envFrom })).not.toHaveProperty("X");
  });

  it("takes whole sources with a prefix, and its own variables over them", () => {
    const envFrom = [
      { configMapRef: { name: "settings" } },
      { prefix: "S_", secretRef: { name: "keys" } },
    ];
    expect(resolve({ envFrom, env: [{ name: "b", value: "own $(a)" }] })).toMatchObject({
      a: "1",
      b: "own 1",
      S_k: "s3cret",
    });
  });

  it("names the namespace's Services and the API, and only the API without service links", () => {
    expect(resolve({})).toMatchObject({
      MY_DB_SERVICE_HOST: "10.0.0.9",
      MY_DB_SERVICE_PORT: "5432",
      MY_DB_SERVICE_PORT_SQL: "5432",
      MY_DB_PORT: "tcp://10.0.0.9:5432",
      MY_DB_PORT_5432_TCP: "tcp://10.0.0.9:5432",
      MY_DB_PORT_5432_TCP_PROTO: "tcp",
      MY_DB_PORT_5432_TCP_PORT: "5432",
      MY_DB_PORT_5432_TCP_ADDR: "10.0.0.9",
      KUBERNETES_SERVICE_HOST: "10.0.0.1",
      KUBERNETES_SERVICE_PORT: "443",
      KUBERNETES_SERVICE_PORT_HTTPS: "443",
    });
    expect(Object.keys(resolve({})).some((name) => /^(HEADLESS|OTHER)_/.test(name))).toBe(false);
    const unlinked = { ...pod, spec: { ...pod.spec, enableServiceLinks: false } } as Stored<Pod>;
    const names = Object.keys(resolve({}, { ...view, pod: unlinked }));
    expect(names.every((name) => name.startsWith("KUBERNETES_"))).toBe(true);
  });
});

describe("expansion", () => {
  it.each([
    ["$(A)", "1"],
    ["x$(A)y$(B)", "x1y2"],
    ["$$(A)", "$(A)"],
    ["$(NONE)", "$(NONE)"],
    ["$A $", "$A $"],
    ["$(A", "$(A"],
  ])("turns %s into %s", (text, wanted) => {
    expect(expand(text, (name) => ({ A: "1", B: "2" })[name])).toBe(wanted);
  });
});
