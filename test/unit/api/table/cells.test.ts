/** The cells of the rows of built-in kinds, Pods apart. */
import { describe, expect, it } from "vitest";
import { tableFor } from "../../../../src/api/table/table.ts";

const nowMs = Date.parse("2026-01-01T01:00:00Z");
const metadata = { name: "x", creationTimestamp: "2026-01-01T00:00:00Z" };
const none = { nowMs, includeObject: "None", noHeaders: false } as const;

function row(kind: string, body: object, more: object = {}): Record<string, unknown> {
  const [group = "", name = ""] = kind.split("/");
  const object = { apiVersion: "v1", kind: name, metadata: { ...metadata, ...more }, ...body };
  const table = tableFor({ group, kind: name }, [object], none);
  const names = (table.columnDefinitions ?? []).map((column) => column.name);
  return Object.fromEntries(names.map((column, at) => [column, table.rows[0]?.cells[at]]));
}

const template = {
  spec: {
    containers: [
      { name: "a", image: "i" },
      { name: "b", image: "j" },
    ],
  },
};
const selector = {
  matchLabels: { app: "a" },
  matchExpressions: [{ key: "z", operator: "Exists" }],
};
const wide = { Containers: "a,b", Images: "i,j" };

describe("cells", () => {
  it.each<[string, object, object]>([
    [
      "apps/Deployment",
      {
        spec: { replicas: 3, selector, template },
        status: { readyReplicas: 2, updatedReplicas: 3, availableReplicas: 1 },
      },
      { Ready: "2/3", "Up-to-date": 3, Available: 1, Age: "60m", ...wide, Selector: "app=a,z" },
    ],
    [
      "apps/ReplicaSet",
      { spec: { replicas: 3, selector, template }, status: { replicas: 3, readyReplicas: 2 } },
      { Desired: 3, Current: 3, Ready: 2, ...wide },
    ],
    [
      "/ReplicationController",
      { spec: { replicas: 1, selector: { b: "2", a: "1" }, template } },
      { Desired: 1, Current: 0, Selector: "a=1,b=2" },
    ],
    [
      "apps/StatefulSet",
      { spec: { replicas: 2, template }, status: { readyReplicas: 1 } },
      { Ready: "1/2", ...wide },
    ],
    [
      "apps/DaemonSet",
      {
        spec: { template: { spec: { nodeSelector: { a: "b" } } } },
        status: {
          desiredNumberScheduled: 4,
          currentNumberScheduled: 3,
          numberReady: 2,
          updatedNumberScheduled: 1,
          numberAvailable: 0,
        },
      },
      {
        Desired: 4,
        Current: 3,
        Ready: 2,
        "Up-to-date": 1,
        Available: 0,
        "Node Selector": "a=b",
        Selector: "<none>",
      },
    ],
    [
      "batch/Job",
      { spec: { completions: 3 }, status: { succeeded: 1, startTime: "2026-01-01T00:59:00Z" } },
      { Status: "Running", Completions: "1/3", Duration: "60s" },
    ],
    [
      "batch/Job",
      {
        spec: { parallelism: 4 },
        status: {
          succeeded: 2,
          startTime: "2026-01-01T00:00:00Z",
          completionTime: "2026-01-01T00:00:05Z",
          conditions: [{ type: "Complete", status: "True" }],
        },
      },
      { Status: "Complete", Completions: "2/1 of 4", Duration: "5s" },
    ],
    [
      "batch/Job",
      { spec: {}, status: { conditions: [{ type: "Suspended", status: "True" }] } },
      { Status: "Suspended", Completions: "0/1", Duration: "" },
    ],
    [
      "batch/CronJob",
      {
        spec: { schedule: "* * * * *", suspend: false, jobTemplate: { spec: { template } } },
        status: { active: [{}], lastScheduleTime: "2026-01-01T00:58:00Z" },
      },
      {
        Schedule: "* * * * *",
        Timezone: "<none>",
        Suspend: "False",
        Active: 1,
        "Last Schedule": "2m",
        ...wide,
      },
    ],
    ["apps/ControllerRevision", { revision: 4 }, { Controller: "<none>", Revision: 4 }],
    [
      "policy/PodDisruptionBudget",
      { spec: { minAvailable: "50%" }, status: { disruptionsAllowed: 1 } },
      { "Min Available": "50%", "Max Unavailable": "N/A", "Allowed Disruptions": 1 },
    ],
    [
      "autoscaling/HorizontalPodAutoscaler",
      {
        spec: {
          scaleTargetRef: { kind: "Deployment", name: "d" },
          minReplicas: 1,
          maxReplicas: 5,
          metrics: [
            { type: "Resource", resource: { name: "cpu", target: { averageUtilization: 80 } } },
          ],
        },
        status: {
          currentReplicas: 2,
          currentMetrics: [
            { type: "Resource", resource: { name: "cpu", current: { averageUtilization: 30 } } },
          ],
        },
      },
      { Reference: "Deployment/d", Targets: "cpu: 30%/80%", MinPods: "1", MaxPods: 5, Replicas: 2 },
    ],
    [
      "autoscaling/HorizontalPodAutoscaler",
      {
        spec: {
          maxReplicas: 5,
          metrics: ["Pods", "External", "Object"].map((type) => ({
            type,
            [type.toLowerCase()]: { target: { averageValue: "5" } },
          })),
        },
      },
      { Targets: "<unknown>/5, <unknown>/5 (avg) + 1 more...", MinPods: "<unset>" },
    ],
    [
      "/Service",
      {
        spec: {
          type: "ClusterIP",
          clusterIP: "10.0.0.1",
          clusterIPs: ["10.0.0.1"],
          ports: [
            { port: 80, protocol: "TCP" },
            { port: 53, protocol: "UDP" },
          ],
          selector: { a: "b" },
        },
      },
      {
        Type: "ClusterIP",
        "Cluster-IP": "10.0.0.1",
        "External-IP": "<none>",
        "Port(s)": "80/TCP,53/UDP",
        Selector: "a=b",
      },
    ],
    [
      "/Service",
      { spec: { type: "NodePort", ports: [{ port: 80, nodePort: 30080 }] } },
      { "Cluster-IP": "<none>", "Port(s)": "80:30080/TCP", Selector: "<none>" },
    ],
    [
      "/Service",
      { spec: { type: "LoadBalancer" } },
      { "External-IP": "<pending>", "Port(s)": "<none>" },
    ],
    [
      "/Service",
      {
        spec: { type: "LoadBalancer", externalIPs: ["9.9.9.9"] },
        status: { loadBalancer: { ingress: [{ hostname: "localhost" }, { ip: "1.1.1.1" }] } },
      },
      { "External-IP": "1.1.1.1,localhost,9.9.9.9" },
    ],
    [
      "/Service",
      { spec: { type: "ExternalName", externalName: "a.example" } },
      { "External-IP": "a.example" },
    ],
    [
      "/Endpoints",
      {
        subsets: [
          { addresses: [{ ip: "1.1.1.1" }, { ip: "::1" }], ports: [{ port: 80 }, { port: 81 }] },
        ],
      },
      { Endpoints: "1.1.1.1:80,[::1]:80,1.1.1.1:81 + 1 more..." },
    ],
    ["/Endpoints", {}, { Endpoints: "<none>" }],
    [
      "discovery.k8s.io/EndpointSlice",
      {
        addressType: "IPv4",
        ports: [{ port: 80 }, { name: "n" }, {}],
        endpoints: [{ addresses: ["1.1.1.1"] }],
      },
      { AddressType: "IPv4", Ports: "80,n,*", Endpoints: "1.1.1.1" },
    ],
    [
      "discovery.k8s.io/EndpointSlice",
      { addressType: "IPv4", endpoints: [] },
      { Ports: "<unset>", Endpoints: "<unset>" },
    ],
    [
      "networking.k8s.io/Ingress",
      {
        spec: {
          ingressClassName: "c",
          rules: [{ host: "a" }, { host: "b" }, { host: "c" }, { host: "d" }],
          tls: [{}],
        },
      },
      { Class: "c", Hosts: "a,b,c + 1 more...", Address: "", Ports: "80, 443" },
    ],
    [
      "networking.k8s.io/Ingress",
      { spec: { rules: [{}] } },
      { Class: "<none>", Hosts: "*", Ports: "80" },
    ],
    [
      "networking.k8s.io/IngressClass",
      { spec: { controller: "k", parameters: { apiGroup: "g", kind: "P", name: "n" } } },
      { Controller: "k", Parameters: "P.g/n" },
    ],
    [
      "networking.k8s.io/NetworkPolicy",
      { spec: { podSelector: {} } },
      { "Pod-Selector": "<none>" },
    ],
    [
      "networking.k8s.io/IPAddress",
      { spec: { parentRef: { group: "", resource: "services", namespace: "n", name: "s" } } },
      { ParentRef: "services/n/s" },
    ],
    [
      "/Node",
      {
        status: {
          conditions: [{ type: "Ready", status: "True" }],
          nodeInfo: { kubeletVersion: "v1" },
          addresses: [{ type: "InternalIP", address: "1.1.1.1" }],
        },
      },
      {
        Status: "Ready",
        Roles: "<none>",
        Version: "v1",
        "Internal-IP": "1.1.1.1",
        "External-IP": "<none>",
        "OS-Image": "<unknown>",
      },
    ],
    ["/Node", { spec: { unschedulable: true } }, { Status: "Unknown,SchedulingDisabled" }],
    ["/Namespace", { status: { phase: "Active" } }, { Status: "Active" }],
    ["/ConfigMap", { data: { a: "" }, binaryData: { b: "" } }, { Data: 2 }],
    ["/Secret", { type: "Opaque", data: { a: "" } }, { Type: "Opaque", Data: 1 }],
    ["/ServiceAccount", {}, { Name: "x", Age: "60m" }],
    [
      "/PersistentVolume",
      {
        spec: {
          capacity: { storage: "1024Mi" },
          accessModes: ["ReadWriteMany", "ReadWriteOnce"],
          claimRef: { namespace: "n", name: "c" },
          persistentVolumeReclaimPolicy: "Retain",
          storageClassName: "s",
        },
        status: { phase: "Bound" },
      },
      {
        Capacity: "1Gi",
        "Access Modes": "RWO,RWX",
        Claim: "n/c",
        Status: "Bound",
        StorageClass: "s",
        VolumeMode: "<unset>",
      },
    ],
    [
      "/PersistentVolumeClaim",
      {
        spec: { volumeName: "v" },
        status: { phase: "Bound", capacity: { storage: "1Gi" }, accessModes: ["ReadWriteOncePod"] },
      },
      { Status: "Bound", Volume: "v", Capacity: "1Gi", "Access Modes": "RWOP" },
    ],
    [
      "/PersistentVolumeClaim",
      { status: { phase: "Pending", capacity: { storage: "1Gi" } } },
      { Status: "Pending", Capacity: "", "Access Modes": "" },
    ],
    [
      "storage.k8s.io/StorageClass",
      { provisioner: "p" },
      {
        Name: "x",
        ReclaimPolicy: "Delete",
        VolumeBindingMode: "Immediate",
        AllowVolumeExpansion: false,
      },
    ],
    [
      "storage.k8s.io/CSIDriver",
      { spec: {} },
      { AttachRequired: true, TokenRequests: "<unset>", Modes: "<none>" },
    ],
    [
      "/ResourceQuota",
      { status: { hard: { "limits.cpu": "4", pods: "10", cpu: "2000m" }, used: { pods: "3" } } },
      { Request: "cpu: 0/2, pods: 3/10", Limit: "limits.cpu: 0/4" },
    ],
    [
      "rbac.authorization.k8s.io/RoleBinding",
      {
        roleRef: { kind: "Role", name: "r" },
        subjects: [
          { kind: "User", name: "u" },
          { kind: "ServiceAccount", namespace: "n", name: "s" },
          { kind: "Group", name: "g" },
        ],
      },
      { Role: "Role/r", Users: "u", Groups: "g", ServiceAccounts: "n/s" },
    ],
    [
      "apiregistration.k8s.io/APIService",
      {
        spec: {},
        status: { conditions: [{ type: "Available", status: "False", reason: "Gone" }] },
      },
      { Service: "Local", Available: "False (Gone)" },
    ],
    [
      "certificates.k8s.io/CertificateSigningRequest",
      {
        spec: { signerName: "s", expirationSeconds: 3600 },
        status: { certificate: "c", conditions: [{ type: "Approved" }] },
      },
      { SignerName: "s", RequestedDuration: "60m", Condition: "Approved,Issued" },
    ],
    [
      "admissionregistration.k8s.io/MutatingWebhookConfiguration",
      { webhooks: [{}, {}] },
      { Webhooks: 2 },
    ],
    [
      "flowcontrol.apiserver.k8s.io/FlowSchema",
      { spec: { matchingPrecedence: 5 } },
      { MatchingPrecedence: 5, DistinguisherMethod: "<none>", MissingPL: "?" },
    ],
    [
      "resource.k8s.io/ResourceClaim",
      { status: { allocation: {}, reservedFor: [{}] } },
      { State: "allocated,reserved" },
    ],
    ["rbac.authorization.k8s.io/Role", {}, { Name: "x", "Created At": "2026-01-01T00:00:00Z" }],
    [
      "apiextensions.k8s.io/CustomResourceDefinition",
      {},
      { Name: "x", "Created At": "2026-01-01T00:00:00Z" },
    ],
    ["example.com/Widget", {}, { Name: "x", Age: "60m" }],
    ["gateway.networking.k8s.io/Gateway", {}, { Name: "x", Age: "60m" }],
  ])("of %s with %j are %j", (kind, body, expected) => {
    expect(row(kind, body)).toMatchObject(expected);
  });

  it("name a node's roles from both of their labels", () => {
    const labels = {
      "node-role.kubernetes.io/worker": "",
      "node-role.kubernetes.io/control-plane": "",
      "kubernetes.io/role": "gpu",
      "node-role.kubernetes.io/": "",
    };
    expect(row("/Node", {}, { labels })["Roles"]).toBe("control-plane,gpu,worker");
  });

  it("mark the default storage class", () => {
    const annotations = { "storageclass.kubernetes.io/is-default-class": "true" };
    expect(row("storage.k8s.io/StorageClass", {}, { annotations })["Name"]).toBe("x (default)");
  });

  it("show volumes and jobs that are going", () => {
    const gone = { deletionTimestamp: "2026-01-01T00:30:00Z" };
    expect(row("/PersistentVolumeClaim", { status: { phase: "Bound" } }, gone)["Status"]).toBe(
      "Terminating",
    );
    expect(row("batch/Job", {}, gone)["Status"]).toBe("Terminating");
    expect(row("resource.k8s.io/ResourceClaim", {}, gone)["State"]).toBe("deleted");
  });

  it.each<[string, object, object]>([
    [
      "/Event",
      {
        involvedObject: { kind: "Pod", name: "p", fieldPath: "f" },
        type: "Normal",
        reason: "R",
        message: " m ",
        source: { component: "c", host: "h" },
        firstTimestamp: "2026-01-01T00:50:00Z",
        lastTimestamp: "2026-01-01T00:59:30Z",
        count: 3,
      },
      {
        "Last Seen": "30s",
        Object: "pod/p",
        Subobject: "f",
        Source: "c, h",
        Message: "m",
        "First Seen": "10m",
        Count: 3,
        Name: "x",
      },
    ],
    [
      "/Event",
      { eventTime: "2026-01-01T00:59:00.000000Z", reportingComponent: "k" },
      { "Last Seen": "60s", "First Seen": "60s", Source: "k", Count: 1 },
    ],
    [
      "events.k8s.io/Event",
      {
        regarding: { kind: "Node" },
        note: "n",
        eventTime: "2026-01-01T00:50:00.000000Z",
        series: { count: 7, lastObservedTime: "2026-01-01T00:59:59.000000Z" },
      },
      { "Last Seen": "1s", Object: "node", Message: "n", "First Seen": "10m", Count: 7 },
    ],
    ["/Event", {}, { "Last Seen": "<unknown>", "First Seen": "<unknown>" }],
  ])("of the event %s %j are %j", (kind, body, expected) => {
    expect(row(kind, body)).toMatchObject(expected);
  });
});
