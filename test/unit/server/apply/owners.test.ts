/** Who owns what after writes of all kinds (test/integration/apiserver/apply/apply_test.go); each test names its function there. */
import { describe, expect, it } from "vitest";
import { configMap, deployment, owners, paths, pod, useApplier, type Body } from "./fixture.ts";

const server = useApplier();

describe("managedFields", () => {
  it("tell appliers and updaters, each at its time (TestApplyManagedFields)", async () => {
    const path = paths.configMap("m1");
    const metadata = { name: "m1", namespace: "default", labels: { "test-label": "test" } };
    const first = await server().apply(
      path,
      "apply_test",
      configMap("m1", { metadata, data: { key: "value" } }),
    );
    expect(first.status).toBe(201);
    await server().patch(path, "merge", { data: { key: "new value" } }, "fieldManager=updater");
    await server().wait();
    await server().patch(path, "merge", { data: { "new-key": "value" } }, "fieldManager=updater");
    const { metadata: after } = await server().get(path);
    expect(after.managedFields).toEqual([
      {
        manager: "apply_test",
        operation: "Apply",
        apiVersion: "v1",
        time: after.creationTimestamp,
        fieldsType: "FieldsV1",
        fieldsV1: { "f:metadata": { "f:labels": { "f:test-label": {} } } },
      },
      {
        manager: "updater",
        operation: "Update",
        apiVersion: "v1",
        time: expect.not.stringMatching(after.creationTimestamp),
        fieldsType: "FieldsV1",
        fieldsV1: { "f:data": { "f:key": {}, "f:new-key": {} } },
      },
    ]);
  });

  it("are none of who applies nothing (TestApplyRemovesEmptyManagedFields)", async () => {
    const path = paths.configMap("m2");
    for (let times = 0; times < 2; times += 1) {
      await server().apply(path, "apply_test", configMap("m2"));
    }
    expect((await server().get(path)).metadata.managedFields).toBeUndefined();
  });

  it("have ten updaters at most (TestApplyGroupsManySeparateUpdates)", async () => {
    const path = "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations/webhook";
    await server().apply(path, "apply_test", {
      apiVersion: "admissionregistration.k8s.io/v1",
      kind: "ValidatingWebhookConfiguration",
      metadata: { name: "webhook", labels: { applier: "true" } },
    });
    let object: Body;
    for (let at = 0; at < 20; at += 1) {
      const labels = { [`updater${at}`]: "new" };
      const answer = await server().patch(
        path,
        "merge",
        { metadata: { labels } },
        `fieldManager=updater${at}`,
      );
      object = answer.body;
    }
    const { managedFields } = object.metadata;
    expect(managedFields).toHaveLength(11);
    expect([managedFields[0].manager, managedFields[1].manager]).toEqual([
      "apply_test",
      "ancient-changes",
    ]);
  });

  it("do not count what admission adds", async () => {
    const { body } = await server().api.call(
      "POST",
      "/api/v1/namespaces/default/pods?fieldManager=maker",
      pod("m3"),
    );
    expect(body.spec.serviceAccountName).toBe("default");
    expect(body.spec.tolerations).not.toEqual([]);
    const fields = JSON.stringify(owners(body));
    for (const name of ["serviceAccount", "volumes", "tolerations", "priority", "volumeMounts"]) {
      expect(fields).not.toContain(`f:${name}`);
    }
    expect(fields).toContain('"f:restartPolicy":{}');
  });

  it("do not count what is allocated", async () => {
    const service = {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "m4" },
      spec: { ports: [{ port: 80 }], selector: { a: "b" } },
    };
    const { body } = await server().api.call(
      "POST",
      "/api/v1/namespaces/default/services?fieldManager=maker",
      service,
    );
    expect(body.spec.clusterIP).toMatch(/^10\./);
    expect(owners(body)["maker Update v1"]).toEqual({
      "f:spec": {
        "f:internalTrafficPolicy": {},
        "f:ports": {
          ".": {},
          'k:{"port":80,"protocol":"TCP"}': {
            ".": {},
            "f:port": {},
            "f:protocol": {},
            "f:targetPort": {},
          },
        },
        "f:selector": {},
        "f:sessionAffinity": {},
        "f:type": {},
      },
    });
  });
});

describe("managedFields in a request", () => {
  const cleared = { metadata: { managedFields: [{}] } };

  it.each([
    ["a merge patch (TestClearManagedFieldsWithMergePatch)", "n1", "merge", cleared],
    [
      "a strategic patch (TestClearManagedFieldsWithStrategicMergePatch)",
      "n2",
      "strategic-merge",
      cleared,
    ],
    [
      "a JSON patch (TestClearManagedFieldsWithJSONPatch)",
      "n3",
      "json",
      [{ op: "replace", path: "/metadata/managedFields", value: [{}] }],
    ],
  ] as const)("are cleared by %s", async (_what, name, type, body) => {
    const path = paths.configMap(name);
    await server().apply(path, "apply_test", configMap(name, { data: { key: "value" } }));
    expect((await server().patch(path, type, body)).status).toBe(200);
    expect((await server().get(path)).metadata.managedFields).toBeUndefined();
  });

  it.each([
    ["one empty entry (TestClearManagedFieldsWithUpdate)", "n4", [{}]],
    ["an empty list (TestClearManagedFieldsWithUpdateEmptyList)", "n5", []],
  ])("are cleared by an update with %s", async (_what, name, managedFields) => {
    const path = paths.configMap(name);
    const data = { key: "value" };
    await server().apply(path, "apply_test", configMap(name, { data }));
    const metadata = { name, namespace: "default", managedFields };
    const put = await server().put(path, configMap(name, { metadata, data }));
    expect([put.status, put.body.metadata.managedFields]).toEqual([200, undefined]);
    // Nobody is tracked again but by an apply, and then whoever was there before.
    await server().patch(path, "merge", { data: { other: "x" } });
    expect((await server().get(path)).metadata.managedFields).toBeUndefined();
    const { body } = await server().apply(path, "again", configMap(name, { data }));
    expect(Object.keys(owners(body))).toEqual(["again Apply v1", "before-first-apply Update v1"]);
  });

  it("do no harm where they are malformed (TestErrorsDontFail, ...Update, ...Patch)", async () => {
    const managedFields = [
      {
        manager: "apply_test",
        operation: "Apply",
        apiVersion: "v1",
        time: "2019-07-08T09:31:18Z",
        fieldsType: "FieldsV1",
        fieldsV1: {},
      },
    ];
    const bad = [{ ...managedFields[0], fieldsV1: { a: 1 } }];
    const made = await server().api.call(
      "POST",
      "/api/v1/namespaces/default/configmaps",
      configMap("n6", { metadata: { name: "n6", managedFields: bad }, data: { key: "value" } }),
    );
    expect(made.status).toBe(201);
    const path = paths.configMap("n6");
    const put = {
      ...made.body,
      metadata: { ...made.body.metadata, managedFields: bad },
      data: { key: "v2" },
    };
    expect((await server().put(path, put)).status).toBe(200);
    const patch = { metadata: { managedFields: bad }, data: { key: "v3" } };
    expect((await server().patch(path, "merge", patch)).status).toBe(200);
  });

  it("of another version are dropped (TestApplyConvertsManagedFieldsVersion)", async () => {
    const entry = {
      manager: "sidecar_controller",
      operation: "Apply",
      apiVersion: "extensions/v1beta1",
      fieldsType: "FieldsV1",
      fieldsV1: { "f:metadata": { "f:labels": { "f:sidecar_version": {} } } },
    };
    const body = deployment("n7");
    body.metadata.managedFields = [entry];
    const { api } = server();
    const made = await api.call("POST", "/apis/apps/v1/namespaces/default/deployments", body);
    expect(made.status).toBe(201);
    const labels = { sidecar_version: "latest" };
    const sidecar = { name: "sidecar", image: "sidecar:latest" };
    const template = { spec: { containers: [sidecar] } };
    const config = {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { labels },
      spec: { template },
    };
    const { body: after } = await server().apply(
      paths.deployment("n7"),
      "sidecar_controller",
      config,
    );
    expect(owners(after)["sidecar_controller Apply apps/v1"]).toEqual({
      "f:metadata": { "f:labels": { "f:sidecar_version": {} } },
      "f:spec": {
        "f:template": {
          "f:spec": {
            "f:containers": { 'k:{"name":"sidecar"}': { ".": {}, "f:image": {}, "f:name": {} } },
          },
        },
      },
    });
    expect(JSON.stringify(after.metadata.managedFields)).not.toContain("extensions");
  });

  it("fold appliers that are renamed the same (TestRenamingAppliedFieldManagers)", async () => {
    const path = paths.pod("n8");
    const first = pod("n8", { metadata: { name: "n8", labels: { a: "one" } } });
    await server().apply(path, "multi_manager_one", first);
    const labels = (value: object): Body => ({
      apiVersion: "v1",
      kind: "Pod",
      metadata: { labels: value },
    });
    await server().apply(path, "multi_manager_two", labels({ b: "two" }));
    const live = await server().get(path);
    expect(live.metadata.labels).toEqual({ a: "one", b: "two" });
    for (const entry of live.metadata.managedFields) entry.manager = "multi_manager";
    const { body } = await server().put(path, live);
    expect(owners(body)).toEqual({
      "multi_manager Apply v1": { "f:metadata": { "f:labels": { "f:b": {} } } },
    });
  });

  it("fold updaters that are renamed the same (TestRenamingUpdatedFieldManagers)", async () => {
    const path = paths.pod("n9");
    await server().apply(path, "first", pod("n9"));
    await server().patch(path, "merge", { metadata: { labels: { a: "one" } } }, "fieldManager=one");
    await server().patch(path, "merge", { metadata: { labels: { b: "two" } } }, "fieldManager=two");
    const live = await server().get(path);
    for (const entry of live.metadata.managedFields) entry.manager = "multi_manager";
    const { body } = await server().put(path, live);
    expect(body.metadata.managedFields).toHaveLength(2);
    expect(owners(body)["multi_manager Update v1"]).toEqual({
      "f:metadata": { "f:labels": { "f:b": {} } },
    });
  });

  it("tell subresources apart, until nobody does (TestDroppingSubresourceField)", async () => {
    const path = paths.pod("n10");
    await server().apply(path, "first", pod("n10"));
    const labels = (value: object): Body => ({
      apiVersion: "v1",
      kind: "Pod",
      metadata: { labels: value },
    });
    await server().apply(path, "label_manager", labels({ a: "one" }));
    await server().apply(`${path}/status`, "label_manager", labels({ b: "two" }));
    const live = await server().get(path);
    expect(live.metadata.labels).toEqual({ a: "one", b: "two" });
    expect(Object.keys(owners(live))).toEqual([
      "first Apply v1",
      "label_manager Apply v1",
      "label_manager Apply v1 status",
    ]);
    for (const entry of live.metadata.managedFields) delete entry.subresource;
    const { body } = await server().put(path, live);
    expect(body.metadata.managedFields).toHaveLength(2);
    expect(owners(body)["label_manager Apply v1"]).toEqual({
      "f:metadata": { "f:labels": { "f:b": {} } },
    });
  });

  it("tell updates of the status apart (TestDroppingSubresourceFromSpecField)", async () => {
    const path = paths.pod("n11");
    await server().apply(path, "first", pod("n11"));
    await server().patch(
      path,
      "merge",
      { metadata: { labels: { a: "two" } } },
      "fieldManager=manager",
    );
    await server().patch(
      `${path}/status`,
      "merge",
      { status: { phase: "Running" } },
      "fieldManager=manager",
    );
    const live = await server().get(path);
    expect(Object.keys(owners(live)).slice(1)).toEqual([
      "manager Update v1",
      "manager Update v1 status",
    ]);
    for (const entry of live.metadata.managedFields) delete entry.subresource;
    const { body } = await server().put(path, live);
    expect(body.metadata.managedFields).toHaveLength(2);
    expect(owners(body)["manager Update v1"]).toEqual({ "f:status": { "f:phase": {} } });
  });
});

describe("the Scale of a Deployment", () => {
  it("has its own entry, without a time (TestSubresourceField)", async () => {
    const path = paths.deployment("s1");
    await server().apply(path, "manager", deployment("s1", { replicas: 3 }));
    await server().patch(
      `${path}/scale`,
      "merge",
      { spec: { replicas: 32 } },
      "fieldManager=manager",
    );
    const { metadata } = await server().get(path);
    expect(metadata.managedFields).toHaveLength(2);
    expect(metadata.managedFields[1]).toEqual({
      manager: "manager",
      operation: "Update",
      apiVersion: "apps/v1",
      fieldsType: "FieldsV1",
      fieldsV1: { "f:spec": { "f:replicas": {} } },
      subresource: "scale",
    });
  });
});

describe("a configuration is merged as it was written", () => {
  const container = (memory: string) => ({
    name: "nginx",
    image: "nginx:latest",
    resources: { limits: { memory } },
  });

  it("so that its nulls have an owner", async () => {
    const template = { metadata: { creationTimestamp: null, labels: { app: "nginx" } } };
    const config = deployment("r1");
    config.spec.template = { ...config.spec.template, ...template };
    const { body } = await server().apply(paths.deployment("r1"), "manager", config);
    const owned = owners(body)["manager Apply apps/v1"] as Body;
    expect(owned["f:spec"]["f:template"]["f:metadata"]).toEqual({
      "f:creationTimestamp": {},
      "f:labels": { "f:app": {} },
    });
  });

  it("so that a quantity in another spelling is another value", async () => {
    const path = paths.deployment("r2");
    const first = deployment("r2", {}, { containers: [container("1024Mi")] });
    const made = await server().apply(path, "one", first);
    expect(made.body.spec.template.spec.containers[0].resources.limits.memory).toBe("1Gi");
    const same = deployment("r2", {}, { containers: [container("1Gi")] });
    expect((await server().apply(path, "two", same)).status).toBe(200);
    const { status, body } = await server().apply(path, "two", first);
    expect([status, body.details.causes.map((cause: Body) => cause.field)]).toEqual([
      409,
      ['.spec.template.spec.containers[name="nginx"].resources.limits.memory'],
    ]);
  });
});
