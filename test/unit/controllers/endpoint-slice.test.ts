/**
 * What EndpointSlices say beside addresses: hints (endpointslice/trafficdist/trafficdist_test.go) and when the change began
 * (endpointslice/trigger_time_tracker_test.go).
 */
import { describe, expect, test } from "vitest";
import type { Endpoint, EndpointSlice, Pod, Service } from "../../../src/api/generated/types.ts";
import type { Stored } from "../../../src/api/object.ts";
import {
  endpointSliceController,
  type EndpointSliceView,
} from "../../../src/controllers/endpoint-slice.ts";
import type { Plan } from "../../../src/loop/plan.ts";

const at = (second: number): string => `2026-01-01T00:00:${String(second).padStart(2, "0")}Z`;
const stored = (name: string, second = 0) => ({
  name,
  namespace: "default",
  uid: name,
  resourceVersion: "1",
  creationTimestamp: at(second),
});

const service = (spec: object = {}): Stored<Service> => ({
  apiVersion: "v1",
  kind: "Service",
  metadata: stored("web"),
  spec: { selector: { app: "web" }, ports: [{ port: 80 }], ...spec },
});

function pod(
  name: string,
  readySecond: number,
  { ready = true, node = "node-1" } = {},
): Stored<Pod> {
  const [, digit = "0"] = /(\d+)$/.exec(name) ?? [];
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: stored(name),
    spec: { containers: [], nodeName: node },
    status: {
      podIP: `10.0.0.${digit}`,
      conditions: [
        { type: "Ready", status: ready ? "True" : "False", lastTransitionTime: at(readySecond) },
      ],
    },
  };
}

function decide(view: Partial<EndpointSliceView>, memory?: unknown): Plan {
  const whole = { service: service(), pods: [], slices: [], zones: {}, ...view };
  return endpointSliceController.reconcile(whole, 0, memory);
}

function sliceOf({ actions }: Plan): EndpointSlice {
  const [action] = actions;
  if (action?.verb !== "create" && action?.verb !== "update") throw new Error("nothing is written");
  return action.object as EndpointSlice;
}

describe("hints", () => {
  const zones = { "node-1": "a", "node-2": "b" };
  const zone = (name: string) => ({ forZones: [{ name }] });
  test.each<[string | undefined, object, Endpoint["hints"]]>([
    [undefined, {}, undefined],
    ["PreferClose", {}, zone("a")],
    ["PreferSameZone", {}, zone("a")],
    ["PreferSameZone", { node: "node-2" }, zone("b")],
    ["PreferSameZone", { node: "node-3" }, undefined],
    ["PreferSameZone", { ready: false }, undefined],
    ["PreferSameNode", {}, { forNodes: [{ name: "node-1" }], ...zone("a") }],
    ["PreferSameNode", { node: "node-3" }, { forNodes: [{ name: "node-3" }] }],
    ["PreferSameNode", { ready: false }, undefined],
  ])("of a Service that prefers %s, for a Pod with %o: %o", (trafficDistribution, more, hints) => {
    const view = { service: service({ trafficDistribution }), pods: [pod("p1", 1, more)], zones };
    expect(sliceOf(decide(view)).endpoints?.[0]?.hints).toEqual(hints);
  });
});

describe("the time of the change", () => {
  const annotation = "endpoints.kubernetes.io/last-change-trigger-time";
  const timeOf = (plan: Plan) => sliceOf(plan).metadata.annotations?.[annotation];
  const first = decide({ pods: [pod("p1", 5), pod("p2", 7)] });

  test("is the earliest that is news: the Service's own making at first", () => {
    expect(timeOf(first)).toBe(at(0));
  });

  test("is later that of the Pods that have turned", () => {
    const pods = [pod("p1", 5), pod("p2", 9), pod("p3", 8)];
    expect(timeOf(decide({ pods }, first.remember))).toBe(at(8));
  });

  test("is unknown for a Pod that has gone", () => {
    const slice = {
      ...sliceOf(first),
      metadata: { ...sliceOf(first).metadata, ...stored("web-1") },
    };
    const plan = decide({ pods: [pod("p1", 5)], slices: [slice] }, first.remember);
    expect(sliceOf(plan).endpoints).toHaveLength(1);
    expect(timeOf(plan)).toBeUndefined();
  });
});
