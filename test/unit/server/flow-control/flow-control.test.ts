/** API priority and fairness: matching, seats, turns and refusals. Facts from apiserver's pkg/util/flowcontrol. */
import { describe, expect, test } from "vitest";
import { createSimulatedHost } from "../../../../src/host/simulated.ts";
import { createCluster } from "../../../../src/index.ts";
import {
  defaultFlowSchemas,
  defaultPriorityLevels,
} from "../../../../src/server/flow-control/defaults.ts";
import { FlowControl, type Seat } from "../../../../src/server/flow-control/flow-control.ts";
import { matchesSchema, ordered } from "../../../../src/server/flow-control/match.ts";
import type { UserInfo } from "../../../../src/server/message.ts";
import { parseRequestInfo } from "../../../../src/server/request-info.ts";
import { openStore } from "../../../../src/store/engine.ts";
import { MemoryLog } from "../../../../src/store/memory-log.ts";

const user = (name: string, ...groups: string[]): UserInfo => ({
  name,
  groups: [...groups, "system:authenticated"],
});
const request = (method: string, path: string) =>
  parseRequestInfo(method, path, new URLSearchParams());
const lease = "/apis/coordination.k8s.io/v1/namespaces/kube-system/leases/kube-scheduler";

describe("a request belongs to the first schema that it matches", () => {
  const accounts = ["system:serviceaccounts"];
  test.each<[string, UserInfo, [string, string]]>([
    ["exempt", user("admin", "system:masters"), ["GET", "/api/v1/pods"]],
    ["probes", { name: "system:anonymous", groups: ["system:unauthenticated"] }, ["GET", "/livez"]],
    ["system-leader-election", user("system:kube-scheduler"), ["PUT", lease]],
    ["kube-scheduler", user("system:kube-scheduler"), ["GET", "/api/v1/pods"]],
    [
      "kube-system-service-accounts",
      user("system:serviceaccount:kube-system:endpoint-controller", ...accounts),
      ["PUT", "/api/v1/namespaces/a/endpoints/web"],
    ],
    // Leases of every namespace.
    [
      "system-leader-election",
      user("system:serviceaccount:kube-system:operator", ...accounts),
      ["PUT", lease.replace("kube-system", "team")],
    ],
    [
      "system-node-high",
      user("system:node:a", "system:nodes"),
      ["PATCH", "/api/v1/nodes/a/status"],
    ],
    ["system-nodes", user("system:node:a", "system:nodes"), ["GET", "/api/v1/pods"]],
    [
      "kube-system-service-accounts",
      user("system:serviceaccount:kube-system:dns", ...accounts),
      ["GET", "/api/v1/services"],
    ],
    [
      "service-accounts",
      user("system:serviceaccount:team:robot", ...accounts),
      ["GET", "/api/v1/services"],
    ],
    ["global-default", user("jane"), ["GET", "/api/v1/namespaces/a/pods"]],
    ["global-default", user("jane"), ["GET", "/metrics"]],
  ])("%s: %o %j", (expected, who, [method, path]) => {
    const info = request(method, path);
    const found = ordered(defaultFlowSchemas).find((schema) => matchesSchema(schema, who, info));
    expect(found?.metadata.name).toBe(expected);
  });
});

async function start(seats: number) {
  const host = createSimulatedHost();
  const store = await openStore({ log: new MemoryLog(), host });
  const put = (resource: string, name: string, object: object) =>
    store.put(
      { resource, namespace: "", name },
      { ...object, metadata: { name, uid: name } } as never,
      0,
    );
  const control = new FlowControl({ store, timers: host.timers, seats });
  for (const level of defaultPriorityLevels) {
    await put(
      "prioritylevelconfigurations.flowcontrol.apiserver.k8s.io",
      level.metadata.name ?? "",
      level,
    );
  }
  for (const schema of defaultFlowSchemas) {
    await put("flowschemas.flowcontrol.apiserver.k8s.io", schema.metadata.name ?? "", schema);
  }
  const abort = new AbortController();
  const enter = (who: UserInfo, path = "/api/v1/namespaces/a/pods", signal = abort.signal) =>
    Promise.resolve(control.enter(who, request("GET", path), { signal }));
  return { host, control, enter };
}

/** Whether a promise has settled by now. */
async function settled(promise: Promise<unknown>): Promise<boolean> {
  const waiting = Symbol("waiting");
  return (await Promise.race([promise, Promise.resolve(waiting)])) !== waiting;
}

describe("seats", () => {
  test("are given under the schema and level that the headers name", async () => {
    const { enter } = await start(600);
    const seat = await enter(user("jane"));
    expect(seat?.headers).toEqual({
      "x-kubernetes-pf-flowschema-uid": "global-default",
      "x-kubernetes-pf-prioritylevel-uid": "global-default",
    });
  });

  test("run out for a workload and never for the exempt", async () => {
    const { enter } = await start(7);
    const seats: Promise<Seat | undefined>[] = [];
    for (let i = 0; i < 40; i++) seats.push(enter(user("jane")));
    expect(await settled(seats.at(-1) as Promise<unknown>)).toBe(false);
    for (let i = 0; i < 100; i++) {
      expect(await settled(enter(user("admin", "system:masters")))).toBe(true);
    }
  });

  test("of system traffic are its own, however much a workload asks for", async () => {
    const { enter } = await start(60);
    for (let i = 0; i < 500; i++) void enter(user("jane"));
    expect(await settled(enter(user("system:node:a", "system:nodes")))).toBe(true);
    expect(await settled(enter(user("system:kube-scheduler")))).toBe(true);
  });

  test("are borrowed while nobody else needs them", async () => {
    const { enter } = await start(245);
    const own = 20;
    const seats = Array.from({ length: own + 30 }, () => enter(user("jane")));
    expect(await settled(seats.at(-1) as Promise<unknown>)).toBe(true);
  });

  test("go to the waiting flows in turn", async () => {
    const { enter } = await start(7);
    const first: Seat[] = [];
    let last: Promise<Seat | undefined>;
    // The first that has to wait holds nothing and lets go of its seat as soon as it has one.
    for (last = enter(user("greedy")); await settled(last); last = enter(user("greedy"))) {
      first.push((await last) as Seat);
    }
    void last.then((seat) => seat?.release());
    const order: string[] = [];
    const ask = (name: string) =>
      enter(user(name)).then((seat) => {
        order.push(name);
        seat?.release();
      });
    const waiting = [ask("greedy"), ask("greedy"), ask("modest")];
    first[0]?.release();
    await Promise.all(waiting.slice(2));
    expect(order.indexOf("modest")).toBeLessThan(3);
    expect(order.lastIndexOf("greedy")).toBeGreaterThan(order.indexOf("modest"));
  });

  test("are refused after a quarter of a minute of waiting", async () => {
    const { enter, host } = await start(1);
    const asked = Array.from({ length: 60 }, () => enter(user("jane")));
    await host.advance(15_000);
    expect(await asked.at(-1)).toBeUndefined();
  });

  test("are refused at once when the queue is full, and where nothing may wait", async () => {
    const { enter } = await start(1);
    const asked = Array.from({ length: 400 }, () => enter(user("jane")));
    expect(await settled(asked.at(-1) as Promise<unknown>)).toBe(true);
    expect(await asked.at(-1)).toBeUndefined();
  });

  test("are no longer waited for by a client that has gone", async () => {
    const { enter } = await start(1);
    const gone = new AbortController();
    for (let i = 0; i < 20; i++) void enter(user("jane"));
    const asked = enter(user("jane"), "/api/v1/namespaces/a/pods", gone.signal);
    gone.abort(new Error("gone"));
    await expect(asked).rejects.toThrow("gone");
  });

  test("released twice count once", async () => {
    const { enter } = await start(245);
    const seat = await enter(user("jane"));
    seat?.release();
    seat?.release();
    const seats = Array.from({ length: 20 }, () => enter(user("jane")));
    expect(await settled(seats.at(-1) as Promise<unknown>)).toBe(true);
  });
});

test("a whole cluster serves the objects, and answers under them", async () => {
  const cluster = await createCluster({ nodes: 0 });
  const get = async (path: string) => {
    const response = await cluster.fetch(path);
    return { headers: response.headers, body: (await response.json()) as Record<string, unknown> };
  };
  const schemas = await get("/apis/flowcontrol.apiserver.k8s.io/v1/flowschemas");
  const names = (schemas.body["items"] as { metadata: { name: string } }[]).map(
    ({ metadata }) => metadata.name,
  );
  expect(names).toEqual(expect.arrayContaining(["catch-all", "exempt", "service-accounts"]));
  const exempt = await get("/apis/flowcontrol.apiserver.k8s.io/v1/flowschemas/exempt");
  const { uid } = exempt.body["metadata"] as { uid: string };
  expect(exempt.headers.get("x-kubernetes-pf-flowschema-uid")).toBe(uid);
  await cluster.stop();
});
