/** Lists with items of the same key, and fields that were once one (test/integration/apiserver/apply/apply_test.go). */
import { describe, expect, it } from "vitest";
import { owners, useApplier, type Body } from "./fixture.ts";

const server = useApplier();

const base = "/apis/apps/v1/namespaces/default/daemonsets";
const path = `${base}/example-daemonset`;

const daemonSet = (container: object): Body => ({
  apiVersion: "apps/v1",
  kind: "DaemonSet",
  metadata: { name: "example-daemonset", labels: { app: "example" } },
  spec: {
    selector: { matchLabels: { app: "example" } },
    template: {
      metadata: { labels: { app: "example" } },
      spec: { containers: [{ name: "nginx", image: "nginx", ...container }] },
    },
  },
});

/** What is applied does not say the template's labels. */
const config = (container: object): Body => {
  const body = daemonSet(container);
  delete body.spec.template.metadata;
  return body;
};

const env = (name: string, value: string): object => ({ name, value });
const port = (name: string, containerPort: number): object => ({ name, containerPort });

/** The names of what a manager owns of the container's variables and ports. */
function owned(object: Body, manager: string): unknown {
  const all = owners(object)[`${manager} apps/v1`] as Body;
  const nginx =
    all?.["f:spec"]?.["f:template"]?.["f:spec"]?.["f:containers"]?.['k:{"name":"nginx"}'];
  return nginx && { env: nginx["f:env"], ports: nginx["f:ports"] };
}

const whole = { ".": {}, "f:name": {}, "f:value": {} };

describe("variables and ports of the same key (TestDuplicatesInAssociativeLists)", () => {
  it("are owned together, changed together, and replaced by one that is applied", async () => {
    const { body: made } = await server().api.call(
      "POST",
      `${base}?fieldManager=create`,
      daemonSet({
        ports: [port("port0", 1), port("port1", 80), port("port2", 80)],
        env: [env("ENV0", "/env0value"), env("PATH", "/bin"), env("PATH", "$PATH:/usr/bin")],
      }),
    );
    const own = {
      env: { ".": {}, 'k:{"name":"ENV0"}': whole },
      ports: {
        ".": {},
        'k:{"containerPort":1,"protocol":"TCP"}': {
          ".": {},
          "f:containerPort": {},
          "f:name": {},
          "f:protocol": {},
        },
      },
    };
    const both = {
      env: { ...own.env, 'k:{"name":"PATH"}': {} },
      ports: { ...own.ports, 'k:{"containerPort":80,"protocol":"TCP"}': {} },
    };
    expect(owned(made, "create Update")).toEqual(both);

    const more = config({ ports: [port("port3", 443)], env: [env("HOME", "/usr/home")] });
    const { body: applied } = await server().apply(path, "apply", more);
    const [container] = applied.spec.template.spec.containers;
    expect([container.env.length, container.ports.length]).toEqual([4, 4]);
    expect(owned(applied, "create Update")).toEqual(both);
    const home = {
      env: { 'k:{"name":"HOME"}': whole },
      ports: {
        'k:{"containerPort":443,"protocol":"TCP"}': {
          ".": {},
          "f:containerPort": {},
          "f:name": {},
        },
      },
    };
    expect(owned(applied, "apply Apply")).toEqual(home);

    const changed = daemonSet({
      ports: [port("port0", 1), port("port3", 443), port("port4", 80), port("port5", 80)],
      env: [
        env("ENV0", "/env0value"),
        env("PATH", "/bin"),
        env("PATH", "$PATH:/usr/bin:/usr/local/bin"),
        env("HOME", "/usr/home"),
      ],
    });
    const { body: updated } = await server().put(path, changed, "update");
    expect(owned(updated, "create Update")).toEqual(own);
    expect(owned(updated, "apply Apply")).toEqual(home);
    expect(owned(updated, "update Update")).toEqual({
      env: { 'k:{"name":"PATH"}': {} },
      ports: { 'k:{"containerPort":80,"protocol":"TCP"}': {} },
    });

    const one = config({
      ports: [port("port80", 80)],
      env: [env("PATH", "/bin:/usr/bin:/usr/local/bin")],
    });
    const { body: forced } = await server().apply(path, "apply", one, "&force=true");
    const left = forced.spec.template.spec.containers[0];
    expect(left.env.map((each: Body) => each.name)).toEqual(["ENV0", "PATH"]);
    expect(left.ports.map((each: Body) => each.containerPort)).toEqual([1, 80]);
    expect(owned(forced, "create Update")).toEqual(own);
    expect(owned(forced, "apply Apply")).toEqual({
      env: { 'k:{"name":"PATH"}': whole },
      ports: {
        'k:{"containerPort":80,"protocol":"TCP"}': {
          ".": {},
          "f:containerPort": {},
          "f:name": {},
        },
      },
    });
    expect(owned(forced, "update Update")).toBeUndefined();
  });
});

describe("a field that was once owned whole (TestApplyFormerlyAtomicFields)", () => {
  it("is not cleared by whoever applies a part of it", async () => {
    const volumes = "/api/v1/persistentvolumes";
    const volume = `${volumes}/pv-storage`;
    const metadata = { name: "pv-storage", labels: { type: "local" } };
    const claimRef = { name: "pvc-storage", namespace: "default" };
    const spec = {
      accessModes: ["ReadWriteOnce"],
      capacity: { storage: "16Mi" },
      hostPath: { path: "/tmp/mydata" },
    };
    const kinds = { apiVersion: "v1", kind: "PersistentVolume" };
    const fullRef = {
      apiVersion: "v1",
      kind: "PersistentVolumeClaim",
      resourceVersion: "15499",
      uid: "2018e302-7b12-406c-9fa2-e52535d29e48",
      ...claimRef,
    };
    const made = await server().api.call("POST", `${volumes}?fieldManager=apply_test`, {
      ...kinds,
      metadata,
      spec: { ...spec, claimRef: fullRef, persistentVolumeReclaimPolicy: "Retain" },
    });
    expect(made.status).toBe(201);
    const entry = (manager: string, operation: string, fieldsV1: object, more: object = {}) => ({
      apiVersion: "v1",
      fieldsType: "FieldsV1",
      fieldsV1,
      manager,
      operation,
      time: "2022-06-08T23:46:32Z",
      ...more,
    });
    const applied = {
      "f:accessModes": {},
      "f:capacity": { "f:storage": {} },
      "f:hostPath": { "f:path": {} },
      "f:storageClassName": {},
    };
    const labels = { "f:metadata": { "f:labels": { "f:type": {} } } };
    const binder = "kube-controller-manager";
    const managedFields = [
      entry("apply_test", "Apply", { ...labels, "f:spec": applied }),
      entry(binder, "Update", { "f:status": { "f:phase": {} } }, { subresource: "status" }),
      entry(binder, "Update", { "f:spec": { "f:claimRef": {} } }, { time: "2022-06-08T23:46:37Z" }),
    ];
    const set = { ...kinds, metadata: { name: "pv-storage", managedFields } };
    await server().patch(volume, "strategic-merge", set, "fieldManager=apply_test");
    const { status, body } = await server().apply(volume, "apply_test", {
      ...kinds,
      metadata,
      spec: { storageClassName: "", ...spec, claimRef },
    });
    expect([status, body.spec?.claimRef]).toEqual([200, fullRef]);
    const refs = { "f:claimRef": { "f:name": {}, "f:namespace": {} } };
    expect(owners(body)).toEqual({
      "apply_test Apply v1": { ...labels, "f:spec": { ...applied, ...refs } },
      [`${binder} Update v1 status`]: { "f:status": { "f:phase": {} } },
      [`${binder} Update v1`]: { "f:spec": { "f:claimRef": {} } },
    });
  });
});
