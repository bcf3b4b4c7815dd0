/**
 * Flow schemas and priority levels that are changed while the cluster runs, as kubectl and plain clients notice it. What must hold:
 * Kubernetes' documentation of API priority and fairness, and test/integration/apiserver/flowcontrol.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { ApiConnection, type Answer } from "../fixtures/api-connection.ts";
import { eventually } from "../fixtures/eventually.ts";
import { flowSchemaFor } from "../fixtures/flow-schema.ts";
import { findKubectls, noKubectl } from "../fixtures/kubectl.ts";
import { CliCluster, run } from "../fixtures/running-cluster.ts";

const cluster = new CliCluster();
let api: ApiConnection;

const flowControl = "/apis/flowcontrol.apiserver.k8s.io/v1";
const configMaps = "/api/v1/namespaces/default/configmaps";
const jane = { "impersonate-user": "jane" };

beforeAll(async () => {
  await cluster.start(["--nodes", "1"]);
  api = new ApiConnection(cluster.kubeconfig);
  await api.call("POST", "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings", {
    metadata: { name: "jane" },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "cluster-admin" },
    subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "User", name: "jane" }],
  });
}, 60_000);

afterAll(async () => {
  api.close();
  await cluster.dispose();
});

/** A level of so many shares for whatever jane asks; gives the uids that its answers bear. */
async function levelForJane(shares: number, limitResponse: object): Promise<readonly string[]> {
  const level = await api.call("POST", `${flowControl}/prioritylevelconfigurations`, {
    metadata: { name: "jane" },
    spec: {
      type: "Limited",
      limited: {
        nominalConcurrencyShares: shares,
        lendablePercent: 0,
        borrowingLimitPercent: 0,
        limitResponse,
      },
    },
  });
  const schema = await api.call("POST", `${flowControl}/flowschemas`, {
    metadata: { name: "jane" },
    ...flowSchemaFor("jane", "jane", 10),
  });
  expect([level.status, schema.status]).toEqual([201, 201]);
  return [schema, level].map(({ text }) => (JSON.parse(text) as Uid).metadata.uid);
}

interface Uid {
  readonly metadata: { readonly uid: string };
}

async function removeLevel(): Promise<void> {
  for (const kind of ["flowschemas", "prioritylevelconfigurations"]) {
    expect((await api.call("DELETE", `${flowControl}/${kind}/jane`)).status).toBe(200);
  }
}

const uidsOf = ({ headers }: Answer) => [
  headers["x-kubernetes-pf-flowschema-uid"],
  headers["x-kubernetes-pf-prioritylevel-uid"],
];

test("a level without seats refuses at once: 429 in text, when to come back, and under which schema; others are served", async () => {
  const uids = await levelForJane(0, { type: "Reject" });
  const refused = await api.call("GET", configMaps, undefined, jane);
  expect(refused).toMatchObject({
    status: 429,
    text: "Too many requests, please try again later.\n",
    headers: {
      "content-type": "text/plain; charset=utf-8",
      "retry-after": "1",
      "x-content-type-options": "nosniff",
    },
  });
  expect(uidsOf(refused)).toEqual(uids);
  const admin = await api.call("GET", configMaps);
  expect(admin.status).toBe(200);
  expect(uidsOf(admin)).not.toEqual(uids);
  const { text } = await api.call("GET", "/metrics");
  expect(text).toContain(
    'apiserver_flowcontrol_rejected_requests_total{flow_schema="jane",priority_level="jane",reason="concurrency-limit"} 1\n',
  );
  await removeLevel();
  expect((await api.call("GET", configMaps, undefined, jane)).status).toBe(200);
});

const kubectl = findKubectls().at(-1)?.path;

test.skipIf(kubectl === undefined)(
  `kubectl comes back when it is told to, and is served once there is room${kubectl ? "" : `: ${noKubectl}`}`,
  { timeout: 30_000 },
  async () => {
    await levelForJane(0, { type: "Reject" });
    const args = ["--kubeconfig", cluster.kubeconfig, "--as", "jane", "get", "cm", "-o", "name"];
    const got = run(kubectl ?? "", args, { env: cluster.env });
    await eventually(async () => {
      const { text } = await api.call("GET", "/metrics");
      const line = /rejected_requests_total\{flow_schema="jane".*\} (\d+)/.exec(text);
      expect(Number(line?.[1])).toBeGreaterThan(1);
    });
    await removeLevel();
    expect(await got).toMatchObject({ code: 0, stdout: "configmap/kube-root-ca.crt\n" });
  },
);

test("a queue holds as many as it says, shows them, and lets them go when its level gets seats", async () => {
  const queuing = { queues: 1, handSize: 1, queueLengthLimit: 2 };
  await levelForJane(0, { type: "Queue", queuing });
  const waiting = [1, 2].map(() => api.call("GET", configMaps, undefined, jane));
  await eventually(async () => {
    const { text } = await api.call(
      "GET",
      "/debug/api_priority_and_fairness/dump_requests?includeRequestDetails=1",
    );
    const rows = text.split("\n").map((line) => line.split(/, +/));
    const mine = rows.filter(([level]) => level === "jane");
    expect(mine.map(([, schema, queue, index, flow]) => [schema, queue, index, flow])).toEqual([
      ["jane", "0", "0", "jane"],
      ["jane", "0", "1", "jane"],
    ]);
    expect(mine[0]?.slice(10)).toEqual([
      "jane",
      "list",
      configMaps,
      "default",
      "",
      "v1",
      "configmaps",
      "",
    ]);
  });
  const third = await api.call("GET", configMaps, undefined, jane);
  expect(third.status).toBe(429);
  const levels = (await api.call("GET", "/debug/api_priority_and_fairness/dump_priority_levels"))
    .text;
  expect(levels).toMatch(/^PriorityLevelName, ActiveQueues, IsIdle, IsQuiescing, /);
  expect(levels).toMatch(/^jane, +1, +false, +false, +2, +0, /m);
  const patch = { spec: { limited: { nominalConcurrencyShares: 10 } } };
  const changed = await api.call(
    "PATCH",
    `${flowControl}/prioritylevelconfigurations/jane`,
    patch,
    {
      "content-type": "application/merge-patch+json",
    },
  );
  expect(changed.status).toBe(200);
  expect((await Promise.all(waiting)).map(({ status }) => status)).toEqual([200, 200]);
  await removeLevel();
});

test(
  "a flood of one user does not keep the cluster from its work",
  { timeout: 60_000 },
  async () => {
    await levelForJane(1, { type: "Reject" });
    const deployment = await api.call("POST", "/apis/apps/v1/namespaces/default/deployments", {
      metadata: { name: "web" },
      spec: {
        replicas: 5,
        selector: { matchLabels: { app: "web" } },
        template: {
          metadata: { labels: { app: "web" } },
          spec: { containers: [{ name: "c", image: "web:1" }] },
        },
      },
    });
    expect(deployment.status).toBe(201);
    const statuses = new Map<number, number>();
    const over = new AbortController();
    const flood = Array.from({ length: 40 }, async (_, client) => {
      for (let at = 0; !over.signal.aborted; at++) {
        const body = { metadata: { name: `flood-${client}-${at}` } };
        const { status } = await api.call("POST", configMaps, body, jane);
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
      }
    });
    await eventually(
      async () => {
        const { text } = await api.call(
          "GET",
          "/apis/apps/v1/namespaces/default/deployments/web/status",
        );
        expect(JSON.parse(text)).toMatchObject({ status: { readyReplicas: 5 } });
      },
      { withinMs: 30_000 },
    );
    await eventually(async () => expect(statuses.get(429)).toBeGreaterThan(0));
    over.abort();
    await Promise.all(flood);
    expect(new Set(statuses.keys())).toEqual(new Set([201, 429]));
    await removeLevel();
  },
);

test("the mandatory schema catches what no other does, and nobody can take it away", async () => {
  expect((await api.call("DELETE", `${flowControl}/flowschemas/exempt`)).status).toBe(200);
  await eventually(async () => {
    expect((await api.call("GET", `${flowControl}/flowschemas/exempt`)).status).toBe(200);
  });
});
