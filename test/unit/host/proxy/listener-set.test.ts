/** Which service has which port, and what becomes of listeners that fail. */
import { describe, expect, it } from "vitest";
import { type HeldListener, ListenerSet } from "../../../../src/host/node/listener-set.ts";
import type { ListenFailure } from "../../../../src/network/service-network.ts";
import type { ProxyListener, ProxyService } from "../../../../src/network/service-table.ts";

type Reason = ProxyListener["reason"];

function service(id: string, ...listeners: readonly ProxyListener[]): ProxyService {
  const [namespace = "", name = ""] = id.split("/");
  const how = { scheduler: "rr", affinitySeconds: 0, backends: [] } as const;
  return { id, namespace, name, listeners, ...how };
}

const at = (port: number, reason: Reason = "ClusterIP", protocol?: "UDP"): ProxyListener => ({
  address: "10.0.0.1",
  port,
  reason,
  ...(protocol ? { protocol } : {}),
});

/** A set whose sockets are written down; ports below 100 cannot be had. */
function makeSet(protocol: "TCP" | "UDP" = "TCP") {
  const open = new Map<number, { held: HeldListener; fail(error: Error): void }>();
  const log: string[] = [];
  const lost: ListenFailure[] = [];
  const set = new ListenerSet({
    protocol,
    lost: (failure) => lost.push(failure),
    async open(held, fail) {
      if (held.port < 100) throw Object.assign(new Error("no"), { code: "EACCES" });
      log.push(`open ${held.port}`);
      open.set(held.port, { held, fail });
      return {
        async close() {
          log.push(`close ${held.port}`);
          open.delete(held.port);
        },
      };
    },
  });
  const serves = () => [...open].map(([port, { held }]) => `${port} ${held.service}`).sort();
  return { set, open, log, lost, serves };
}

const shown = (failures: readonly ListenFailure[]) =>
  failures.map(({ service: id, code, heldBy }) => `${id} ${code} ${heldBy ?? "-"}`);

describe("the listeners of a service table", () => {
  it("are opened once, kept while they are wanted, handed over, and closed", async () => {
    const { set, log, serves } = makeSet();
    await set.apply([service("a/a:", at(100), at(101))]);
    await set.apply([service("a/a:", at(101)), service("b/b:", at(100), at(102))]);
    expect(serves()).toEqual(["100 b/b:", "101 a/a:", "102 b/b:"]);
    await set.apply([]);
    expect(log).toEqual([
      "open 100",
      "open 101",
      "open 102",
      "close 100",
      "close 101",
      "close 102",
    ]);
    expect(set.has("10.0.0.1", 100)).toBe(false);
  });

  it.each([
    ["TCP", ["100 s/s:"]],
    ["UDP", ["101 s/s:"]],
  ] as const)("of %s are those of that protocol", async (protocol, expected) => {
    const { set, serves } = makeSet(protocol);
    await set.apply([service("s/s:", at(100), at(101, "ClusterIP", "UDP"))]);
    expect(serves()).toEqual(expected);
  });

  it("that cannot be had are told, and tried again with the next table", async () => {
    const { set, serves } = makeSet();
    const table = [service("s/s:", at(80), at(100))];
    expect(shown(await set.apply(table))).toEqual(["s/s: EACCES -"]);
    expect(shown(await set.apply(table))).toEqual(["s/s: EACCES -"]);
    expect(serves()).toEqual(["100 s/s:"]);
  });

  it("that fail once they are open are closed, told, and opened anew by the next table", async () => {
    const { set, open, log, lost, serves } = makeSet();
    const table = [service("s/s:", at(100))];
    await set.apply(table);
    const { fail } = open.get(100) ?? { fail: () => undefined };
    fail(Object.assign(new Error("gone"), { code: "EMFILE" }));
    expect(shown(lost)).toEqual(["s/s: EMFILE -"]);
    expect(set.has("10.0.0.1", 100)).toBe(false);
    expect(await set.apply(table)).toEqual([]);
    // What the old socket still says is about nothing any more.
    fail(new Error("again"));
    expect(lost).toHaveLength(1);
    expect(log).toEqual(["open 100", "close 100", "open 100"]);
    expect(serves()).toEqual(["100 s/s:"]);
  });

  it.each<[string, readonly [string, Reason][], string, readonly string[]]>([
    [
      "the first of equals",
      [
        ["a/a:", "LoadBalancer"],
        ["b/b:", "LoadBalancer"],
      ],
      "a/a:",
      ["b/b: EADDRINUSE a/a:"],
    ],
    [
      "whose own address it is",
      [
        ["a/a:", "ExternalIP"],
        ["b/b:", "ClusterIP"],
      ],
      "b/b:",
      ["a/a: EADDRINUSE b/b:"],
    ],
    [
      "whose node port it is",
      [
        ["b/b:", "NodePort"],
        ["c/c:", "LoadBalancer"],
      ],
      "b/b:",
      ["c/c: EADDRINUSE b/b:"],
    ],
    [
      "the one, wanted twice by it",
      [
        ["a/a:", "NodePort"],
        ["a/a:", "LoadBalancer"],
      ],
      "a/a:",
      [],
    ],
  ])("go to %s", async (_what, claims, winner, failures) => {
    const { set, serves } = makeSet();
    const table = claims.map(([id, reason]) => service(id, at(100, reason)));
    expect(shown(await set.apply(table))).toEqual(failures);
    expect(serves()).toEqual([`100 ${winner}`]);
  });

  it("stay with the one that has them, and go to the next when it goes", async () => {
    const { set, serves } = makeSet();
    const [a, b] = ["a/a:", "b/b:"].map((id) => service(id, at(100, "LoadBalancer")));
    await set.apply([b!]);
    expect(shown(await set.apply([a!, b!]))).toEqual(["a/a: EADDRINUSE b/b:"]);
    expect(serves()).toEqual(["100 b/b:"]);
    expect(await set.apply([a!])).toEqual([]);
    expect(serves()).toEqual(["100 a/a:"]);
  });
});
