/** Pods that nobody else removes. Expectations: pkg/controller/podgc/gc_controller.go and its tests (TestGCOrphaned: quarantine of 40 s). */
import { describe, expect, test } from "vitest";
import type { Node, Pod } from "../../../src/api/generated/types.ts";
import type { Stored } from "../../../src/api/object.ts";
import { podGarbageCollector } from "../../../src/controllers/pod-garbage.ts";
import type { Plan } from "../../../src/loop/plan.ts";

const metadata = (name: string) => ({
  name,
  uid: name,
  resourceVersion: "1",
  creationTimestamp: "2026-01-01T00:00:00Z",
});
const pod = (spec: object, more: object = {}): Stored<Pod> => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { ...metadata("web"), namespace: "default", ...more },
  spec: { containers: [], ...spec },
  status: { phase: "Running" },
});
const node: Stored<Node> = { apiVersion: "v1", kind: "Node", metadata: metadata("node-1") };
const nowMs = Date.parse("2026-01-02T00:00:00Z");

const look = (
  view: { pod: Stored<Pod>; node: Stored<Node> | undefined },
  atMs = nowMs,
  memory?: unknown,
): Plan => podGarbageCollector().reconcile(view, atMs, memory);
const verbs = ({ actions }: Plan): readonly string[] => actions.map(({ verb }) => verb);

describe("a Pod of a node that is gone", () => {
  const lost = { pod: pod({ nodeName: "node-1" }), node: undefined };
  const first = look(lost);

  test("is left alone for 40 seconds, however old it is", () => {
    expect(first.actions).toEqual([]);
    expect(first.requeueAfterMs).toBe(40_000);
    const later = look(lost, nowMs + 39_000, first.remember);
    expect(later.actions).toEqual([]);
    expect(later.requeueAfterMs).toBe(1_000);
  });

  test("is failed and removed afterwards, if the API does not know the node either", () => {
    const plan = look(lost, nowMs + 40_000, first.remember);
    expect(verbs(plan)).toEqual(["require-absent", "update", "delete"]);
    expect(plan.actions.at(-1)).toMatchObject({ gracePeriodSeconds: 0 });
  });

  test("stays when the node comes back, and then has its time again", () => {
    const back = look({ ...lost, node }, nowMs + 20_000, first.remember);
    expect(back.actions).toEqual([]);
    expect(look(lost, nowMs + 50_000, back.remember).requeueAfterMs).toBe(40_000);
  });
});

test("a Pod that was never placed goes at once when it is deleted", () => {
  const deletionTimestamp = "2026-01-02T00:00:00Z";
  expect(verbs(look({ pod: pod({}, { deletionTimestamp }), node: undefined }))).toEqual(["delete"]);
  expect(verbs(look({ pod: pod({}), node: undefined }))).toEqual([]);
});
