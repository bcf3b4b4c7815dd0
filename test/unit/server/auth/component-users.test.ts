/** Whom admission sees write in a running cluster: the names of kubeadm's components, from the users that they act as. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { createCluster, DEPLOYMENTS, EVENTS, PODS, type Cluster } from "../../../../src/index.ts";
import type { Event } from "../../../../src/api/generated/types.ts";
import type { KubeObject, ResourceRef } from "../../../../src/api/object.ts";
import { eventually } from "../../../fixtures/eventually.ts";

let cluster: Cluster;
beforeEach(async () => {
  cluster = await createCluster({ nodes: 1 });
});
afterEach(() => cluster.stop());

const admission = { group: "admissionregistration.k8s.io", version: "v1", namespaced: false };
const policies: ResourceRef = {
  ...admission,
  resource: "mutatingadmissionpolicies",
  kind: "MutatingAdmissionPolicy",
};
const bindings: ResourceRef = {
  ...admission,
  resource: "mutatingadmissionpolicybindings",
  kind: "MutatingAdmissionPolicyBinding",
};
const replicaSets: ResourceRef = {
  group: "apps",
  version: "v1",
  resource: "replicasets",
  kind: "ReplicaSet",
  namespaced: true,
};

/** Every Pod, ReplicaSet and Event that is created says by whom. */
async function markCreators(): Promise<void> {
  const expression =
    "Object{metadata: Object.metadata{annotations: {'example.com/by': request.userInfo.username, " +
    "'example.com/groups': request.userInfo.groups.join(' ')}}}";
  const named = (kind: string, spec: object) =>
    ({
      apiVersion: "admissionregistration.k8s.io/v1",
      kind,
      metadata: { name: "creators" },
      spec,
    }) as KubeObject;
  await cluster.client.create(
    policies,
    named("MutatingAdmissionPolicy", {
      matchConstraints: {
        resourceRules: [
          {
            apiGroups: ["", "apps"],
            apiVersions: ["v1"],
            operations: ["CREATE"],
            resources: ["pods", "replicasets", "events"],
          },
        ],
      },
      reinvocationPolicy: "Never",
      mutations: [{ patchType: "ApplyConfiguration", applyConfiguration: { expression } }],
    }),
  );
  const binding = named("MutatingAdmissionPolicyBinding", { policyName: "creators" });
  await cluster.client.create(bindings, binding);
}

function creators(objects: readonly KubeObject[]): Set<string> {
  return new Set(
    objects.map(({ metadata: { annotations = {} } }) =>
      [annotations["example.com/by"], annotations["example.com/groups"]].join(" in "),
    ),
  );
}

test("admission sees each component under its own name", async () => {
  await markCreators();
  await cluster.client.create(DEPLOYMENTS, {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "web", namespace: "default" },
    spec: {
      replicas: 1,
      selector: { matchLabels: { app: "web" } },
      template: {
        metadata: { labels: { app: "web" } },
        spec: { containers: [{ name: "web", image: "web:1" }] },
      },
    },
  });
  const account = (name: string) =>
    `system:serviceaccount:kube-system:${name} in ` +
    "system:serviceaccounts system:serviceaccounts:kube-system system:authenticated";
  await eventually(async () => {
    // Kubelets tell of their start before the policy is there.
    const list = async (resource: ResourceRef) => {
      const { items } = await cluster.client.list(resource, { namespace: "default" });
      return creators(items.filter((each) => (each as Event).involvedObject?.kind !== "Node"));
    };
    expect(await list(replicaSets)).toEqual(new Set([account("deployment-controller")]));
    expect(await list(PODS)).toEqual(new Set([account("replicaset-controller")]));
    expect(await list(EVENTS)).toEqual(
      new Set([
        account("deployment-controller"),
        account("replicaset-controller"),
        "system:kube-scheduler in system:authenticated",
        "system:node:node-1 in system:nodes system:authenticated",
      ]),
    );
  });
});

test("a component's name alone allows nothing", async () => {
  const impostor = cluster.as({ name: "system:apiserver", groups: ["system:authenticated"] });
  await expect(impostor.list(PODS)).rejects.toMatchObject({ code: 403 });
});
