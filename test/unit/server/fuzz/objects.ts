/** Sound objects of many kinds, for the fuzz tests to spoil. */
const meta = (name: string): object => ({
  name,
  namespace: "default",
  labels: { app: name, tier: "x" },
  annotations: { note: "n" },
});
const container = {
  name: "c",
  image: "nginx:1.27",
  command: ["sh", "-c", "sleep 1"],
  args: ["a"],
  env: [
    { name: "A", value: "1" },
    { name: "B", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } },
  ],
  ports: [
    { containerPort: 80, name: "http" },
    { containerPort: 81, protocol: "UDP", hostPort: 81 },
  ],
  resources: { requests: { cpu: "100m", memory: "1Gi" }, limits: { cpu: 1 } },
  volumeMounts: [{ name: "v", mountPath: "/v" }],
  livenessProbe: { httpGet: { path: "/", port: "http" }, periodSeconds: 3 },
  securityContext: { runAsUser: 1000, capabilities: { add: ["NET_ADMIN"] } },
};
const podSpec = {
  containers: [container],
  initContainers: [{ name: "i", image: "busybox" }],
  volumes: [
    { name: "v", emptyDir: {} },
    { name: "p", projected: { sources: [{ configMap: { name: "x" } }] } },
  ],
  affinity: {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchExpressions: [{ key: "k", operator: "In", values: ["v"] }] }],
      },
    },
    podAntiAffinity: {
      preferredDuringSchedulingIgnoredDuringExecution: [
        {
          weight: 3,
          podAffinityTerm: { topologyKey: "z", labelSelector: { matchLabels: { a: "b" } } },
        },
      ],
    },
  },
  topologySpreadConstraints: [{ maxSkew: 1, topologyKey: "z", whenUnsatisfiable: "DoNotSchedule" }],
  tolerations: [{ key: "k", operator: "Exists", effect: "NoExecute", tolerationSeconds: 3 }],
  hostAliases: [{ ip: "1.2.3.4", hostnames: ["h"] }],
  dnsConfig: { nameservers: ["1.1.1.1"], options: [{ name: "o", value: "v" }] },
};
const selector = { matchLabels: { app: "a" } };
const template = { metadata: { labels: { app: "a" } }, spec: podSpec };

export interface Sample {
  /** The collection. */
  readonly path: string;
  readonly body: { readonly metadata: object; readonly [key: string]: unknown };
}

function sample(path: string, apiVersion: string, kind: string, rest: object): Sample {
  const name = `s-${kind.toLowerCase()}`;
  return { path, body: { apiVersion, kind, metadata: meta(name), ...rest } };
}

const core = "/api/v1/namespaces/default";
const group = (name: string): string => `/apis/${name}/namespaces/default`;

export const samples: readonly Sample[] = [
  sample(`${core}/pods`, "v1", "Pod", { spec: podSpec }),
  sample(`${core}/configmaps`, "v1", "ConfigMap", {
    data: { a: "1", b: "2" },
    binaryData: { c: "AAEC" },
  }),
  sample(`${core}/secrets`, "v1", "Secret", { type: "Opaque", data: { a: "AAEC" } }),
  sample(`${core}/services`, "v1", "Service", {
    spec: {
      selector: { app: "a" },
      ports: [
        { name: "a", port: 80, targetPort: "http" },
        { name: "b", port: 80, protocol: "UDP", targetPort: 8080 },
      ],
      sessionAffinityConfig: { clientIP: { timeoutSeconds: 10 } },
      sessionAffinity: "ClientIP",
    },
  }),
  sample(`${core}/persistentvolumeclaims`, "v1", "PersistentVolumeClaim", {
    spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
  }),
  sample(`${core}/resourcequotas`, "v1", "ResourceQuota", {
    spec: { hard: { configmaps: "100" } },
  }),
  sample(`${core}/limitranges`, "v1", "LimitRange", {
    spec: { limits: [{ type: "Container", default: { cpu: "2" }, defaultRequest: { cpu: "1" } }] },
  }),
  sample(`${group("apps/v1")}/deployments`, "apps/v1", "Deployment", {
    spec: {
      replicas: 2,
      selector,
      template,
      strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: "25%", maxUnavailable: 1 } },
    },
  }),
  sample(`${group("apps/v1")}/statefulsets`, "apps/v1", "StatefulSet", {
    spec: { serviceName: "s", selector, template, volumeClaimTemplates: [] },
  }),
  sample(`${group("batch/v1")}/cronjobs`, "batch/v1", "CronJob", {
    spec: {
      schedule: "*/5 * * * *",
      timeZone: "Europe/Berlin",
      jobTemplate: {
        spec: { template: { ...template, spec: { ...podSpec, restartPolicy: "Never" } } },
      },
    },
  }),
  sample(
    `${group("autoscaling/v2")}/horizontalpodautoscalers`,
    "autoscaling/v2",
    "HorizontalPodAutoscaler",
    {
      spec: {
        scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "d" },
        minReplicas: 1,
        maxReplicas: 3,
        metrics: [
          {
            type: "Resource",
            resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 50 } },
          },
        ],
        behavior: { scaleDown: { policies: [{ type: "Pods", value: 1, periodSeconds: 15 }] } },
      },
    },
  ),
  sample(`${group("networking.k8s.io/v1")}/ingresses`, "networking.k8s.io/v1", "Ingress", {
    spec: {
      rules: [
        {
          host: "a.example.com",
          http: {
            paths: [
              {
                path: "/",
                pathType: "Prefix",
                backend: { service: { name: "s", port: { number: 80 } } },
              },
            ],
          },
        },
      ],
      tls: [{ hosts: ["a.example.com"], secretName: "t" }],
    },
  }),
  sample(
    `${group("networking.k8s.io/v1")}/networkpolicies`,
    "networking.k8s.io/v1",
    "NetworkPolicy",
    {
      spec: {
        podSelector: {},
        ingress: [
          {
            from: [{ ipBlock: { cidr: "10.0.0.0/8", except: ["10.1.0.0/16"] } }],
            ports: [{ port: 80, endPort: 90 }],
          },
        ],
      },
    },
  ),
  sample(`${group("policy/v1")}/poddisruptionbudgets`, "policy/v1", "PodDisruptionBudget", {
    spec: { minAvailable: "50%", selector },
  }),
  sample(`${group("rbac.authorization.k8s.io/v1")}/roles`, "rbac.authorization.k8s.io/v1", "Role", {
    rules: [{ apiGroups: [""], resources: ["pods"], verbs: ["get"] }],
  }),
  sample(`${group("coordination.k8s.io/v1")}/leases`, "coordination.k8s.io/v1", "Lease", {
    spec: {
      holderIdentity: "me",
      leaseDurationSeconds: 3,
      renewTime: "2026-01-01T00:00:00.000000Z",
    },
  }),
  sample(`${group("discovery.k8s.io/v1")}/endpointslices`, "discovery.k8s.io/v1", "EndpointSlice", {
    addressType: "IPv4",
    endpoints: [{ addresses: ["10.0.0.1"], conditions: { ready: true } }],
    ports: [{ name: "p", port: 80, protocol: "TCP" }],
  }),
];

/** Kinds without a namespace, and those that are only asked. */
export const clusterSamples: readonly Sample[] = [
  sample("/api/v1/namespaces", "v1", "Namespace", {}),
  sample("/apis/storage.k8s.io/v1/storageclasses", "storage.k8s.io/v1", "StorageClass", {
    provisioner: "x.example.com/p",
  }),
  sample(
    "/apis/flowcontrol.apiserver.k8s.io/v1/flowschemas",
    "flowcontrol.apiserver.k8s.io/v1",
    "FlowSchema",
    {
      spec: {
        priorityLevelConfiguration: { name: "global-default" },
        matchingPrecedence: 100,
        rules: [
          {
            subjects: [{ kind: "User", user: { name: "u" } }],
            nonResourceRules: [{ verbs: ["*"], nonResourceURLs: ["/x"] }],
          },
        ],
      },
    },
  ),
  sample(
    "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies",
    "admissionregistration.k8s.io/v1",
    "ValidatingAdmissionPolicy",
    {
      spec: {
        matchConstraints: {
          resourceRules: [
            { apiGroups: ["x"], apiVersions: ["v1"], operations: ["CREATE"], resources: ["y"] },
          ],
        },
        validations: [{ expression: "object.spec.a == 1" }],
      },
    },
  ),
  sample("/apis/resource.k8s.io/v1/deviceclasses", "resource.k8s.io/v1", "DeviceClass", {
    spec: { selectors: [{ cel: { expression: "device.driver == 'x'" } }] },
  }),
  sample(
    "/apis/authorization.k8s.io/v1/subjectaccessreviews",
    "authorization.k8s.io/v1",
    "SubjectAccessReview",
    { spec: { user: "u", resourceAttributes: { verb: "get", resource: "pods" } } },
  ),
  sample("/apis/authentication.k8s.io/v1/tokenreviews", "authentication.k8s.io/v1", "TokenReview", {
    spec: { token: "a.b.c" },
  }),
];
