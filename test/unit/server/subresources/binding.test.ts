/** What a binding is refused for: facts of pkg/registry/core/pod/storage (assignPod) and ValidatePodBinding. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { PODS, SERVICE_ACCOUNTS } from "../../../../src/api/kinds.ts";
import { createCluster, type Cluster } from "../../../../src/index.ts";

let cluster: Cluster;
beforeAll(async () => {
  cluster = await createCluster({ nodes: 1 });
  const metadata = { name: "default", namespace: "default" };
  const account = { apiVersion: "v1", kind: "ServiceAccount", metadata } as const;
  // The controller makes it too, sooner or later.
  await cluster.client.create(SERVICE_ACCOUNTS, account).catch(() => undefined);
  await pod("waits");
  await pod("gated", [{ name: "example.com/later" }]);
  await pod("placed");
  await bind("placed", {});
});
afterAll(() => cluster.stop());

function pod(name: string, schedulingGates: readonly { readonly name: string }[] = []) {
  const spec = {
    schedulerName: "nobody",
    containers: [{ name: "c", image: "a" }],
    schedulingGates,
  };
  const metadata = { name, namespace: "default" };
  return cluster.client.create(PODS, { apiVersion: "v1", kind: "Pod", metadata, spec });
}

interface Asked {
  readonly metadata?: object;
  readonly target?: object;
}

function bind(name: string, { metadata = {}, target = {} }: Asked) {
  return cluster.client.post(PODS, { namespace: "default", name }, "binding", {
    apiVersion: "v1",
    kind: "Binding",
    metadata: { name, ...metadata },
    target: { kind: "Node", name: "node-1", ...target },
  } as never);
}

test.each<[string, Asked, number, string]>([
  [
    "waits",
    { metadata: { name: "another" } },
    400,
    "name in URL does not match name in Binding object",
  ],
  ["waits", { target: { name: "" } }, 500, "target.name: Required value"],
  [
    "waits",
    { target: { kind: "Pod" } },
    500,
    'target.kind: Unsupported value: "Pod": supported values: "Node", "<empty>"',
  ],
  [
    "waits",
    { target: { kind: "Pod", name: "" } },
    500,
    '[target.kind: Unsupported value: "Pod": supported values: "Node", "<empty>", target.name: Required value]',
  ],
  [
    "waits",
    { metadata: { uid: "another" } },
    409,
    "Precondition failed: UID in precondition: another, UID in object meta: ",
  ],
  [
    "waits",
    { metadata: { namespace: "kube-system" } },
    400,
    "the namespace of the provided object does not match the namespace sent on the request",
  ],
  [
    "waits",
    { metadata: { resourceVersion: "1" } },
    409,
    'Operation cannot be fulfilled on pods "waits": StorageError: invalid object, Code: 4, Key: /registry/pods/default/waits, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: ResourceVersion in precondition: 1, ResourceVersion in object meta: ',
  ],
  [
    "placed",
    {},
    409,
    'Operation cannot be fulfilled on pods/binding "placed": pod placed is already assigned to node "node-1"',
  ],
  [
    "gated",
    {},
    409,
    'Operation cannot be fulfilled on pods/binding "gated": pod gated has non-empty .spec.schedulingGates',
  ],
  ["nowhere", {}, 404, 'pods "nowhere" not found'],
])("%s with %j", async (name, asked, code, message) => {
  await expect(bind(name, asked)).rejects.toMatchObject({
    status: { code, message: expect.stringContaining(message) as string },
  });
});
