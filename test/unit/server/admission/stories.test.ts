/** Built-in admission as clients meet it over HTTP. Texts are those of kube-apiserver's plugins. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createCluster, type Cluster } from "../../../../src/index.ts";
import { apiCaller } from "../../../fixtures/api-call.ts";
import { eventually } from "../../../fixtures/eventually.ts";

let cluster: Cluster;
let namespace = "";
let count = 0;
const call = apiCaller(() => cluster);
const merge = { "content-type": "application/merge-patch+json" };
const within = (resource: string) => `/api/v1/namespaces/${namespace}/${resource}`;

beforeAll(async () => {
  cluster = await createCluster({ nodes: 0 });
});
afterAll(() => cluster.stop());
beforeEach(async () => {
  namespace = `admission-${++count}`;
  await call("POST", "/api/v1/namespaces", { metadata: { name: namespace } });
  await eventually(async () => {
    expect((await call("GET", within("serviceaccounts/default"))).status).toBe(200);
  });
});

const pod = (name: string, spec: object = {}, resources?: object) => ({
  metadata: { name },
  spec: { containers: [{ name: "c", image: "i", ...(resources ? { resources } : {}) }], ...spec },
});

describe("namespaces", () => {
  test("that are built in stay", async () => {
    const { status, body } = await call("DELETE", "/api/v1/namespaces/kube-system");
    expect(status).toBe(403);
    expect(body.message).toBe(
      'namespaces "kube-system" is forbidden: this namespace may not be deleted',
    );
  });

  test.each([
    ["configmaps", { metadata: { name: "x" } }],
    // Of the account, the class and the limits that are not there either, nothing is said.
    ["pods", pod("x", { serviceAccountName: "none", priorityClassName: "none" })],
    ["serviceaccounts/x/token", { spec: {} }],
  ])("that do not exist hold no %s", async (resource, object) => {
    const path = `/api/v1/namespaces/none/${resource}`;
    const { status, body } = await call("POST", path, object);
    expect(status).toBe(404);
    expect(body.message).toBe('namespaces "none" not found');
  });
});

describe("LimitRanges", () => {
  const limits = (...items: object[]) =>
    call("POST", within("limitranges"), { metadata: { name: "l" }, spec: { limits: items } });

  test("give containers what they leave open, and note it", async () => {
    await limits({
      type: "Container",
      default: { cpu: "200m", memory: "1Gi" },
      defaultRequest: { cpu: "100m" },
    });
    const { body } = await call(
      "POST",
      within("pods"),
      pod("p", {}, { limits: { memory: "2Gi" } }),
    );
    expect(body["spec"].containers[0].resources).toEqual({
      limits: { cpu: "200m", memory: "2Gi" },
      requests: { cpu: "100m", memory: "2Gi" },
    });
    expect(body.metadata.annotations?.["kubernetes.io/limit-ranger"]).toBe(
      "LimitRanger plugin set: cpu request for container c; cpu limit for container c",
    );
  });

  test.each([
    [
      { type: "Container", min: { cpu: "50m" }, max: { cpu: "300m" } },
      { requests: { cpu: "10m" }, limits: { cpu: "1" } },
      "[minimum cpu usage per Container is 50m, but request is 10m, maximum cpu usage per Container is 300m, but limit is 1]",
    ],
    [
      { type: "Container", maxLimitRequestRatio: { memory: "2" } },
      { requests: { memory: "1Gi" }, limits: { memory: "3Gi" } },
      "memory max limit to request ratio per Container is 2, but provided ratio is 3.000000",
    ],
    [
      { type: "Pod", max: { memory: "1Gi" } },
      { requests: { memory: "1Gi" } },
      "maximum memory usage per Pod is 1Gi.  No limit is specified",
    ],
    [
      { type: "Pod", min: { cpu: "1" } },
      { requests: { cpu: "500m" } },
      "minimum cpu usage per Pod is 1, but request is 500m",
    ],
  ])("%j refuses %j", async (item, resources, why) => {
    await limits(item);
    const { status, body } = await call("POST", within("pods"), pod("p", {}, resources));
    expect(status).toBe(403);
    expect(body.message).toBe(`pods "p" is forbidden: ${why}`);
  });

  test("bound what claims request", async () => {
    await limits({
      type: "PersistentVolumeClaim",
      min: { storage: "1Gi" },
      max: { storage: "2Gi" },
    });
    const claim = (storage: string) =>
      call("POST", within("persistentvolumeclaims"), {
        metadata: { name: "c" },
        spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage } } },
      });
    expect((await claim("512Mi")).body.message).toBe(
      'persistentvolumeclaims "c" is forbidden: minimum storage usage per PersistentVolumeClaim is 1Gi, but request is 512Mi',
    );
    expect((await claim("3Gi")).body.message).toBe(
      'persistentvolumeclaims "c" is forbidden: maximum storage usage per PersistentVolumeClaim is 2Gi, but request is 3Gi',
    );
    expect((await claim("1Gi")).status).toBe(201);
  });
});

describe("quotas", () => {
  const quota = async (hard: object, spec: object = {}) => {
    const made = { metadata: { name: "q" }, spec: { hard, ...spec } };
    await call("POST", within("resourcequotas"), made);
    await eventually(async () => {
      const { body } = await call("GET", within("resourcequotas/q"));
      expect(Object.keys(body["status"]?.used ?? {})).toEqual(Object.keys(hard).sort());
    });
  };
  const used = async () => (await call("GET", within("resourcequotas/q"))).body["status"].used;

  test("refuse what is too much, and say how much there was", async () => {
    await quota({ pods: "2", "requests.cpu": "1" });
    const cpu = (amount: string) => ({ requests: { cpu: amount } });
    expect((await call("POST", within("pods"), pod("a", {}, cpu("600m")))).status).toBe(201);
    const refused = await call("POST", within("pods"), pod("b", {}, cpu("600m")));
    expect(refused.status).toBe(403);
    expect(refused.body.message).toBe(
      'pods "b" is forbidden: exceeded quota: q, requested: requests.cpu=600m, used: requests.cpu=600m, limited: requests.cpu=1',
    );
    const silent = await call("POST", within("pods"), pod("c"));
    expect(silent.body.message).toBe(
      'pods "c" is forbidden: failed quota: q: must specify requests.cpu for: c',
    );
    expect(await used()).toEqual({ pods: "1", "requests.cpu": "600m" });
    await call("DELETE", `${within("pods/a")}?gracePeriodSeconds=0`);
    await eventually(async () => expect(await used()).toEqual({ pods: "0", "requests.cpu": "0" }));
  });

  test("hold among many that write at the same time", async () => {
    await quota({ "count/configmaps": "10" });
    // The cluster's own ConfigMap is one of them.
    await eventually(async () => expect(await used()).toEqual({ "count/configmaps": "1" }));
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, i) =>
        call("POST", within("configmaps"), { metadata: { name: `c${i}` } }),
      ),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(9);
    expect(await used()).toEqual({ "count/configmaps": "10" });
    const { body } = await call("GET", within("configmaps"));
    expect(body.items).toHaveLength(10);
  });

  test("are not charged by a dry run or for a name that is taken", async () => {
    await quota({ services: "3", "services.nodeports": "2" });
    const service = (name: string, type: string) => ({
      metadata: { name },
      spec: {
        type,
        ports: [
          { port: 80, name: "a" },
          { port: 81, name: "b" },
        ],
      },
    });
    await call("POST", `${within("services")}?dryRun=All`, service("s", "ClusterIP"));
    expect(await used()).toEqual({ services: "0", "services.nodeports": "0" });
    await call("POST", within("services"), service("s", "ClusterIP"));
    const taken = await call("POST", within("services"), service("s", "ClusterIP"));
    expect(taken.status).toBe(409);
    expect(await used()).toEqual({ services: "1", "services.nodeports": "0" });
    await call("PATCH", within("services/s"), { spec: { type: "NodePort" } }, merge);
    expect(await used()).toEqual({ services: "1", "services.nodeports": "2" });
    const more = await call("POST", within("services"), service("t", "NodePort"));
    expect(more.body.message).toBe(
      'services "t" is forbidden: exceeded quota: q, requested: services.nodeports=2, used: services.nodeports=2, limited: services.nodeports=2',
    );
  });

  test("count only what is in their scope", async () => {
    await quota({ pods: "1" }, { scopes: ["Terminating"] });
    expect((await call("POST", within("pods"), pod("long-1"))).status).toBe(201);
    expect((await call("POST", within("pods"), pod("long-2"))).status).toBe(201);
    const short = (name: string) => pod(name, { activeDeadlineSeconds: 10 });
    expect((await call("POST", within("pods"), short("short-1"))).status).toBe(201);
    const { body } = await call("POST", within("pods"), short("short-2"));
    expect(body.message).toBe(
      'pods "short-2" is forbidden: exceeded quota: q, requested: pods=1, used: pods=1, limited: pods=1',
    );
  });
});

describe("Pod security", () => {
  const label = (labels: object) =>
    call("PATCH", `/api/v1/namespaces/${namespace}`, { metadata: { labels } }, merge);

  test("refuses, and warns of what exists and of templates", async () => {
    await call("POST", within("pods"), pod("old", { hostNetwork: true }));
    const { warnings } = await label({
      "pod-security.kubernetes.io/enforce": "baseline",
      "pod-security.kubernetes.io/warn": "baseline",
      "pod-security.kubernetes.io/warn-version": "v1.30",
    });
    expect(warnings).toEqual([
      `existing pods in namespace "${namespace}" violate the new PodSecurity enforce level "baseline:latest"`,
      "old: host namespaces",
    ]);
    const { status, body } = await call("POST", within("pods"), pod("p", { hostPID: true }));
    expect(status).toBe(403);
    expect(body.message).toBe(
      'pods "p" is forbidden: violates PodSecurity "baseline:latest": host namespaces (hostPID=true)',
    );
    const made = await call("POST", `/apis/batch/v1/namespaces/${namespace}/jobs`, {
      metadata: { name: "j" },
      spec: { template: { spec: { ...pod("x", { hostIPC: true }).spec, restartPolicy: "Never" } } },
    });
    expect(made.status).toBe(201);
    expect(made.warnings).toEqual([
      'would violate PodSecurity "baseline:v1.30": host namespaces (hostIPC=true)',
    ]);
  });

  test("wants labels that it can read", async () => {
    const { status, body } = await label({ "pod-security.kubernetes.io/enforce": "strict" });
    expect(status).toBe(422);
    expect(body.message).toBe(
      `Namespace "${namespace}" is invalid: metadata.labels[pod-security.kubernetes.io/enforce]: Invalid value: "strict": must be one of privileged, baseline, restricted`,
    );
  });
});

describe("runtime classes", () => {
  test("bring overhead and placement, and must exist", async () => {
    const none = await call("POST", within("pods"), pod("p", { runtimeClassName: "none" }));
    expect(none.body.message).toBe(
      'pods "p" is forbidden: pod rejected: RuntimeClass "none" not found',
    );
    await call("POST", "/apis/node.k8s.io/v1/runtimeclasses", {
      metadata: { name: `rc-${count}` },
      handler: "runsc",
      overhead: { podFixed: { cpu: "10m" } },
      scheduling: { nodeSelector: { sandbox: "yes" } },
    });
    const runtimeClassName = `rc-${count}`;
    const { body } = await call("POST", within("pods"), pod("p", { runtimeClassName }));
    expect(body["spec"]).toMatchObject({
      overhead: { cpu: "10m" },
      nodeSelector: { sandbox: "yes" },
    });
    const other = pod("q", { runtimeClassName, nodeSelector: { sandbox: "no" } });
    expect((await call("POST", within("pods"), other)).body.message).toBe(
      'pods "q" is forbidden: conflict: runtimeClass.scheduling.nodeSelector[sandbox] = yes; pod.spec.nodeSelector[sandbox] = no',
    );
  });
});

describe("Pods", () => {
  test("keep what they got when they were made, though an update leaves it out", async () => {
    const made = await call("POST", within("pods"), pod("kept", { nodeName: "elsewhere" }));
    const { tolerations, priority, preemptionPolicy, ...rest } = made.body["spec"];
    expect([tolerations.length, priority, preemptionPolicy]).toEqual([
      2,
      0,
      "PreemptLowerPriority",
    ]);
    const again = { ...made.body, spec: rest };
    const { status, body } = await call("PUT", within("pods/kept"), again);
    expect(status).toBe(200);
    expect(body["spec"]).toEqual(made.body["spec"]);
  });
});

describe("storage", () => {
  test("keeps a claim until nothing uses it, and lets only bound ones grow", async () => {
    const made = await call("POST", within("persistentvolumeclaims"), {
      metadata: { name: "c" },
      spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
    });
    expect(made.body.metadata.finalizers).toEqual(["kubernetes.io/pvc-protection"]);
    const grow = { spec: { resources: { requests: { storage: "2Gi" } } } };
    const refused = await call("PATCH", within("persistentvolumeclaims/c"), grow, merge);
    expect(refused.status).toBeGreaterThanOrEqual(403);
    await call("DELETE", within("persistentvolumeclaims/c"));
    await eventually(async () => {
      expect((await call("GET", within("persistentvolumeclaims/c"))).status).toBe(404);
    });
  });
});

describe("service accounts", () => {
  test("must exist for a Pod to run as one", async () => {
    const { status, body } = await call(
      "POST",
      within("pods"),
      pod("p", { serviceAccountName: "none" }),
    );
    expect(status).toBe(403);
    expect(body.message).toBe(
      `pods "p" is forbidden: error looking up service account ${namespace}/none: serviceaccount "none" not found`,
    );
  });

  test("must exist for a Pod that is named later, too", async () => {
    const unnamed = {
      ...pod("p", { serviceAccountName: "none" }),
      metadata: { generateName: "p-" },
    };
    const { body } = await call("POST", within("pods"), unnamed);
    expect(body.message).toBe(
      `pods "p-" is forbidden: error looking up service account ${namespace}/none: serviceaccount "none" not found`,
    );
  });

  test("may be limited to the Secrets that they list", async () => {
    await call("POST", within("serviceaccounts"), {
      metadata: { name: "s", annotations: { "kubernetes.io/enforce-mountable-secrets": "true" } },
      secrets: [{ name: "mine" }],
    });
    const using = (secretName: string) =>
      pod(secretName, {
        serviceAccountName: "s",
        volumes: [{ name: "v", secret: { secretName } }],
      });
    expect((await call("POST", within("pods"), using("mine"))).status).toBe(201);
    expect((await call("POST", within("pods"), using("yours"))).body.message).toBe(
      'pods "yours" is forbidden: volume with secret.secretName="yours" is not allowed because service account s does not reference that secret',
    );
  });
});

test("quotas count custom resources like any other", async () => {
  const group = `q${count}.example.com`;
  const objects = `/apis/${group}/v1/namespaces/${namespace}/widgets`;
  await call("POST", within("resourcequotas"), {
    metadata: { name: "q" },
    spec: { hard: { [`count/widgets.${group}`]: "1" } },
  });
  await call("POST", "/apis/apiextensions.k8s.io/v1/customresourcedefinitions", {
    metadata: { name: `widgets.${group}` },
    spec: {
      group,
      scope: "Namespaced",
      names: { plural: "widgets", kind: "Widget" },
      versions: [
        {
          name: "v1",
          served: true,
          storage: true,
          schema: { openAPIV3Schema: { type: "object" } },
        },
      ],
    },
  });
  const widget = (name: string) => ({
    apiVersion: `${group}/v1`,
    kind: "Widget",
    metadata: { name },
  });
  await eventually(async () => expect((await call("POST", objects, widget("a"))).status).toBe(201));
  const refused = await call("POST", objects, widget("b"));
  expect(refused.body.message).toBe(
    `widgets.${group} "b" is forbidden: exceeded quota: q, requested: count/widgets.${group}=1, used: count/widgets.${group}=1, limited: count/widgets.${group}=1`,
  );
  await call("DELETE", `${objects}/a`);
  await eventually(async () => expect((await call("POST", objects, widget("b"))).status).toBe(201));
});
