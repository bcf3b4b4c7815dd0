import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startApiOnly, type ApiOnly } from "../../../fixtures/api-only.ts";

let api: ApiOnly;
beforeEach(async () => {
  api = await startApiOnly();
});
afterEach(() => api.stop());

const pods = "/api/v1/namespaces/default/pods";
const budgets = "/apis/policy/v1/namespaces/default/poddisruptionbudgets";
const labels = { app: "web" };

async function running(name: string, { ready = true, phase = "Running" } = {}) {
  const spec = {
    nodeName: "node-1",
    containers: [{ name: "c", image: "web:1" }],
  };
  const metadata = { name, labels };
  const made = await api.call("POST", pods, { apiVersion: "v1", kind: "Pod", metadata, spec });
  const conditions = [{ type: "Ready", status: ready ? "True" : "False" }];
  await api.call("PUT", `${pods}/${name}/status`, {
    ...made.body,
    status: { ...made.body.status, phase, conditions },
  });
}

async function budget(status: object, spec: object = {}, name = "web") {
  const made = await api.call("POST", budgets, {
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata: { name },
    spec: { selector: { matchLabels: labels }, minAvailable: 1, ...spec },
  });
  await api.call("PUT", `${budgets}/${name}/status`, {
    ...made.body,
    status: {
      observedGeneration: 1,
      currentHealthy: 2,
      desiredHealthy: 1,
      expectedPods: 2,
      disruptionsAllowed: 1,
      ...status,
    },
  });
}

const evict = (name: string, options: object = {}) =>
  api.call("POST", `${pods}/${name}/eviction`, {
    apiVersion: "policy/v1",
    kind: "Eviction",
    metadata: { name },
    ...options,
  });

const leaving = async (name: string): Promise<boolean> => {
  const { status, body } = await api.call("GET", `${pods}/${name}`);
  return status === 404 || body.metadata.deletionTimestamp !== undefined;
};

describe("an eviction", () => {
  it("takes one disruption off the budget, says which Pod it was for, and deletes the Pod", async () => {
    await running("a");
    await budget({});
    expect(await evict("a")).toMatchObject({ status: 201, body: { status: "Success" } });
    expect(await leaving("a")).toBe(true);
    const { body } = await api.call("GET", `${budgets}/web`);
    expect(body.status).toMatchObject({
      disruptionsAllowed: 0,
      disruptedPods: { a: "2026-01-01T00:00:00Z" },
      conditions: [{ type: "DisruptionAllowed", status: "False", reason: "InsufficientPods" }],
    });
  });

  it("is refused when the budget has nothing left, and the Pod stays", async () => {
    await running("a");
    await budget({ disruptionsAllowed: 0, currentHealthy: 1 });
    expect(await evict("a")).toMatchObject({
      status: 429,
      body: {
        reason: "TooManyRequests",
        message: "Cannot evict pod as it would violate the pod's disruption budget.",
        details: {
          causes: [
            {
              reason: "DisruptionBudget",
              message: "The disruption budget web needs 1 healthy pods and has 1 currently",
            },
          ],
        },
      },
    });
    expect(await leaving("a")).toBe(false);
  });

  it("is refused for a while when the budget has changed and is not worked out anew", async () => {
    await running("a");
    await budget({ observedGeneration: 0 });
    expect(await evict("a")).toMatchObject({
      status: 429,
      body: {
        details: {
          retryAfterSeconds: 10,
          causes: [
            { message: "The disruption budget web is still being processed by the server." },
          ],
        },
      },
    });
  });

  it("is refused when two budgets cover the Pod", async () => {
    await running("a");
    await budget({});
    await budget({}, {}, "other");
    expect(await evict("a")).toMatchObject({
      status: 500,
      body: {
        message:
          "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.",
      },
    });
  });

  it.each([
    ["goes when enough others are healthy", {}, { disruptionsAllowed: 0 }, 201],
    ["stays when they are not", {}, { disruptionsAllowed: 0, currentHealthy: 0 }, 429],
    [
      "goes whatever they are when the budget says so",
      { unhealthyPodEvictionPolicy: "AlwaysAllow" },
      { disruptionsAllowed: 0, currentHealthy: 0 },
      201,
    ],
    [
      "stays by the other policy",
      { unhealthyPodEvictionPolicy: "IfHealthyBudget" },
      { disruptionsAllowed: 0, currentHealthy: 0 },
      429,
    ],
  ])("of a Pod that is not ready: it %s", async (_, spec, status, code) => {
    await running("a", { ready: false });
    await budget(status, spec);
    expect((await evict("a")).status).toBe(code);
    expect(await leaving("a")).toBe(code === 201);
    const { body } = await api.call("GET", `${budgets}/web`);
    expect(body.status.disruptedPods).toBeUndefined();
  });

  it.each(["Pending", "Succeeded", "Failed"])("asks no budget for a %s Pod", async (phase) => {
    await running("a", { phase });
    await budget({ disruptionsAllowed: 0, currentHealthy: 0 });
    expect((await evict("a")).status).toBe(201);
    expect(await leaving("a")).toBe(true);
  });
});

describe("a Pod with scheduling gates", () => {
  it("says from the beginning that it is not being scheduled", async () => {
    const spec = {
      containers: [{ name: "c", image: "web:1" }],
      schedulingGates: [{ name: "example.com/wait" }],
    };
    const made = await api.call("POST", pods, {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "gated" },
      spec,
    });
    expect(made.body.status).toMatchObject({
      phase: "Pending",
      conditions: [
        {
          type: "PodScheduled",
          status: "False",
          reason: "SchedulingGated",
          message: "Scheduling is blocked due to non-empty scheduling gates",
        },
      ],
    });
  });
});
