/** API priority and fairness: matching, seats, turns and refusals. Facts from apiserver's pkg/util/flowcontrol. */
import { describe, expect, test } from "vitest";
import { createSimulatedHost } from "../../../../src/host/simulated.ts";
import { createCluster } from "../../../../src/index.ts";
import {
  defaultFlowSchemas,
  defaultPriorityLevels,
} from "../../../../src/server/flow-control/defaults.ts";
import {
  FlowControl,
  isRefusal,
  type Seat,
} from "../../../../src/server/flow-control/flow-control.ts";
import { matchesSchema, ordered } from "../../../../src/server/flow-control/match.ts";
import type { UserInfo } from "../../../../src/server/message.ts";
import { parseRequestInfo } from "../../../../src/server/request-info.ts";
import { openStore } from "../../../../src/store/engine.ts";
import { MemoryLog } from "../../../../src/store/memory-log.ts";
import { flowSchemaFor } from "../../../fixtures/flow-schema.ts";

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
    [
      "probes",
      { name: "system:anonymous", groups: ["system:unauthenticated"] },
      ["GET", "/readyz/etcd"],
    ],
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
  const control = new FlowControl({ store, host, seats });
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
  /** `path` may begin with a method. */
  const enter = (
    who: UserInfo,
    path = "/api/v1/namespaces/a/pods/web",
    signal = abort.signal,
    limitMs?: number,
  ): Promise<Seat> => {
    const [method = "", rest] = path.startsWith("/") ? ["GET", path] : path.split(" ");
    const url = new URL(rest ?? "", "http://kubarium");
    const info = parseRequestInfo(method, url.pathname, url.searchParams);
    const asked = { query: url.searchParams, signal };
    const times = { limitMs, started: host.clock.monotonicMs() };
    return Promise.resolve(control.enter({ user: who, info }, asked, times) as Seat);
  };
  const change = async (
    kind: "flowschemas" | "prioritylevelconfigurations",
    name: string,
    object?: object,
  ) => {
    const key = { resource: `${kind}.flowcontrol.apiserver.k8s.io`, namespace: "", name };
    const head = store.head(key)?.revision ?? 0;
    if (!object) return store.delete(key, head);
    return store.put(key, { ...object, metadata: { name, uid: name } } as never, head);
  };
  return { host, store, control, enter, change };
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
    const seats: Promise<Seat>[] = [];
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

  test("are borrowed from those who have not needed them lately", async () => {
    const { enter, control, host } = await start(245);
    const seatsOf = (name: string) =>
      control.levels().find(({ level }) => level.name === name)?.level.seats ?? 0;
    const asked = Array.from({ length: 50 }, () => enter(user("jane")));
    // What the levels lend is shared out at first in proportion to what they do not.
    expect(seatsOf("global-default")).toBe(23);
    expect(await settled(asked[22] as Promise<unknown>)).toBe(true);
    expect(await settled(asked[23] as Promise<unknown>)).toBe(false);
    await host.advance(10_000);
    expect(await settled(asked.at(-1) as Promise<unknown>)).toBe(true);
    expect(seatsOf("global-default")).toBeGreaterThanOrEqual(50);
    expect(seatsOf("system")).toBeGreaterThanOrEqual(20);
  });

  test("go to the queues in turn: who asks for little waits for no more than one of each queue of the greedy", async () => {
    const { enter } = await start(20);
    const seats = [await enter(user("greedy")), await enter(user("greedy"))];
    const order: string[] = [];
    const ask = (name: string) =>
      enter(user(name)).then((seat) => {
        order.push(name);
        seat.release();
      });
    const waiting = [...Array.from({ length: 60 }, () => "greedy"), "modest"].map(ask);
    expect(await settled(waiting[0] as Promise<unknown>)).toBe(false);
    for (const seat of seats) seat.release();
    await Promise.all(waiting);
    // Hands at this level have six queues.
    expect(order.indexOf("modest")).toBeLessThanOrEqual(6 + seats.length);
  });

  test("are refused after a quarter of a minute of waiting", async () => {
    const { enter, host } = await start(1);
    const asked = Array.from({ length: 60 }, () => enter(user("jane")));
    await host.advance(15_000);
    expect(await asked.at(-1)).toEqual({
      headers: {
        "x-kubernetes-pf-flowschema-uid": "global-default",
        "x-kubernetes-pf-prioritylevel-uid": "global-default",
      },
      retryAfterSeconds: 1,
    });
  });

  test("are waited for no longer than a quarter of the time that the request has", async () => {
    const { enter, host } = await start(1);
    const asked = Array.from({ length: 60 }, () => enter(user("jane"), undefined, undefined, 4000));
    await host.advance(999);
    expect(await settled(asked.at(-1) as Promise<unknown>)).toBe(false);
    await host.advance(1);
    expect(await settled(asked.at(-1) as Promise<unknown>)).toBe(true);
  });

  test("are refused at once when the queue is full, and where nothing may wait", async () => {
    const { enter } = await start(1);
    const asked = Array.from({ length: 400 }, () => enter(user("jane")));
    expect(await settled(asked.at(-1) as Promise<unknown>)).toBe(true);
    expect(isRefusal((await asked.at(-1)) as Seat)).toBe(true);
  });

  test("are no longer waited for by a client that has gone", async () => {
    const { enter } = await start(1);
    const gone = new AbortController();
    for (let i = 0; i < 20; i++) void enter(user("jane"));
    const asked = enter(user("jane"), "/api/v1/namespaces/a/pods/web", gone.signal);
    gone.abort(new Error("gone"));
    await expect(asked).rejects.toThrow("gone");
    const later = enter(user("jane"), "/api/v1/namespaces/a/pods/web", gone.signal);
    await expect(later).rejects.toThrow("gone");
  });

  test("tell how long they were waited for", async () => {
    const { enter, host } = await start(20);
    const seats: Seat[] = [];
    let last: Promise<Seat>;
    for (last = enter(user("jane")); await settled(last); last = enter(user("jane"))) {
      seats.push(await last);
    }
    await host.advance(700);
    seats[0]?.release();
    expect([seats[0]?.waitedMs, (await last).waitedMs]).toEqual([0, 700]);
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

const limited = (shares: number, limitResponse: object, more: object = {}) => ({
  spec: { type: "Limited", limited: { nominalConcurrencyShares: shares, limitResponse, ...more } },
});
const jailed = (limitResponse: object) =>
  limited(0, limitResponse, { lendablePercent: 0, borrowingLimitPercent: 0 });
const queueing = (queues: number, handSize: number, queueLengthLimit: number) => ({
  type: "Queue",
  queuing: { queues, handSize, queueLengthLimit },
});
const schemaFor = (level: string, who: string) => flowSchemaFor(who, level, 50);

describe("seats that are wide", () => {
  const wideLevel = async (seats: number) => {
    const cluster = await start(600);
    const { change, host } = cluster;
    const shares = (seats * 245) / (600 - seats);
    await change(
      "prioritylevelconfigurations",
      "own",
      limited(shares, queueing(4, 1, 50), { borrowingLimitPercent: 0 }),
    );
    await change("flowschemas", "jane", schemaFor("own", "jane"));
    await host.advance(1);
    return cluster;
  };
  const levelOf = (control: FlowControl) =>
    control.levels().find(({ level }) => level.name === "own")?.level;

  test("are taken by lists of what there is, and by no other read", async () => {
    const { enter, store, control } = await wideLevel(100);
    for (let at = 0; at < 4; at += 1) {
      const key = { resource: "configmaps", namespace: "a", name: `c${at}` };
      const data = { text: "x".repeat(200_000) };
      await store.put(key, { data, metadata: { name: key.name, uid: key.name } } as never, 0);
    }
    const taken = async (path: string): Promise<number> => {
      const seat = await enter(user("jane"), path);
      const seats = levelOf(control)?.seatsInUse ?? NaN;
      seat.release();
      return seats;
    };
    const all = "/api/v1/configmaps";
    expect([
      await taken(all),
      await taken(`${all}?limit=1`),
      await taken(`${all}?watch=1&sendInitialEvents=true`),
      await taken(`${all}?watch=1&resourceVersion=5`),
      await taken("/api/v1/namespaces/a/configmaps/c1"),
      await taken("/api/v1/secrets"),
    ]).toEqual([9, 3, 9, 1, 1, 1]);
  });

  test("are kept after a write that many watch, and given on when they come free, though nobody comes", async () => {
    const { enter, control, host } = await wideLevel(40);
    const watch = parseRequestInfo("GET", "/api/v1/pods", new URLSearchParams("watch=1"));
    for (let at = 0; at < 60; at += 1) control.watches.begin(watch as never);
    const write = () => enter(user("jane"), "POST /api/v1/namespaces/a/pods");
    const seats = await Promise.all(Array.from({ length: 6 }, write));
    const waits = write();
    expect(await settled(waits)).toBe(false);
    for (const seat of seats) seat.release();
    expect(levelOf(control)).toMatchObject({ executing: 0, waiting: 1, seatsInUse: 36 });
    await host.advance(5);
    expect(await settled(waits)).toBe(true);
    (await waits).release();
    await host.advance(5);
    expect(levelOf(control)).toMatchObject({ executing: 0, waiting: 0, seatsInUse: 0 });
    expect(host.nextTimerInMs).toBeUndefined();
  });
});

describe("what users configure", () => {
  test("holds from the moment that it is there: a level without seats refuses, and names itself", async () => {
    const { enter, change } = await start(600);
    await change("prioritylevelconfigurations", "jail", jailed({ type: "Reject" }));
    await change("flowschemas", "jane", schemaFor("jail", "jane"));
    const refused = await enter(user("jane"));
    expect(refused).toMatchObject({
      retryAfterSeconds: 1,
      headers: {
        "x-kubernetes-pf-flowschema-uid": "jane",
        "x-kubernetes-pf-prioritylevel-uid": "jail",
      },
    });
    expect(isRefusal(await enter(user("joe")))).toBe(false);
    await change("flowschemas", "jane");
    expect(isRefusal(await enter(user("jane")))).toBe(false);
  });

  test("is a queue that lets go of whom it holds when seats are given to its level", async () => {
    const { enter, change, host, control } = await start(600);
    await change("prioritylevelconfigurations", "own", jailed(queueing(1, 1, 2)));
    await change("flowschemas", "jane", schemaFor("own", "jane"));
    await host.advance(1);
    const waiting = [enter(user("jane")), enter(user("jane"))];
    expect(await settled(waiting[1] as Promise<unknown>)).toBe(false);
    expect(isRefusal(await enter(user("jane")))).toBe(true);
    expect(control.levels().find(({ level }) => level.name === "own")?.level.waiting).toBe(2);
    await change("prioritylevelconfigurations", "own", limited(10, queueing(1, 1, 2)));
    await host.advance(1);
    expect((await Promise.all(waiting)).some(isRefusal)).toBe(false);
  });

  test("is no level that goes while somebody runs or waits at it", async () => {
    const { enter, change, host, control } = await start(20);
    await change(
      "prioritylevelconfigurations",
      "own",
      limited(1, queueing(1, 1, 2), { borrowingLimitPercent: 0 }),
    );
    await change("flowschemas", "jane", schemaFor("own", "jane"));
    await host.advance(1);
    const runs = await enter(user("jane"));
    const waits = enter(user("jane"));
    expect(await settled(waits)).toBe(false);
    await change("prioritylevelconfigurations", "own");
    await host.advance(1);
    const level = () => control.levels().find(({ level: { name } }) => name === "own")?.level;
    expect(level()?.isQuiescing).toBe(true);
    expect((await enter(user("jane"))).headers["x-kubernetes-pf-flowschema-uid"]).toBe(
      "global-default",
    );
    runs.release();
    (await waits).release();
    expect(level()).toBeUndefined();
  });

  test("asks those whom it refuses again and again to stay away for longer", async () => {
    const { enter, change, host } = await start(600);
    await change("prioritylevelconfigurations", "jail", jailed({ type: "Reject" }));
    await change("flowschemas", "jane", schemaFor("jail", "jane"));
    const asked = async () => {
      let last = 0;
      for (let i = 0; i < 100; i++) {
        const refused = (await enter(user("jane"))) as unknown as { retryAfterSeconds: number };
        last = refused.retryAfterSeconds;
      }
      return last;
    };
    const seconds: number[] = [];
    for (let at = 0; at < 4; at++) {
      await host.advance(1000);
      seconds.push(await asked());
    }
    expect(seconds).toEqual([1, 2, 2, 4]);
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
