/** Resizing the containers of running Pods, through the API of a whole cluster of simulated nodes. */
import { describe, expect, it } from "vitest";
import { eventually } from "../../../fixtures/eventually.ts";
import { base, startCluster } from "./cluster-fixture.ts";

const { call, created, running } = startCluster();

describe("a resize", () => {
  const patch = (resources: unknown) =>
    call(
      "PATCH",
      `${base}/pods/sized/resize`,
      { spec: { containers: [{ name: "a", resources }] } },
      { "content-type": "application/strategic-merge-patch+json" },
    );

  it("changes cpu and memory of a running container, and nothing else", async () => {
    const resources = { requests: { cpu: "100m", memory: "64Mi" }, limits: { cpu: "200m" } };
    await created("pods", {
      metadata: { name: "sized" },
      spec: { containers: [{ name: "a", image: "a:1", resources }] },
    });
    await running("sized");
    const answer = await patch({ requests: { cpu: "150m" } });
    expect(answer.status).toBe(200);
    expect(answer.json().spec.containers[0]?.resources?.requests).toEqual({
      cpu: "150m",
      memory: "64Mi",
    });
    await eventually(async () => {
      const { json } = await call("GET", `${base}/pods/sized`);
      expect(json().status.containerStatuses?.[0]).toMatchObject({
        restartCount: 0,
        resources: { requests: { cpu: "150m" } },
      });
    });
  });

  it.each([
    [
      { requests: { memory: null } },
      "spec.containers[0].resources.requests: Forbidden: resource requests cannot be removed",
    ],
    [
      { requests: { cpu: "200m", memory: "1Gi" }, limits: { cpu: "200m", memory: "1Gi" } },
      'spec: Invalid value: "Burstable": Pod QOS Class may not change as a result of resizing',
    ],
    [
      { requests: { "ephemeral-storage": "1Gi" } },
      "spec: Forbidden: only cpu and memory resources are mutable",
    ],
  ])("refuses %j", async (resources, message) => {
    const answer = await patch(resources);
    expect(answer.status).toBe(422);
    expect(answer.json().message).toContain(message);
  });

  it("restarts a container whose policy says so", async () => {
    const resources = { requests: { cpu: "100m" } };
    const resizePolicy = [{ resourceName: "cpu", restartPolicy: "RestartContainer" }];
    const container = { name: "a", image: "a:1", resources, resizePolicy };
    await created("pods", { metadata: { name: "restarted" }, spec: { containers: [container] } });
    await running("restarted");
    const path = `${base}/pods/restarted`;
    const wanted = {
      spec: { containers: [{ name: "a", resources: { requests: { cpu: "300m" } } }] },
    };
    const type = { "content-type": "application/strategic-merge-patch+json" };
    expect((await call("PATCH", `${path}/resize`, wanted, type)).status).toBe(200);
    await eventually(async () => {
      const [status] = (await call("GET", path)).json().status.containerStatuses ?? [];
      expect(status).toMatchObject({ restartCount: 1, state: { running: {} } });
    });
  });
});
