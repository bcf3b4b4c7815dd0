/**
 * The events that tell of Pods and of what they claim, from the scheduler, the kubelet and the controllers of volumes. Expectations: the
 * recorders' calls in pkg/scheduler, pkg/kubelet and pkg/controller/volume/persistentvolume of Kubernetes.
 */
import { afterAll, beforeAll, test } from "vitest";
import { ConformanceCluster } from "../../fixtures/conformance.ts";
import { containers, type EventRow, expectEvents, make, storage } from "./told-events.ts";

let cluster: ConformanceCluster;
beforeAll(async () => {
  cluster = await ConformanceCluster.start();
});
afterAll(() => cluster.stop());

const scheduled = "default-scheduler: Normal Scheduled Successfully assigned NS/web to node-*";
const started = [
  scheduled,
  'kubelet: Normal Pulling Pulling image "busybox"',
  'kubelet: Normal Pulled Successfully pulled image "busybox" in * (* including waiting). Image size: * bytes.',
  "kubelet: Normal Created Container created",
  "kubelet: Normal Started Container started",
];

const rows: readonly EventRow[] = [
  {
    what: "a Pod that finds its node",
    kind: "Pod",
    steps: [make("v1/pods", "web", { containers })],
    events: started,
  },
  {
    what: "a Pod that ends",
    kind: "Pod",
    steps: [
      make("v1/pods", "web", { containers, terminationGracePeriodSeconds: 1 }),
      { verb: "delete", at: "v1/pods/web" },
    ],
    events: [...started, "kubelet: Normal Killing Stopping container main"],
  },
  {
    what: "a Pod whose volume is not there",
    kind: "Pod",
    steps: [
      make("v1/pods", "web", {
        containers,
        volumes: [{ name: "keys", secret: { secretName: "gone" } }],
      }),
    ],
    events: [
      scheduled,
      'kubelet: Warning FailedMount MountVolume.SetUp failed for volume "keys" : secret "gone" not found',
    ],
  },
  {
    what: "a Pod that is too large for every node",
    kind: "Pod",
    steps: [
      make("v1/pods", "web", {
        containers: [{ ...containers[0], resources: { requests: { cpu: "1k" } } }],
      }),
    ],
    events: [
      "default-scheduler: Warning FailedScheduling 0/2 nodes are available: 2 Insufficient cpu. no new claims to deallocate, preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.",
    ],
  },
  {
    what: "a Pod whose last hook fails",
    kind: "Pod",
    steps: [
      make("v1/pods", "web", {
        containers: [
          { ...containers[0], lifecycle: { preStop: { exec: { command: ["false"] } } } },
        ],
      }),
      { verb: "delete", at: "v1/pods/web" },
    ],
    events: [
      ...started,
      "kubelet: Normal Killing Stopping container main",
      "kubelet: Warning FailedPreStopHook PreStopHook failed",
    ],
  },
  {
    what: "a claim that waits for its Pod",
    kind: "PersistentVolumeClaim",
    steps: [make("v1/persistentvolumeclaims", "web", storage)],
    events: [
      "persistentvolume-controller: Normal WaitForFirstConsumer waiting for first consumer to be created before binding",
    ],
  },
  {
    what: "a claim that nobody serves",
    kind: "PersistentVolumeClaim",
    steps: [make("v1/persistentvolumeclaims", "web", { ...storage, storageClassName: "" })],
    events: [
      "persistentvolume-controller: Normal FailedBinding no persistent volumes available for this claim and no storage class is set",
    ],
  },
  {
    what: "a claim of a class that is not there",
    kind: "PersistentVolumeClaim",
    steps: [make("v1/persistentvolumeclaims", "web", { ...storage, storageClassName: "gone" })],
    events: [
      'persistentvolume-controller: Warning ProvisioningFailed storageclass.storage.k8s.io "gone" not found',
    ],
  },
  {
    what: "a claim that is provisioned",
    kind: "PersistentVolumeClaim",
    steps: [
      make("v1/persistentvolumeclaims", "web", storage),
      make("v1/pods", "web", {
        containers,
        volumes: [{ name: "data", persistentVolumeClaim: { claimName: "web" } }],
      }),
    ],
    events: [
      "persistentvolume-controller: Normal WaitForFirstConsumer waiting for first consumer to be created before binding",
      "persistentvolume-controller: Normal ExternalProvisioning Waiting for a volume to be created either by the external provisioner 'PROVISIONER' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.",
      'PROVISIONER: Normal Provisioning External provisioner is provisioning volume for claim "NS/web"',
      "PROVISIONER: Normal ProvisioningSucceeded Successfully provisioned volume pvc-*",
    ],
  },
];

test.each(rows)("$what is told of", (row) => expectEvents(cluster, row));
