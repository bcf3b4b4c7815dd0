/**
 * The events by which controllers and the scheduler tell of what they do, as `kubectl describe` shows them: type, reason, message and
 * who tells. Expectations: the recorders' calls in pkg/controller/{deployment,replicaset,statefulset,daemon,job,cronjob,disruption,
 * volume/persistentvolume,nodelifecycle,podautoscaler} and pkg/scheduler of Kubernetes, and its messages in the documentation's tasks.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { localProvisionerName } from "../../../src/api/local-volumes.ts";
import { type Body, ConformanceCluster } from "../../fixtures/conformance.ts";

let cluster: ConformanceCluster;
beforeAll(async () => {
  cluster = await ConformanceCluster.start();
});
afterAll(() => cluster.stop());

const containers = [{ name: "main", image: "busybox", command: ["sleep", "1d"] }];
const labels = { app: "web" };
const selector = { matchLabels: labels };
const template = { metadata: { labels }, spec: { containers } };
const runs = (script: string) => ({
  metadata: { labels },
  spec: {
    restartPolicy: "Never",
    containers: [{ name: "main", image: "busybox", command: ["sh", "-c", script] }],
  },
});
const storage = { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } };

interface Step {
  readonly verb: "create" | "patch" | "delete";
  /** `apps/v1/deployments`, with a name where it is there already. */
  readonly at: string;
  readonly body?: object;
  /** Seconds that pass afterwards; 5 by default. */
  readonly seconds?: number;
}

interface Row {
  readonly what: string;
  readonly steps: readonly Step[];
  /** Of whom the events are. */
  readonly kind: string;
  /** `component: Type Reason message`; generated names are `*`. */
  readonly events: readonly string[];
}

const make = (at: string, name: string, spec: object, more: object = {}): Step => ({
  verb: "create",
  at,
  body: { metadata: { name }, ...more, spec },
});
const patch = (at: string, body: object): Step => ({ verb: "patch", at, body });

const rows: readonly Row[] = [
  {
    what: "a Deployment that grows and shrinks",
    kind: "Deployment",
    steps: [
      make("apps/v1/deployments", "web", { replicas: 2, selector, template }),
      patch("apps/v1/deployments/web", { spec: { replicas: 3 } }),
      patch("apps/v1/deployments/web", { spec: { replicas: 1 } }),
    ],
    events: [
      "deployment-controller: Normal ScalingReplicaSet Scaled up replica set web-* from 0 to 2",
      "deployment-controller: Normal ScalingReplicaSet Scaled up replica set web-* from 2 to 3",
      "deployment-controller: Normal ScalingReplicaSet Scaled down replica set web-* from 3 to 1",
    ],
  },
  {
    what: "a ReplicaSet",
    kind: "ReplicaSet",
    steps: [
      make("apps/v1/replicasets", "web", { replicas: 1, selector, template }),
      patch("apps/v1/replicasets/web", { spec: { replicas: 0 } }),
    ],
    events: [
      "replicaset-controller: Normal SuccessfulCreate Created pod: web-*",
      "replicaset-controller: Normal SuccessfulDelete Deleted pod: web-*",
    ],
  },
  {
    what: "a ReplicaSet beyond its quota",
    kind: "ReplicaSet",
    steps: [
      make("v1/resourcequotas", "none", { hard: { pods: "0" } }),
      make("apps/v1/replicasets", "web", { replicas: 1, selector, template }),
    ],
    events: [
      'replicaset-controller: Warning FailedCreate Error creating: pods "web-*" is forbidden: exceeded quota: none, requested: pods=1, used: pods=0, limited: pods=0',
    ],
  },
  {
    what: "a ReplicationController",
    kind: "ReplicationController",
    steps: [make("v1/replicationcontrollers", "web", { replicas: 1, selector: labels, template })],
    events: ["replication-controller: Normal SuccessfulCreate Created pod: web-*"],
  },
  {
    what: "a DaemonSet",
    kind: "DaemonSet",
    steps: [make("apps/v1/daemonsets", "web", { selector, template })],
    events: [
      "daemonset-controller: Normal SuccessfulCreate Created pod: web-*",
      "daemonset-controller: Normal SuccessfulCreate Created pod: web-*",
    ],
  },
  {
    what: "a StatefulSet with claims",
    kind: "StatefulSet",
    steps: [
      make("apps/v1/statefulsets", "web", {
        replicas: 1,
        selector,
        template,
        volumeClaimTemplates: [{ metadata: { name: "data" }, spec: storage }],
      }),
      patch("apps/v1/statefulsets/web", { spec: { replicas: 0 } }),
    ],
    events: [
      "statefulset-controller: Normal SuccessfulCreate create Claim data-web-0 Pod web-0 in StatefulSet web success",
      "statefulset-controller: Normal SuccessfulCreate create Pod web-0 in StatefulSet web successful",
      "statefulset-controller: Normal SuccessfulDelete delete Pod web-0 in StatefulSet web successful",
    ],
  },
  {
    what: "a Job that is done",
    kind: "Job",
    steps: [make("batch/v1/jobs", "web", { template: runs("exit 0") })],
    events: [
      "job-controller: Normal SuccessfulCreate Created pod: web-*",
      "job-controller: Normal Completed Job completed",
    ],
  },
  {
    what: "a Job that fails too often",
    kind: "Job",
    steps: [make("batch/v1/jobs", "web", { backoffLimit: 0, template: runs("exit 1") })],
    events: [
      "job-controller: Normal SuccessfulCreate Created pod: web-*",
      "job-controller: Warning BackoffLimitExceeded Job has reached the specified backoff limit",
    ],
  },
  {
    what: "a Job that takes too long",
    kind: "Job",
    steps: [
      {
        ...make("batch/v1/jobs", "web", { activeDeadlineSeconds: 3, template: runs("sleep 60") }),
        seconds: 40,
      },
    ],
    events: [
      "job-controller: Normal SuccessfulCreate Created pod: web-*",
      "job-controller: Normal SuccessfulDelete Deleted pod: web-*",
      "job-controller: Warning DeadlineExceeded Job was active longer than specified deadline",
    ],
  },
  {
    what: "a Job that is suspended and resumed",
    kind: "Job",
    steps: [
      make("batch/v1/jobs", "web", { suspend: true, template: runs("sleep 600") }),
      patch("batch/v1/jobs/web", { spec: { suspend: false } }),
    ],
    events: [
      "job-controller: Normal Suspended Job suspended",
      "job-controller: Normal SuccessfulCreate Created pod: web-*",
      "job-controller: Normal Resumed Job resumed",
    ],
  },
  {
    what: "a CronJob",
    kind: "CronJob",
    steps: [
      {
        ...make("batch/v1/cronjobs", "web", {
          schedule: "* * * * *",
          jobTemplate: { spec: { template: runs("exit 0") } },
        }),
        seconds: 65,
      },
    ],
    events: [
      "cronjob-controller: Normal SuccessfulCreate Created job web-*",
      "cronjob-controller: Normal SawCompletedJob Saw completed job: web-*, condition: Complete",
    ],
  },
  {
    what: "a CronJob of which one run is enough",
    kind: "CronJob",
    steps: [
      {
        ...make("batch/v1/cronjobs", "web", {
          schedule: "* * * * *",
          concurrencyPolicy: "Forbid",
          jobTemplate: { spec: { template: runs("sleep 600") } },
        }),
        seconds: 125,
      },
    ],
    events: [
      "cronjob-controller: Normal SuccessfulCreate Created job web-*",
      "cronjob-controller: Normal JobAlreadyActive Not starting job because prior execution is running and concurrency policy is Forbid",
    ],
  },
  {
    what: "a budget without Pods",
    kind: "PodDisruptionBudget",
    steps: [make("policy/v1/poddisruptionbudgets", "web", { minAvailable: 1, selector })],
    events: ["controllermanager: Normal NoPods No matching pods found"],
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
    what: "a Pod that finds its node",
    kind: "Pod",
    steps: [make("v1/pods", "web", { containers })],
    events: [
      "default-scheduler: Normal Scheduled Successfully assigned NS/web to node-*",
      'kubelet: Normal Pulling Pulling image "busybox"',
      'kubelet: Normal Pulled Successfully pulled image "busybox" in * (* including waiting). Image size: * bytes.',
      "kubelet: Normal Created Container created",
      "kubelet: Normal Started Container started",
    ],
  },
  {
    what: "a Pod that ends",
    kind: "Pod",
    steps: [
      make("v1/pods", "web", { containers, terminationGracePeriodSeconds: 1 }),
      { verb: "delete", at: "v1/pods/web" },
    ],
    events: [
      "default-scheduler: Normal Scheduled Successfully assigned NS/web to node-*",
      'kubelet: Normal Pulling Pulling image "busybox"',
      'kubelet: Normal Pulled Successfully pulled image "busybox" in * (* including waiting). Image size: * bytes.',
      "kubelet: Normal Created Container created",
      "kubelet: Normal Started Container started",
      "kubelet: Normal Killing Stopping container main",
    ],
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
      "default-scheduler: Normal Scheduled Successfully assigned NS/web to node-*",
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
      "default-scheduler: Normal Scheduled Successfully assigned NS/web to node-*",
      'kubelet: Normal Pulling Pulling image "busybox"',
      'kubelet: Normal Pulled Successfully pulled image "busybox" in * (* including waiting). Image size: * bytes.',
      "kubelet: Normal Created Container created",
      "kubelet: Normal Started Container started",
      "kubelet: Normal Killing Stopping container main",
      "kubelet: Warning FailedPreStopHook PreStopHook failed",
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
  {
    what: "an autoscaler without anything to scale",
    kind: "HorizontalPodAutoscaler",
    steps: [
      {
        ...make("autoscaling/v2/horizontalpodautoscalers", "web", {
          maxReplicas: 3,
          scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "gone" },
        }),
        seconds: 16,
      },
    ],
    events: ['horizontal-pod-autoscaler: Warning FailedGetScale deployments.apps "gone" not found'],
  },
];

function pathOf(at: string, namespace: string): string {
  const parts = at.split("/");
  const isCore = parts[0] === "v1";
  const root = isCore ? "/api/v1" : `/apis/${parts.slice(0, 2).join("/")}`;
  return `${root}/namespaces/${namespace}/${parts.slice(isCore ? 1 : 2).join("/")}`;
}

async function take({ verb, at, body, seconds = 5 }: Step, namespace: string): Promise<void> {
  const path = pathOf(at, namespace);
  if (verb === "patch") await cluster.patch(path, body);
  else await cluster.ok(verb === "create" ? "POST" : "DELETE", path, body);
  await cluster.advance(seconds * 1000);
}

async function eventsOf(namespace: string, kind: string): Promise<readonly Body[]> {
  const { items } = await cluster.ok("GET", pathOf("v1/events", namespace));
  return items
    .filter((event: Body) => event.involvedObject.kind === kind)
    .sort((a: Body, b: Body) =>
      a.metadata.name.split(".").at(-1) < b.metadata.name.split(".").at(-1) ? -1 : 1,
    );
}

function shown(event: Body, namespace: string): string {
  const message = event.message
    .replaceAll(namespace, "NS")
    .replace(/\bweb-(?!\d\b)[a-z0-9-]+/g, "web-*")
    .replace(/ node-\d/, " node-*")
    .replaceAll(localProvisionerName, "PROVISIONER")
    .replace(/ pvc-[0-9a-f-]+/, " pvc-*")
    .replace(/ in \S+ \(\S+ including/, " in * (* including")
    .replace(/size: \d+ bytes/, "size: * bytes");
  const who = event.reportingComponent.replace(
    /^.*provisioner.*$|^kubarium\.dev.*$/,
    "PROVISIONER",
  );
  return `${who}: ${event.type} ${event.reason} ${message}`;
}

test.each(rows)("$what is told of", async ({ steps, kind, events }) => {
  const namespace = await cluster.namespace("events");
  for (const step of steps) await take(step, namespace);
  const found = await eventsOf(namespace, kind);
  expect(found.map((event) => shown(event, namespace)).slice(0, events.length)).toEqual(events);
  for (const event of found) {
    expect(event.metadata.namespace).toBe(namespace);
    expect(event.involvedObject).toMatchObject({ namespace, uid: expect.any(String) });
    // The scheduler alone writes them by the newer API.
    if (event.reportingComponent === "default-scheduler") {
      expect(event).toMatchObject({
        action: expect.stringMatching("Binding|Scheduling"),
        eventTime: expect.any(String),
        source: {},
      });
    } else {
      expect(event.source.component).toBe(event.reportingComponent);
      expect(event.eventTime).toBeNull();
      expect(event.count).toBeGreaterThanOrEqual(1);
    }
  }
});

test("what happens again is counted on one event", async () => {
  const namespace = await cluster.namespace("events");
  const scaleTargetRef = { apiVersion: "apps/v1", kind: "Deployment", name: "gone" };
  const spec = { maxReplicas: 3, scaleTargetRef };
  await take(make("autoscaling/v2/horizontalpodautoscalers", "web", spec), namespace);
  await cluster.advance(60_000);
  const [event, ...others] = await eventsOf(namespace, "HorizontalPodAutoscaler");
  expect(others).toEqual([]);
  expect(event.count).toBeGreaterThan(1);
  expect(Date.parse(event.lastTimestamp)).toBeGreaterThan(Date.parse(event.firstTimestamp));
});
