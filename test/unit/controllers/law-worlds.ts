/** The states from which the laws of controllers are tried: for each controller, objects that give it something to do. */
import {
  CONFIG_MAPS,
  DEPLOYMENTS,
  ENDPOINTS,
  JOBS,
  NAMESPACES,
  NODES,
  PODS,
  REPLICATION_CONTROLLERS,
  REPLICA_SETS,
  SERVICES,
} from "../../../src/api/kinds.ts";
import {
  apiVersionOf,
  type KubeObject,
  type ResourceRef,
  type Stored,
} from "../../../src/api/object.ts";
import { deploymentController } from "../../../src/controllers/deployment.ts";
import { endpointSliceController } from "../../../src/controllers/endpoint-slice.ts";
import { endpointsController } from "../../../src/controllers/endpoints.ts";
import { garbageCollector } from "../../../src/controllers/garbage-collector.ts";
import { jobExpiryController } from "../../../src/controllers/job-expiry.ts";
import { jobController } from "../../../src/controllers/job.ts";
import { namespaceController } from "../../../src/controllers/namespace.ts";
import { podGarbageCollector } from "../../../src/controllers/pod-garbage.ts";
import {
  replicaSetController,
  replicationController,
} from "../../../src/controllers/replica-set.ts";
import { rootCaPublisher } from "../../../src/controllers/root-ca-publisher.ts";
import { serviceAccountController } from "../../../src/controllers/service-accounts.ts";
import type { Controller } from "../../../src/loop/controller.ts";

export type Placed = readonly [ResourceRef, Stored<KubeObject>];

export interface LawWorld {
  readonly state: string;
  readonly controller: Controller;
  readonly objects: readonly Placed[];
}

const bornAt = "2025-12-31T23:00:00Z";
let uids = 0;

interface Parts {
  readonly name: string;
  readonly metadata?: object;
  readonly spec?: unknown;
  readonly status?: unknown;
}

/** A stored object with a uid of its own. */
export function placed<T extends KubeObject>(resource: ResourceRef<T>, parts: Parts): Placed {
  uids += 1;
  const uid = `00000000-0000-4000-8000-${String(uids).padStart(12, "0")}`;
  const { name, metadata, spec, status } = parts;
  const object = {
    apiVersion: apiVersionOf(resource),
    kind: resource.kind,
    metadata: {
      name,
      ...(resource.namespaced ? { namespace: "default" } : {}),
      uid,
      resourceVersion: "1",
      creationTimestamp: bornAt,
      generation: 1,
      ...metadata,
    },
    ...(spec === undefined ? {} : { spec }),
    ...(status === undefined ? {} : { status }),
  };
  return [resource, object];
}

/** The owner reference to what was placed. */
export function owned([resource, { metadata }]: Placed, controller = true) {
  const { name, uid } = metadata;
  const reference = { apiVersion: apiVersionOf(resource), kind: resource.kind, name, uid };
  return [{ ...reference, ...(controller ? { controller, blockOwnerDeletion: true } : {}) }];
}

export const labels = { app: "web" };

export function podTemplate(image: string) {
  return { metadata: { labels }, spec: { containers: [{ name: "web", image }] } };
}

/** `ready`: since bornAt on node-1, at an address of its own. */
export function pod(
  name: string,
  parts: { ready?: boolean; metadata?: object; spec?: object } = {},
) {
  const { ready = false, metadata, spec } = parts;
  const condition = { type: "Ready", status: "True", lastTransitionTime: bornAt };
  return placed(PODS, {
    name,
    metadata: { labels, ...metadata },
    spec: { ...podTemplate("nginx:1").spec, ...(ready ? { nodeName: "node-1" } : {}), ...spec },
    status: ready
      ? { phase: "Running", podIP: `10.1.0.${name.length + uids}`, conditions: [condition] }
      : { phase: "Pending" },
  });
}

const many = <T>(count: number, make: (index: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, index) => make(index));

function deploymentWorlds(): readonly LawWorld[] {
  const deployment = (spec: object) =>
    placed(DEPLOYMENTS, {
      name: "web",
      spec: {
        replicas: 4,
        progressDeadlineSeconds: 600,
        revisionHistoryLimit: 1,
        selector: { matchLabels: labels },
        template: podTemplate("nginx:9"),
        ...spec,
      },
    });
  const sets = (owner: Placed | undefined, sizes: readonly number[]) =>
    sizes.map((replicas, index) =>
      placed(REPLICA_SETS, {
        name: `web-${index}`,
        metadata: {
          labels: { ...labels, "pod-template-hash": String(index) },
          annotations: { "deployment.kubernetes.io/revision": String(index + 1) },
          ...(owner === undefined ? {} : { ownerReferences: owned(owner) }),
        },
        spec: {
          replicas,
          selector: { matchLabels: labels },
          template: podTemplate(`nginx:${index}`),
        },
        status: {
          replicas,
          readyReplicas: replicas,
          availableReplicas: replicas,
          observedGeneration: 1,
        },
      }),
    );
  const world = (
    state: string,
    spec: object,
    sizes: readonly number[],
    adopted = true,
  ): LawWorld => {
    const owner = deployment(spec);
    const objects = [owner, ...sets(adopted ? owner : undefined, sizes)];
    return { state, controller: deploymentController, objects };
  };
  const recreate = { strategy: { type: "Recreate" } };
  return [
    world("new", {}, []),
    world("with old ReplicaSets of several sizes", {}, [0, 0, 2, 2, 0]),
    world("with ReplicaSets to adopt", {}, [1, 3], false),
    world("paused", { paused: true }, [1, 3]),
    world("recreating", recreate, [2, 2]),
  ];
}

function replicaWorlds(): readonly LawWorld[] {
  const set = (replicas: number, metadata: object = {}) =>
    placed(REPLICA_SETS, {
      name: "web",
      metadata,
      spec: { replicas, selector: { matchLabels: labels }, template: podTemplate("nginx:1") },
    });
  const world = (state: string, owner: Placed, pods: readonly Placed[]): LawWorld => ({
    state,
    controller: replicaSetController,
    objects: [owner, ...pods],
  });
  const three = set(3);
  const two = set(2);
  const own = (owner: Placed) => ({ metadata: { ownerReferences: owned(owner) } });
  const classic = placed(REPLICATION_CONTROLLERS, {
    name: "web",
    spec: { replicas: 2, selector: labels, template: podTemplate("nginx:1") },
  });
  return [
    world("with Pods missing", three, [pod("web-a", own(three))]),
    world("with thousands of Pods missing", set(2000), []),
    world("with too many Pods", two, [
      ...many(4, (index) => pod(`web-r${index}`, { ready: true, ...own(two) })),
      ...many(3, (index) => pod(`web-p${index}`, own(two))),
    ]),
    world("with Pods to adopt and to release", three, [
      pod("web-orphan", { ready: true }),
      pod("web-other", { metadata: { labels: { app: "other" }, ownerReferences: owned(three) } }),
    ]),
    { state: "new", controller: replicationController, objects: [classic] },
  ];
}

function endpointWorlds(): readonly LawWorld[] {
  const service = placed(SERVICES, {
    name: "web",
    metadata: { labels: { tier: "front" } },
    spec: {
      selector: labels,
      ipFamilies: ["IPv4"],
      ports: [{ name: "http", port: 80, targetPort: 8080, protocol: "TCP" }],
    },
  });
  const zone = { "topology.kubernetes.io/zone": "a" };
  const node = placed(NODES, { name: "node-1", metadata: { labels: zone } });
  const objects = [
    service,
    node,
    ...many(250, (index) => pod(`web-${index}`, { ready: index % 3 > 0 })),
  ];
  const ready = many(7, (index) => pod(`web-${index}`, { ready: true }));
  const managed = { "endpoints.kubernetes.io/managed-by": "endpoint-controller" };
  const left = placed(ENDPOINTS, { name: "gone", metadata: { labels: managed } });
  return [
    { state: "with 250 Pods", controller: endpointSliceController, objects },
    { state: "without Pods", controller: endpointSliceController, objects: [service] },
    { state: "with 250 Pods", controller: endpointsController, objects },
    { state: "with ready Pods", controller: endpointsController, objects: [service, ...ready] },
    { state: "of a Service that is gone", controller: endpointsController, objects: [left] },
  ];
}

function generalWorlds(): readonly LawWorld[] {
  const resources: readonly ResourceRef[] = [CONFIG_MAPS, PODS, REPLICA_SETS];
  const going = { deletionTimestamp: "2025-12-31T23:30:00Z" };
  const team = placed(NAMESPACES, {
    name: "team",
    metadata: going,
    spec: { finalizers: ["kubernetes"] },
    status: { phase: "Terminating" },
  });
  const bare = placed(NAMESPACES, { name: "bare", status: { phase: "Active" } });
  const inTeam = (name: string) => placed(CONFIG_MAPS, { name, metadata: { namespace: "team" } });
  const lost = placed(CONFIG_MAPS, { name: "lost" });
  const root = placed(CONFIG_MAPS, {
    name: "root",
    metadata: { ...going, finalizers: ["foregroundDeletion"] },
  });
  const orphaner = placed(CONFIG_MAPS, {
    name: "orphaner",
    metadata: { ...going, finalizers: ["orphan"] },
  });
  const child = (name: string, ownerReferences: object) =>
    placed(CONFIG_MAPS, { name, metadata: { ownerReferences } });
  const elsewhere = { ready: true, spec: { nodeName: "gone" } };
  return [
    {
      state: "with a namespace to empty",
      controller: namespaceController({ resources, unwatched: [] }),
      objects: [team, inTeam("a"), inTeam("b")],
    },
    {
      state: "with owners gone, going and staying",
      controller: garbageCollector(resources),
      objects: [
        root,
        orphaner,
        child("of-lost", owned(lost)),
        child("of-both", [...owned(lost), ...owned(root)]),
        child("of-root", owned(root)),
        child("of-orphaner", owned(orphaner)),
        child("of-orphaner-too", owned(orphaner, false)),
      ],
    },
    { state: "with a bare namespace", controller: serviceAccountController, objects: [bare] },
    { state: "with a bare namespace", controller: rootCaPublisher("CA"), objects: [bare] },
    {
      state: "with Pods of a node that is gone and too many finished ones",
      controller: podGarbageCollector(1),
      objects: [
        pod("stranded", elsewhere),
        pod("unscheduled", { metadata: { ...going, deletionGracePeriodSeconds: 30 } }),
        ...many(3, (index) =>
          placed(PODS, {
            name: `done-${index}`,
            spec: { nodeName: "node-1" },
            status: { phase: "Succeeded" },
          }),
        ),
      ],
    },
  ];
}

function jobWorlds(): readonly LawWorld[] {
  const job = (spec: object, status?: object) =>
    placed(JOBS, {
      name: "sum",
      spec: {
        parallelism: 3,
        backoffLimit: 6,
        selector: { matchLabels: labels },
        template: podTemplate("sum:1"),
        ...spec,
      },
      status,
    });
  const finished = (name: string, phase: string, owner: Placed, index?: number) =>
    placed(PODS, {
      name,
      metadata: {
        labels,
        ownerReferences: owned(owner),
        finalizers: ["batch.kubernetes.io/job-tracking"],
        ...(index === undefined
          ? {}
          : { annotations: { "batch.kubernetes.io/job-completion-index": String(index) } }),
      },
      spec: { ...podTemplate("sum:1").spec, nodeName: "node-1" },
      status: { phase },
    });
  const world = (state: string, owner: Placed, pods: readonly Placed[]): LawWorld => ({
    state,
    controller: jobController,
    objects: [owner, ...pods],
  });
  const five = job({ completions: 5 });
  const two = job({ completions: 2 });
  const none = job({ completions: 5, backoffLimit: 0 });
  const indexed = job({ completions: 4, completionMode: "Indexed" });
  const lost = job({});
  const complete = { type: "Complete", status: "True", lastTransitionTime: bornAt };
  const expired = job({ ttlSecondsAfterFinished: 60 }, { conditions: [complete] });
  return [
    world("new", job({ completions: 2000, parallelism: 2000 }), []),
    world("suspended", job({ suspend: true }), []),
    world("with successes and failures", five, [
      finished("sum-a", "Succeeded", five),
      finished("sum-b", "Succeeded", five),
      finished("sum-c", "Failed", five),
    ]),
    world("with enough successes", two, [
      finished("sum-a", "Succeeded", two),
      finished("sum-b", "Succeeded", two),
      pod("sum-c", { metadata: { ownerReferences: owned(two) } }),
    ]),
    world("with a failure too many", none, [finished("sum-a", "Failed", none)]),
    world("indexed, with a doubled index", indexed, [
      finished("sum-0-a", "Succeeded", indexed, 0),
      finished("sum-2-a", "Succeeded", indexed, 2),
      finished("sum-2-b", "Succeeded", indexed, 2),
    ]),
    {
      state: "with a Pod whose Job is gone",
      controller: jobController,
      objects: [finished("sum-a", "Failed", lost)],
    },
    { state: "with an old Job", controller: jobExpiryController, objects: [expired] },
  ];
}

export const lawWorlds: readonly LawWorld[] = [
  ...deploymentWorlds(),
  ...replicaWorlds(),
  ...endpointWorlds(),
  ...generalWorlds(),
  ...jobWorlds(),
];
