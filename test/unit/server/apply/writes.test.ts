/** What an apply makes, changes and leaves (test/integration/apiserver/apply/apply_test.go); each test names its function there. */
import { describe, expect, it } from "vitest";
import { configMap, deployment, owners, paths, pod, useApplier, type Body } from "./fixture.ts";

const server = useApplier();

const revision = (object: Body): string => object.metadata.resourceVersion;

describe("an apply", () => {
  it("creates what is not there (TestApplyAlsoCreates)", async () => {
    const { status, body } = await server().apply(paths.pod("p1"), "apply_test", pod("p1"));
    expect([status, body.spec.containers[0].image]).toEqual([201, "test-image-one"]);
  });

  it("needs a field manager (TestApplyRequiresFieldManager)", async () => {
    const headers = { "content-type": "application/apply-patch+yaml" };
    const { api } = server();
    const { status, body } = await api.call("PATCH", paths.configMap("m"), configMap("m"), headers);
    expect([status, body.message]).toEqual([
      422,
      'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch',
    ]);
  });

  it("of another version is refused (TestApplyFailsWithVersionMismatch)", async () => {
    const path = paths.deployment("d1");
    expect((await server().apply(path, "apply_test", deployment("d1"))).status).toBe(201);
    const other = { ...deployment("d1"), apiVersion: "extensions/v1beta" };
    const { status, body } = await server().apply(path, "apply_test", other);
    expect([status, body.reason]).toEqual([400, "BadRequest"]);
  });

  it("with a uid creates nothing (TestCreateOnApplyFailsWithUID)", async () => {
    const uid = "88e00824-7f0e-11e8-94a1-c8d3ffb15800";
    const body = pod("p2", { metadata: { name: "p2", uid } });
    const answer = await server().apply(paths.pod("p2"), "apply_test", body);
    expect([answer.status, answer.body.message]).toEqual([
      409,
      `Operation cannot be fulfilled on pods "p2": uid mismatch: the provided object specified uid ${uid}, and no existing object was found`,
    ]);
  });

  it("of the same again changes nothing, times included (TestNoopChangeCreationTime)", async () => {
    const config = configMap("c1", {
      metadata: { name: "c1", creationTimestamp: null, resourceVersion: null },
      data: { key: "value" },
    });
    const first = await server().apply(paths.configMap("c1"), "apply_test", config);
    await server().wait();
    const second = await server().apply(paths.configMap("c1"), "apply_test", config);
    expect(second.body).toEqual(first.body);
  });

  it.each([
    [
      "an empty map (TestNoOpApplyWithEmptyMap)",
      "d2",
      { annotations: {}, labels: { app: "nginx" } },
    ],
    ["no map", "d3", { labels: { app: "nginx" } }],
  ])("with %s changes nothing the second time", async (_what, name, metadata) => {
    const spec = { containers: [{ name: "nginx", image: "n", ports: [{ containerPort: 80 }] }] };
    const config = deployment(name, { replicas: 1, template: { metadata, spec } });
    const first = await server().apply(paths.deployment(name), "apply_test", config);
    await server().wait();
    const second = await server().apply(paths.deployment(name), "apply_test", config);
    expect(revision(second.body)).toBe(revision(first.body));
    expect(second.body).toEqual(first.body);
  });

  it("of another spelling of a quantity changes nothing (TestNoSemanticUpdateApplySameResourceVersion)", async () => {
    const labels = { app: "nginx" };
    const resources = (limits: object): object => ({
      spec: { containers: [{ name: "nginx", image: "nginx", resources: { limits } }] },
    });
    const config = (memory: string): Body => ({
      apiVersion: "apps/v1",
      kind: "StatefulSet",
      metadata: { name: "nginx", labels },
      spec: {
        serviceName: "nginx",
        selector: { matchLabels: labels },
        template: { metadata: { labels }, ...resources({ memory }) },
        volumeClaimTemplates: [
          {
            metadata: { name: "nginx" },
            spec: {
              accessModes: ["ReadWriteOnce"],
              resources: { requests: { storage: "1Gi" } },
            },
          },
        ],
      },
    });
    const path = "/apis/apps/v1/namespaces/default/statefulsets/nginx";
    const first = await server().apply(path, "apply_test", config("2048Mi"));
    expect(first.status).toBe(201);
    await server().wait();
    const second = await server().apply(path, "apply_test", config("2048Mi"));
    expect(revision(second.body)).toBe(revision(first.body));
  });

  it("takes out what it alone has set before (TestApplyUnsetExclusivelyOwnedFields)", async () => {
    const path = paths.deployment("d4");
    await server().apply(
      path,
      "m",
      deployment("d4", { replicas: 3 }, { hostname: "test-hostname" }),
    );
    const { body } = await server().apply(path, "m", deployment("d4"));
    // One has a default, the other has none.
    expect([body.spec.replicas, body.spec.template.spec.hostname]).toEqual([1, undefined]);
  });

  it("leaves what another one has set, too (TestApplyUnsetSharedFields)", async () => {
    const path = paths.deployment("d5");
    const both = deployment("d5", { replicas: 3 }, { hostname: "test-hostname" });
    for (const manager of ["one", "two"]) await server().apply(path, manager, both);
    const { body } = await server().apply(path, "one", deployment("d5"));
    expect([body.spec.replicas, body.spec.template.spec.hostname]).toEqual([3, "test-hostname"]);
  });

  it("hands a field over to a controller (TestApplyCanTransferFieldOwnershipToController)", async () => {
    const path = paths.deployment("d6");
    const made = await server().apply(path, "test_applier", deployment("d6", { replicas: 3 }));
    const taken = { ...made.body, spec: { ...made.body.spec, replicas: 4 } };
    expect((await server().put(path, taken, "test_updater")).status).toBe(200);
    const { body } = await server().apply(path, "test_applier", deployment("d6"));
    expect(body.spec.replicas).toBe(4);
  });

  it("removes an item that a controller has added to (TestApplyCanRemoveMapItemsContributedToByControllers)", async () => {
    const path = paths.deployment("d7");
    const two = [
      { name: "nginx", image: "nginx:latest" },
      { name: "sidecar", image: "sidecar:latest" },
    ];
    const made = await server().apply(
      path,
      "test_applier",
      deployment("d7", {}, { containers: two }),
    );
    const { body } = made;
    const changed = structuredClone(body);
    changed.spec.template.spec.containers[1].env = [{ name: "HOME", value: "/home/user" }];
    expect((await server().put(path, changed, "test_updater")).status).toBe(200);
    const after = await server().apply(path, "test_applier", deployment("d7"));
    expect(after.body.spec.template.spec.containers).toHaveLength(1);
  });

  it("removes a port (TestApplyRemoveContainerPort)", async () => {
    const path = paths.deployment("d8");
    const nginx = { name: "nginx", image: "nginx:latest" };
    const ports = [{ containerPort: 80, protocol: "TCP" }];
    const config = deployment("d8", { replicas: 3 }, { containers: [{ ...nginx, ports }] });
    await server().apply(path, "apply_test", config);
    const { body } = await server().apply(path, "apply_test", deployment("d8", { replicas: 3 }));
    expect(body.spec.template.spec.containers[0].ports).toBeUndefined();
  });

  it("takes a key that is left out for its default (TestDefaultMissingKeys)", async () => {
    const path = paths.deployment("d9");
    const config = (port: object): Body =>
      deployment(
        "d9",
        {},
        { containers: [{ name: "nginx", image: "nginx:latest", ports: [port] }] },
      );
    await server().apply(path, "a", config({ name: "foo", containerPort: 80 }));
    const same = { name: "bar", containerPort: 80, protocol: "TCP" };
    const refused = await server().apply(path, "b", config(same));
    const [cause, ...others] = refused.body.details.causes;
    expect([refused.status, cause.field, others]).toEqual([
      409,
      '.spec.template.spec.containers[name="nginx"].ports[containerPort=80,protocol="TCP"].name',
      [],
    ]);
    // Another protocol is another port.
    const udp = await server().apply(path, "c", config({ ...same, protocol: "UDP" }));
    expect(udp.body.spec.template.spec.containers[0].ports).toHaveLength(2);
  });

  it("refuses what others have changed, but by force (TestApplyUpdateApplyConflictForced)", async () => {
    const path = paths.deployment("d10");
    const config = deployment("d10", { replicas: 3 });
    await server().apply(path, "apply_test", config);
    await server().patch(path, "merge", { spec: { replicas: 5 } }, "fieldManager=updater");
    const refused = await server().apply(path, "apply_test", config);
    expect([refused.status, refused.body.reason, refused.body.message]).toEqual([
      409,
      "Conflict",
      'Apply failed with 1 conflict: conflict with "updater" using apps/v1: .spec.replicas',
    ]);
    const forced = await server().apply(path, "apply_test", config, "&force=true");
    expect([forced.status, forced.body.spec.replicas]).toEqual([200, 3]);
    expect(owners(forced.body)["updater Update apps/v1"]).toBeUndefined();
  });

  it("knows an empty struct from none (TestApplyEmptyMarkerStructDifferentFromNil)", async () => {
    const volumes = [{ name: "v", emptyDir: {} }];
    const path = paths.pod("p3");
    const containers = [{ name: "c", image: "i" }];
    const config = pod("p3", { spec: { containers, volumes } });
    const made = await server().apply(path, "apply_test", config);
    expect(made.body.spec.volumes[0].emptyDir).toEqual({});
    const again = await server().apply(path, "apply_test", config);
    expect(again.body).toEqual(made.body);
  });
});

describe("a write that changes nothing", () => {
  it("of an applied Pod leaves its revision (TestNoOpUpdateSameResourceVersion)", async () => {
    const body = pod("p4", {
      metadata: { name: "p4", labels: { a: "one", c: "two", b: "three" } },
      spec: {
        containers: ["a", "c", "b"].map((name) => ({ name: `test-container-${name}`, image: "i" })),
      },
    });
    await server().apply(paths.pod("p4"), "apply_test", body);
    await server().wait();
    const made = await server().get(paths.pod("p4"));
    const put = await server().put(paths.pod("p4"), made);
    expect([put.status, put.body]).toEqual([200, made]);
  });

  it("of an updated one does, too (TestNoSemanticUpdatePutSameResourceVersion)", async () => {
    const path = paths.deployment("d11");
    const made = await server().apply(path, "apply_test", deployment("d11", { replicas: 1 }));
    await server().wait();
    const first = await server().put(path, made.body, "another");
    expect(revision(first.body)).toBe(revision(made.body));
  });
});
