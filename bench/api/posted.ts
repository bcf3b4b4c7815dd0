/** What the benches of the API post: a ConfigMap, a small Pod, and Pods as people deploy them. */

export type MakeBody = (name: string) => string;

export const postedConfigMap: MakeBody = (name) =>
  JSON.stringify({
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name, namespace: "default", labels: { app: "web" } },
    data: Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`key-${i}`, "v".repeat(50)])),
  });

/** Of 3.8 KB, about the size of the Pods that the bench reads; all of one template, as a controller makes them. */
export const postedPod: MakeBody = (name) => podText(name, "1.2.3");

/** As many bytes, and no two with the same images, which differ in length as well. */
export const postedOwnPod: MakeBody = (name) => podText(name, name.padStart(12, "0"));

/** No two with variables of the same names: nothing that was worked out for one holds for another. */
export const postedStrangePod: MakeBody = (name) =>
  podText(name, "1.2.3", name.replaceAll(/[^a-z0-9]/g, "_").toUpperCase());

function podText(name: string, tag: string, mode = "MODE"): string {
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name,
      namespace: "default",
      labels: {
        "app.kubernetes.io/name": "web",
        "app.kubernetes.io/instance": "web-1",
        "app.kubernetes.io/component": "frontend",
        "pod-template-hash": "6d4cf56db6",
      },
      annotations: {
        "prometheus.io/scrape": "true",
        "prometheus.io/port": "9090",
        "checksum/config": "0123456789abcdef".repeat(4),
      },
    },
    spec: {
      serviceAccountName: "default",
      restartPolicy: "Always",
      terminationGracePeriodSeconds: 30,
      dnsPolicy: "ClusterFirst",
      schedulerName: "default-scheduler",
      enableServiceLinks: true,
      securityContext: { runAsNonRoot: true, runAsUser: 1000, fsGroup: 2000 },
      nodeSelector: { "kubernetes.io/os": "linux" },
      tolerations: ["not-ready", "unreachable"].map((key) => ({
        key: `node.kubernetes.io/${key}`,
        operator: "Exists",
        effect: "NoExecute",
        tolerationSeconds: 300,
      })),
      initContainers: [
        {
          name: "init",
          image: `example.test/init:${tag}`,
          command: ["sh", "-c", "echo waiting for the database to be ready; sleep 1"],
          resources: resources("100m", "64Mi"),
        },
      ],
      containers: [
        container("web", { port: 8080, tag, mode }),
        container("sidecar", { port: 9090, tag, mode }),
      ],
      volumes: [
        { name: "config", configMap: { name: "app-config", defaultMode: 420 } },
        { name: "data", emptyDir: {} },
      ],
    },
  });
}

function resources(cpu: string, memory: string): object {
  return { limits: { cpu, memory }, requests: { cpu: "50m", memory: "32Mi" } };
}

function container(
  name: string,
  { port, tag, mode }: { readonly port: number; readonly tag: string; readonly mode: string },
): object {
  const probe = (path: string): object => ({
    httpGet: { path, port, scheme: "HTTP" },
    periodSeconds: 10,
    timeoutSeconds: 1,
    successThreshold: 1,
    failureThreshold: 3,
  });
  return {
    name,
    image: `example.test/${name}:${tag}`,
    imagePullPolicy: "IfNotPresent",
    args: ["--config=/etc/app/config.yaml", "--log-level=info", `--listen=:${port}`],
    ports: [{ name, containerPort: port, protocol: "TCP" }],
    env: [
      {
        name: "POD_NAME",
        valueFrom: { fieldRef: { apiVersion: "v1", fieldPath: "metadata.name" } },
      },
      { name: "DATABASE_URL", value: "postgres://db.default.svc.cluster.local:5432/app" },
      { name: "PASSWORD", valueFrom: { secretKeyRef: { name: "db", key: "password" } } },
      { name: mode, value: "production" },
    ],
    resources: resources("500m", "256Mi"),
    livenessProbe: { ...probe("/healthz"), initialDelaySeconds: 5 },
    readinessProbe: probe("/readyz"),
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    },
    volumeMounts: [
      { name: "config", mountPath: "/etc/app", readOnly: true },
      { name: "data", mountPath: "/data" },
    ],
    terminationMessagePath: "/dev/termination-log",
    terminationMessagePolicy: "File",
  };
}
