/** The official JavaScript client against the real command: what a TypeScript operator does, over TLS, with nothing of ours in between. */
import { connect, createServer, type AddressInfo, type Server } from "node:net";
import { PassThrough } from "node:stream";
import {
  ApiException,
  AppsV1Api,
  CoordinationV1Api,
  CoreV1Api,
  Exec,
  KubeConfig,
  KubernetesObjectApi,
  type KubernetesObject,
  Log,
  Metrics,
  PatchStrategy,
  PortForward,
  VersionApi,
  Watch,
  makeInformer,
  setHeaderOptions,
  topNodes,
  type V1ConfigMap,
  type V1Lease,
  type V1Pod,
  type V1Status,
} from "@kubernetes/client-node";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventually } from "../fixtures/eventually.ts";
import { CliCluster } from "../fixtures/running-cluster.ts";

const namespace = "javascript";

describe("the official JavaScript client", () => {
  const cluster = new CliCluster();
  const config = new KubeConfig();
  let core: CoreV1Api;

  beforeAll(async () => {
    await cluster.start(["--nodes", "2"]);
    config.loadFromFile(cluster.kubeconfig);
    core = config.makeApiClient(CoreV1Api);
    await core.createNamespace({ body: { metadata: { name: namespace } } });
    await eventually(() => core.readNamespacedServiceAccount({ name: "default", namespace }));
  });
  afterAll(() => cluster.dispose());

  test("reads the version and the nodes", async () => {
    const version = await config.makeApiClient(VersionApi).getCode();
    expect(version.major).toBe("1");
    const nodes = await core.listNode();
    expect(nodes.items.map(({ metadata }) => metadata?.name)).toHaveLength(2);
  });

  test("gets the API's own reason for what is refused", async () => {
    const missing = await failure(core.readNamespacedPod({ name: "absent", namespace }));
    expect(missing.code).toBe(404);
    expect(JSON.parse(missing.body as string)).toMatchObject({
      kind: "Status",
      reason: "NotFound",
      message: 'pods "absent" not found',
    });
    const body: V1ConfigMap = { metadata: { name: "twice" }, data: { a: "1" } };
    await core.createNamespacedConfigMap({ namespace, body });
    const again = await failure(core.createNamespacedConfigMap({ namespace, body }));
    expect(again.code).toBe(409);
    expect(JSON.parse(again.body as string)).toMatchObject({ reason: "AlreadyExists" });
  });

  test("patches by every kind of patch", async () => {
    const apps = config.makeApiClient(AppsV1Api);
    const name = "patched";
    const body = deployment(name);
    await apps.createNamespacedDeployment({ namespace, body });
    const patch = (patchBody: unknown, strategy: string, more: object = {}) =>
      apps.patchNamespacedDeployment(
        { name, namespace, body: patchBody, ...more },
        setHeaderOptions("Content-Type", strategy),
      );
    const byJson = await patch(
      [{ op: "replace", path: "/spec/replicas", value: 2 }],
      PatchStrategy.JsonPatch,
    );
    expect(byJson.spec?.replicas).toBe(2);
    const byMerge = await patch(
      { metadata: { labels: { by: "merge" } } },
      PatchStrategy.MergePatch,
    );
    expect(byMerge.metadata?.labels).toEqual({ by: "merge" });
    const sidecar = { name: "sidecar", image: "example/sidecar:1" };
    const byStrategy = await patch(
      { spec: { template: { spec: { containers: [sidecar] } } } },
      PatchStrategy.StrategicMergePatch,
    );
    const names = byStrategy.spec?.template.spec?.containers.map((container) => container.name);
    expect(names?.sort(byText)).toEqual(["main", "sidecar"]);
    const applied = { ...body, spec: { ...body.spec, replicas: 3 } };
    const conflict = await failure(
      patch(applied, PatchStrategy.ServerSideApply, { fieldManager: "gitops" }),
    );
    expect(conflict.code).toBe(409);
    const byApply = await patch(applied, PatchStrategy.ServerSideApply, {
      fieldManager: "gitops",
      force: true,
    });
    expect(byApply.spec?.replicas).toBe(3);
    expect(byApply.metadata?.managedFields?.map(({ manager }) => manager)).toContain("gitops");
  });

  test("creates, reads and deletes any object by its kind", async () => {
    const objects = KubernetesObjectApi.makeApiClient(config);
    const spec: KubernetesObject & { metadata: { name: string } } & Record<string, unknown> = {
      apiVersion: "networking.k8s.io/v1",
      kind: "NetworkPolicy",
      metadata: { name: "closed", namespace },
      spec: { podSelector: {}, policyTypes: ["Ingress"] },
    };
    const created = await objects.create(spec);
    expect(created.metadata?.uid).toBeTruthy();
    const read = await objects.read(spec);
    expect(read.metadata?.uid).toBe(created.metadata?.uid);
    await objects.delete(spec);
    expect((await failure(objects.read(spec))).code).toBe(404);
  });

  test("watches from a revision on, in order", async () => {
    const list = await core.listNamespacedConfigMap({ namespace });
    const seen: string[] = [];
    const finished = Promise.withResolvers<void>();
    const watch = await new Watch(config).watch(
      `/api/v1/namespaces/${namespace}/configmaps`,
      { resourceVersion: list.metadata?.resourceVersion ?? "" },
      (phase, object: V1ConfigMap) => {
        seen.push(`${phase} ${object.metadata?.name}`);
        if (phase === "DELETED") finished.resolve();
      },
      () => undefined,
    );
    const body: V1ConfigMap = { metadata: { name: "watched" }, data: { n: "1" } };
    await core.createNamespacedConfigMap({ namespace, body });
    await core.replaceNamespacedConfigMap({
      name: "watched",
      namespace,
      body: { metadata: { name: "watched" }, data: { n: "2" } },
    });
    await core.deleteNamespacedConfigMap({ name: "watched", namespace });
    await finished.promise;
    watch.abort();
    expect(seen).toEqual(["ADDED watched", "MODIFIED watched", "DELETED watched"]);
  });

  test("keeps an informer in step", async () => {
    const informer = makeInformer(config, `/api/v1/namespaces/${namespace}/secrets`, () =>
      core.listNamespacedSecret({ namespace }),
    );
    const names = () =>
      informer
        .list()
        .map(({ metadata }) => metadata?.name)
        .sort(byText);
    await informer.start();
    for (const name of ["one", "two"]) {
      await core.createNamespacedSecret({ namespace, body: { metadata: { name } } });
    }
    await eventually(async () => expect(names()).toEqual(["one", "two"]));
    await core.deleteNamespacedSecret({ name: "one", namespace });
    await eventually(async () => expect(names()).toEqual(["two"]));
    await informer.stop();
  });

  test("elects one leader by a Lease, and another one when the first lets go", async () => {
    const leases = config.makeApiClient(CoordinationV1Api);
    const lease = (holder: string, resourceVersion?: string): V1Lease => ({
      metadata: { name: "leader", namespace, ...(resourceVersion ? { resourceVersion } : {}) },
      spec: { holderIdentity: holder, leaseDurationSeconds: 15, leaseTransitions: 0 },
    });
    const tries = await Promise.allSettled(
      ["a", "b"].map((holder) => leases.createNamespacedLease({ namespace, body: lease(holder) })),
    );
    expect(tries.map(({ status }) => status).sort(byText)).toEqual(["fulfilled", "rejected"]);
    const held = await leases.readNamespacedLease({ name: "leader", namespace });
    const revision = held.metadata?.resourceVersion;
    const steals = await Promise.allSettled(
      ["c", "d"].map((holder) =>
        leases.replaceNamespacedLease({ name: "leader", namespace, body: lease(holder, revision) }),
      ),
    );
    const won = steals.filter(({ status }) => status === "fulfilled");
    const lost = steals.find((result) => result.status === "rejected");
    expect(won).toHaveLength(1);
    expect(lost?.reason).toMatchObject({ code: 409 });
  });

  describe("with a running Pod", () => {
    const name = "streams";

    beforeAll(async () => {
      await core.createNamespacedPod({ namespace, body: pod(name) });
      await eventually(async () => {
        const { status } = await core.readNamespacedPod({ name, namespace });
        expect(status?.phase).toBe("Running");
      });
    });

    test("runs a command, and hears its output and its exit code", async () => {
      const { output, status } = await execute(config, name, ["sh", "-c", "echo hello; exit 3"]);
      expect(output).toBe("hello\n");
      expect(status).toMatchObject({
        status: "Failure",
        reason: "NonZeroExitCode",
        details: { causes: [{ reason: "ExitCode", message: "3" }] },
      });
      const fine = await execute(config, name, ["hostname"]);
      expect(fine).toMatchObject({ output: `${name}\n`, status: { status: "Success" } });
    });

    test("feeds a command's standard input", async () => {
      const { output } = await execute(config, name, ["cat"], "one line\n");
      expect(output).toBe("one line\n");
    });

    test("forwards a port to the Pod", async () => {
      const forward = new PortForward(config);
      const server = createServer((socket) => {
        forward.portForward(namespace, name, [8080], socket, null, socket).catch(() => {
          socket.destroy();
        });
      });
      const port = await listening(server);
      try {
        expect(await httpGet(port)).toContain(`pod: ${name}`);
      } finally {
        server.close();
      }
    });

    test("reads its log", async () => {
      const sink = new PassThrough();
      let text = "";
      sink.on("data", (chunk: Buffer) => (text += chunk.toString()));
      await new Log(config).log(namespace, name, "main", sink, { tailLines: 5 });
      await eventually(async () => expect(text).not.toBe(""));
    });

    test("reads the usage of nodes and Pods", async () => {
      const nodes = await eventually(() => topNodes(core));
      expect(nodes).toHaveLength(2);
      const metrics = await eventually(async () => {
        const found = await new Metrics(config).getPodMetrics(namespace);
        expect(found.items.map(({ metadata }) => metadata.name)).toContain(name);
        return found;
      });
      const own = metrics.items.find(({ metadata }) => metadata.name === name);
      expect(own?.containers[0]?.usage.memory).toMatch(/^\d+(Ki|Mi)?$/);
    });
  });
});

async function failure(call: Promise<unknown>): Promise<ApiException<unknown>> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof ApiException) return error;
  throw new Error("the call was to be refused", { cause: error });
}

/** One command in a Pod's container: its standard output, and the Status that ended it. */
async function execute(
  config: KubeConfig,
  pod: string,
  command: string[],
  input?: string,
): Promise<{ output: string; status: V1Status }> {
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  let output = "";
  stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const stdin = input === undefined ? null : new PassThrough();
  const ended = Promise.withResolvers<V1Status>();
  const socket = await new Exec(config).exec(
    namespace,
    pod,
    "main",
    command,
    stdout,
    stderr,
    stdin,
    false,
    (status) => ended.resolve(status),
  );
  socket.on("error", (event) => ended.reject(new Error(event.message)));
  stdin?.end(input);
  const status = await ended.promise;
  await eventually(async () => expect(stdout.readableLength).toBe(0));
  return { output, status };
}

function listening(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
  });
}

function httpGet(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1");
    let text = "";
    socket.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      if (/pod: \S+\n/.test(text)) {
        socket.destroy();
        resolve(text);
      }
    });
    socket.on("error", reject);
    socket.on("close", () => resolve(text));
    socket.write("GET / HTTP/1.1\r\nHost: pod\r\nConnection: close\r\n\r\n");
  });
}

function pod(name: string): V1Pod {
  return {
    metadata: { name, labels: { app: name } },
    spec: {
      containers: [{ name: "main", image: "example/echo:1", ports: [{ containerPort: 8080 }] }],
    },
  };
}

function deployment(name: string) {
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name },
    spec: {
      replicas: 1,
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name } },
        spec: { containers: [{ name: "main", image: "example/echo:1" }] },
      },
    },
  };
}

function byText(a = "", b = ""): number {
  return a < b ? -1 : 1;
}
