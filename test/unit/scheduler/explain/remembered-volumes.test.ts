/** What a decision keeps of its Pod's claims: binding them afterwards does not change why it was made. */
import { describe, expect, test } from "vitest";
import type {
  PersistentVolume,
  PersistentVolumeClaim,
} from "../../../../src/api/generated/types.ts";
import { rememberVolumes } from "../../../../src/scheduler/explain/remembered-volumes.ts";
import { NodeInfo } from "../../../../src/scheduler/plugins/node-info.ts";
import { profileFramework } from "../../../../src/scheduler/plugins/profile-framework.ts";
import { ClusterSnapshot } from "../../../../src/scheduler/plugins/snapshot.ts";
import { defaultProfile } from "../../../../src/scheduler/profile/profile.ts";
import { clusterObjectsOf } from "../../../vectors/scheduler/vector-objects.ts";
import { node, pod } from "../../../vectors/scheduler/vector.ts";

const claim = (volumeName?: string): PersistentVolumeClaim => ({
  apiVersion: "v1",
  kind: "PersistentVolumeClaim",
  metadata: {
    name: "data",
    namespace: "default",
    uid: "uid-of-data",
    ...(volumeName === undefined
      ? {}
      : { annotations: { "pv.kubernetes.io/bind-completed": "yes" } }),
  },
  spec: {
    storageClassName: "local",
    accessModes: ["ReadWriteOnce"],
    resources: { requests: { storage: "1Gi" } },
    ...(volumeName === undefined ? {} : { volumeName }),
  },
});
const volume = (
  name: string,
  on: string,
  size = "1Gi",
  storageClassName = "local",
): PersistentVolume => ({
  apiVersion: "v1",
  kind: "PersistentVolume",
  metadata: { name },
  spec: {
    storageClassName,
    capacity: { storage: size },
    accessModes: ["ReadWriteOnce"],
    nodeAffinity: {
      required: {
        nodeSelectorTerms: [
          { matchFields: [{ key: "metadata.name", operator: "In", values: [on] }] },
        ],
      },
    },
  },
  status: { phase: "Available" },
});
const classes = [
  {
    apiVersion: "storage.k8s.io/v1" as const,
    kind: "StorageClass" as const,
    metadata: { name: "local" },
    provisioner: "kubernetes.io/no-provisioner",
    volumeBindingMode: "WaitForFirstConsumer" as const,
  },
];
const user = pod({
  spec: { volumes: [{ name: "v", persistentVolumeClaim: { claimName: "data" } }] },
});

function fitting(objects: ConstructorParameters<typeof ClusterSnapshot>[1]): readonly string[] {
  const framework = profileFramework(defaultProfile());
  const nodes = ["a", "b", "c"].map((name) => new NodeInfo(node(name)));
  const cycle = framework.begin(user, new ClusterSnapshot(nodes, objects));
  return framework.filterAll(cycle).feasible.map(({ name }) => name);
}

describe("remembered volumes", () => {
  const volumes = [volume("on-a", "a"), volume("on-b", "b"), volume("other", "c", "1Gi", "other")];

  test("both nodes with a volume stay possible when the claim is bound to one of them later", () => {
    const before = clusterObjectsOf({ claims: [claim()], volumes, classes });
    const remembered = rememberVolumes(user, before);
    const after = clusterObjectsOf({
      claims: [claim("on-a")],
      volumes: volumes.slice(0, 1),
      classes,
    });
    expect(fitting(after)).toEqual(["a"]);
    expect(fitting({ ...after, ...remembered })).toEqual(["a", "b"]);
  });

  test("a claim that was not there stays not there", () => {
    const remembered = rememberVolumes(user, clusterObjectsOf({ volumes, classes }));
    const after = clusterObjectsOf({ claims: [claim("on-a")], volumes, classes });
    expect(fitting({ ...after, ...remembered })).toEqual([]);
  });

  test("nothing is kept for a Pod without claims, nor where there is too much", () => {
    expect(rememberVolumes(pod(), clusterObjectsOf({ volumes, classes }))).toBeUndefined();
    const many = Array.from({ length: 501 }, (_, index) => volume(`pv-${index}`, "a"));
    const objects = clusterObjectsOf({ claims: [claim()], volumes: many, classes });
    expect(rememberVolumes(user, objects)).toBeUndefined();
  });
});
