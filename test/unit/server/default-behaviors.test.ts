/**
 * What holds of every kind, but for those that are known to differ: the lists of exceptions are those of
 * test/integration/apiserver/apidefinitions (default_behaviors_test.go, generation_test.go, fields_wiping_test.go).
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApiOnly, type Answer, type ApiOnly, type Body } from "../../fixtures/api-only.ts";
import { statusRows } from "../../vectors/apply/statuses.ts";

interface Row {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly namespaced: boolean;
  readonly object: Body;
}

const core = { group: "", version: "v1" };
const of = (group: string) => ({ group, version: "v1" });
const [storage, networking, rbac] = [
  of("storage.k8s.io"),
  of("networking.k8s.io"),
  of("rbac.authorization.k8s.io"),
];
const [admission, devices] = [of("admissionregistration.k8s.io"), of("resource.k8s.io")];
const namespaced = true;
const cluster = { namespaced: false };
const roleRef = { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "r" };
const container = { name: "c", image: "i" };
const selector = { device: { requests: [{ name: "r", exactly: { deviceClassName: "c" } }] } };
const matchConstraints = {
  resourceRules: [
    { apiGroups: ["a"], apiVersions: ["v1"], operations: ["CREATE"], resources: ["b"] },
  ],
};

/** Of the kinds without a status: one object each, with no more than it needs. */
const statusless: readonly Row[] = [
  { ...core, resource: "configmaps", namespaced, object: {} },
  { ...core, resource: "secrets", namespaced, object: {} },
  { ...core, resource: "serviceaccounts", namespaced, object: {} },
  { ...core, resource: "endpoints", namespaced, object: {} },
  {
    ...core,
    resource: "events",
    namespaced,
    object: { involvedObject: { namespace: "default" }, message: "m" },
  },
  { ...core, resource: "limitranges", namespaced, object: { spec: { limits: [{ type: "Pod" }] } } },
  {
    ...core,
    resource: "podtemplates",
    namespaced,
    object: { template: { metadata: { labels: { a: "b" } }, spec: { containers: [container] } } },
  },
  { ...of("apps"), resource: "controllerrevisions", namespaced, object: { data: {}, revision: 1 } },
  {
    ...of("coordination.k8s.io"),
    resource: "leases",
    namespaced,
    object: { spec: { holderIdentity: "h", leaseDurationSeconds: 5 } },
  },
  {
    ...of("discovery.k8s.io"),
    resource: "endpointslices",
    namespaced,
    object: { addressType: "IPv4", endpoints: [], ports: [] },
  },
  {
    ...of("events.k8s.io"),
    resource: "events",
    namespaced,
    object: {
      regarding: { namespace: "default" },
      eventTime: "2026-01-01T00:00:00.000000Z",
      reportingController: "a.b/c",
      reportingInstance: "i",
      action: "a",
      reason: "r",
      type: "Normal",
    },
  },
  {
    ...networking,
    resource: "ingressclasses",
    ...cluster,
    object: { spec: { controller: "a.b/c" } },
  },
  { ...networking, resource: "networkpolicies", namespaced, object: { spec: { podSelector: {} } } },
  {
    ...networking,
    resource: "ipaddresses",
    ...cluster,
    object: {
      metadata: { name: "192.168.1.2" },
      spec: { parentRef: { resource: "services", namespace: "n", name: "s" } },
    },
  },
  { ...of("node.k8s.io"), resource: "runtimeclasses", ...cluster, object: { handler: "h" } },
  { ...rbac, resource: "clusterroles", ...cluster, object: {} },
  { ...rbac, resource: "clusterrolebindings", ...cluster, object: { roleRef } },
  { ...rbac, resource: "roles", namespaced, object: {} },
  { ...rbac, resource: "rolebindings", namespaced, object: { roleRef } },
  { ...of("scheduling.k8s.io"), resource: "priorityclasses", ...cluster, object: { value: 1 } },
  { ...storage, resource: "storageclasses", ...cluster, object: { provisioner: "a.b/c" } },
  { ...storage, resource: "csidrivers", ...cluster, object: { spec: {} } },
  { ...storage, resource: "csinodes", ...cluster, object: { spec: { drivers: [] } } },
  {
    ...storage,
    resource: "csistoragecapacities",
    namespaced,
    object: { storageClassName: "s", nodeTopology: {} },
  },
  {
    ...storage,
    resource: "volumeattributesclasses",
    ...cluster,
    object: { driverName: "a.b", parameters: { a: "b" } },
  },
  { ...devices, resource: "deviceclasses", ...cluster, object: { spec: {} } },
  {
    ...devices,
    resource: "resourceclaimtemplates",
    namespaced,
    object: { spec: { spec: { devices: { requests: selector.device.requests } } } },
  },
  {
    ...devices,
    resource: "resourceslices",
    ...cluster,
    object: {
      spec: {
        driver: "a.b",
        nodeName: "n",
        pool: { name: "p", generation: 0, resourceSliceCount: 1 },
        devices: [],
      },
    },
  },
  {
    ...admission,
    resource: "validatingwebhookconfigurations",
    ...cluster,
    object: { webhooks: [] },
  },
  { ...admission, resource: "mutatingwebhookconfigurations", ...cluster, object: { webhooks: [] } },
  {
    ...admission,
    resource: "validatingadmissionpolicybindings",
    ...cluster,
    object: { spec: { policyName: "p", validationActions: ["Deny"] } },
  },
  {
    ...admission,
    resource: "mutatingadmissionpolicies",
    ...cluster,
    object: {
      spec: {
        matchConstraints,
        reinvocationPolicy: "Never",
        mutations: [
          { patchType: "ApplyConfiguration", applyConfiguration: { expression: "Object{}" } },
        ],
      },
    },
  },
  {
    ...admission,
    resource: "mutatingadmissionpolicybindings",
    ...cluster,
    object: { spec: { policyName: "p" } },
  },
];

const withStatus: readonly Row[] = statusRows.map((row) => ({
  ...row,
  object: row.object as Body,
}));
const named = (row: Row): [string, Row] => [
  row.group === "" ? row.resource : `${row.resource}.${row.group}/${row.version}`,
  row,
];
const all = [...withStatus, ...statusless].map(named);
const isListed = ({ group, resource }: Row, list: string): boolean =>
  list.split(/\s+/).includes(group === "" ? resource : `${resource}.${group}`);

let api: ApiOnly;
beforeAll(async () => {
  api = await startApiOnly();
});
afterAll(() => api.stop());

function collectionOf({ group, version, resource, namespaced: isNamespaced }: Row): string {
  const root = group === "" ? "/api/v1" : `/apis/${group}/${version}`;
  return `${root}${isNamespaced ? "/namespaces/default" : ""}/${resource}`;
}

const nameOf = ({ object }: Row): string => object.metadata?.name ?? "default-behavior";
const objectOf = (row: Row, metadata: object = {}): Body => ({
  ...row.object,
  metadata: { ...row.object.metadata, name: nameOf(row), ...metadata },
});

async function made(row: Row, metadata: object = {}): Promise<Answer> {
  const answer = await api.call("POST", collectionOf(row), objectOf(row, metadata));
  expect([answer.status, answer.body.message]).toEqual([201, answer.body.message]);
  return answer;
}

const pathOf = (row: Row): string => `${collectionOf(row)}/${nameOf(row)}`;
const mergePatch = { "content-type": "application/merge-patch+json" };

/** Whatever holds it. */
async function remove(row: Row): Promise<void> {
  const path = pathOf(row);
  await api.call("DELETE", path, { gracePeriodSeconds: 0 });
  await api.call("PATCH", path, { metadata: { finalizers: null } }, mergePatch);
  if (row.resource === "namespaces") {
    const { body } = await api.call("GET", path);
    if (body.kind === "Namespace") {
      await api.call("PUT", `${path}/finalize`, { ...body, spec: { finalizers: [] } });
    }
  }
  await api.call("DELETE", path, { gracePeriodSeconds: 0 });
}

describe("a PUT makes what is not there of few kinds alone", () => {
  const exempt = `leases.coordination.k8s.io clusterrolebindings.rbac.authorization.k8s.io clusterroles.rbac.authorization.k8s.io endpoints
    events.events.k8s.io events limitranges rolebindings.rbac.authorization.k8s.io roles.rbac.authorization.k8s.io
    runtimeclasses.node.k8s.io services`;
  it.each(all)("%s", async (_name, row) => {
    const { status } = await api.call("PUT", pathOf(row), objectOf(row));
    expect(status).toBe(isListed(row, exempt) ? 201 : 404);
    if (status === 201) await remove(row);
  });
});

describe("names are made up, unless they mean something", () => {
  const exempt =
    "apiservices.apiregistration.k8s.io customresourcedefinitions.apiextensions.k8s.io ipaddresses.networking.k8s.io";
  it.each(all)("%s", async (_name, row) => {
    const object = objectOf(row, { name: undefined, generateName: "default-behaviors-" });
    const { status, body } = await api.call("POST", collectionOf(row), object);
    const isMade = status === 201 && body.metadata.name.startsWith("default-behaviors-");
    expect([isMade, isMade ? "" : body.message]).toEqual(
      isListed(row, exempt) ? [false, expect.any(String)] : [true, ""],
    );
    if (isMade) await remove({ ...row, object: { ...row.object, metadata: body.metadata } });
  });
});

describe("dependents are deleted in the background by default, and in the foreground if one asks", () => {
  const orphaning = "jobs.batch replicationcontrollers";
  const unsupported = "events events.events.k8s.io";
  it.each(all)("%s", async (_name, row) => {
    for (const propagationPolicy of [undefined, "Foreground"]) {
      const { body } = await made(row);
      const finalizers = [...(body.metadata.finalizers ?? []), "test.k8s.io/block"];
      const held = { ...body, metadata: { ...body.metadata, finalizers } };
      expect((await api.call("PUT", pathOf(row), held)).status).toBe(200);
      await api.call("DELETE", pathOf(row), propagationPolicy && { propagationPolicy });
      const found: readonly string[] = (await api.call("GET", pathOf(row))).body.metadata
        .finalizers;
      const added = found.filter((each) => each === "orphan" || each === "foregroundDeletion");
      const byDefault = isListed(row, orphaning) ? ["orphan"] : [];
      const ifAsked = isListed(row, unsupported) ? [] : ["foregroundDeletion"];
      expect(added).toEqual(propagationPolicy ? ifAsked : byDefault);
      await remove(row);
    }
  });
});

it("a client that leaves the Pods of a Job alone without saying so is warned", async () => {
  const row = withStatus.find(({ resource }) => resource === "jobs");
  if (!row) throw new Error("no Job among the rows");
  const warning =
    '299 - "child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove them or set propagationPolicy=Orphan to suppress this warning"';
  for (const path of [pathOf(row), collectionOf(row)]) {
    for (const policy of [undefined, "Background", "Orphan", "Foreground"]) {
      await made(row);
      const query = policy ? `?propagationPolicy=${policy}` : "";
      const { headers } = await api.call("DELETE", `${path}${query}`);
      expect(headers.get("warning")).toBe(policy ? null : warning);
      await remove(row);
    }
    await made(row);
    const { headers } = await api.call("DELETE", path, { orphanDependents: false });
    expect(headers.get("warning")).toBeNull();
    await remove(row);
  }
});

describe("nothing but Pods is given time to end", () => {
  it.each(all)("%s", async (_name, row) => {
    const isPod = isListed(row, "pods");
    const spec = { ...row.object.spec, nodeName: "fake-node" };
    const own = isPod ? { ...row, object: { ...row.object, spec } } : row;
    await made(own);
    await api.call("DELETE", pathOf(own), { gracePeriodSeconds: 30 });
    const { body } = await api.call("GET", pathOf(own));
    expect(body.metadata?.deletionGracePeriodSeconds ?? 0).toBe(isPod ? 30 : 0);
    await remove(own);
  });
});

describe("generations are counted, of all but kinds that never were", () => {
  // Autoscalers were counted later than in 1.36 (HPAGeneration).
  const exempt = `apiservices.apiregistration.k8s.io certificatesigningrequests.certificates.k8s.io namespaces nodes persistentvolumeclaims
    persistentvolumes resourceclaims.resource.k8s.io resourcequotas servicecidrs.networking.k8s.io services
    volumeattachments.storage.k8s.io horizontalpodautoscalers.autoscaling`;
  it.each(withStatus.map(named))("%s", async (_name, row) => {
    const { body } = await made(row);
    expect(body.metadata.generation ?? 0).toBe(isListed(row, exempt) ? 0 : 1);
    await remove(row);
  });
});

describe("a status changes no labels, of all but kinds that are known for it", () => {
  const exempt = `customresourcedefinitions.apiextensions.k8s.io certificatesigningrequests.certificates.k8s.io cronjobs.batch daemonsets.apps
    horizontalpodautoscalers.autoscaling ingresses.networking.k8s.io jobs.batch namespaces nodes persistentvolumeclaims persistentvolumes
    poddisruptionbudgets.policy pods replicasets.apps replicationcontrollers resourcequotas services statefulsets.apps`;
  it.each(withStatus.map(named))("%s", async (_name, row) => {
    await made(row);
    const labels = { "test-wipe-label": "test-value" };
    const path = `${pathOf(row)}/status`;
    const { status, body } = await api.call("PATCH", path, { metadata: { labels } }, mergePatch);
    expect(status).toBe(200);
    const found = body.metadata.labels?.["test-wipe-label"];
    expect(found).toBe(isListed(row, exempt) ? "test-value" : undefined);
    await remove(row);
  });
});

describe("nothing comes of a dry run (test/integration/dryrun)", () => {
  it.each(all)("%s", async (_name, row) => {
    const path = pathOf(row);
    const dry = "?dryRun=All";
    const first = await api.call("POST", `${collectionOf(row)}${dry}`, objectOf(row));
    expect([first.status, first.body.metadata.uid]).toEqual([201, expect.any(String)]);
    expect((await api.call("GET", path)).status).toBe(404);
    await made(row);
    const before = (await api.call("GET", path)).body;
    const labels = { dry: "run" };
    const change = { metadata: { labels } };
    const apply = { "content-type": "application/apply-patch+yaml" };
    const { apiVersion, kind } = before;
    const applied = { apiVersion, kind, metadata: { name: nameOf(row), labels } };
    for (const answer of [
      await api.call("PATCH", `${path}${dry}`, change, mergePatch),
      await api.call("PUT", `${path}${dry}`, {
        ...before,
        metadata: { ...before.metadata, labels },
      }),
      await api.call("PATCH", `${path}${dry}&fieldManager=m`, applied, apply),
    ]) {
      expect([answer.status, answer.body.metadata.labels]).toEqual([
        200,
        expect.objectContaining(labels),
      ]);
      expect(answer.body.metadata.resourceVersion).toBe(before.metadata.resourceVersion);
    }
    expect((await api.call("DELETE", `${path}${dry}`)).status).toBe(200);
    expect((await api.call("GET", path)).body).toEqual(before);
    await remove(row);
  });
});
