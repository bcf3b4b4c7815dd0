import { afterEach, describe, expect, it } from "vitest";

import type { Job, Pod } from "../../../src/api/generated/types.ts";
import { EVENTS, JOBS, PODS } from "../../../src/api/kinds.ts";
import type { Stored } from "../../../src/api/object.ts";
import { builtInControllers } from "../../../src/controllers/registry.ts";
import { startWorld, type World } from "../../fixtures/controller-world.ts";

let world: World;

afterEach(() => world.stop());

const labels = { "job-name": "sum" };

async function start(spec: Partial<Job["spec"]>): Promise<void> {
  world = await startWorld({ controllers: builtInControllers() });
  await world.client.create(JOBS, {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name: "sum", namespace: "default" },
    spec: {
      parallelism: 2,
      backoffLimit: 6,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { restartPolicy: "Never", containers: [{ name: "sum", image: "sum" }] },
      },
      ...spec,
    },
  });
  await world.host.settle();
}

const get = () => world.client.get(JOBS, { namespace: "default", name: "sum" });

async function runningPods(): Promise<readonly Stored<Pod>[]> {
  await world.host.settle();
  return (await world.list(PODS)).filter(
    ({ status, metadata }) =>
      status?.phase === "Running" && metadata.deletionTimestamp === undefined,
  );
}

async function finish(pod: Stored<Pod>, phase: "Succeeded" | "Failed"): Promise<void> {
  const set = (current: Stored<Pod>): Pod => ({ ...current, status: { ...current.status, phase } });
  await world.change(PODS, pod.metadata.name, set, "status");
  await world.host.settle();
}

async function holding(): Promise<readonly string[]> {
  const { status } = await get();
  return (status?.conditions ?? [])
    .filter(({ status }) => status === "True")
    .map(({ type, reason }) => `${type} ${reason}`);
}

describe("a Job", () => {
  it("runs as many Pods at a time as parallelism says until completions have succeeded", async () => {
    await start({ completions: 3 });
    const [first, second, ...more] = await runningPods();
    expect(more).toEqual([]);
    expect((await get()).status).toMatchObject({
      active: 2,
      ready: 2,
      startTime: expect.any(String),
    });
    await finish(first!, "Succeeded");
    expect((await runningPods()).length).toBe(2);
    await finish(second!, "Succeeded");
    const rest = await runningPods();
    expect(rest.length).toBe(1);
    expect(await holding()).toEqual([]);
    await finish(rest[0]!, "Succeeded");

    const { status } = await get();
    expect(status).toMatchObject({ succeeded: 3, ready: 0, completionTime: expect.any(String) });
    expect(status?.active).toBeUndefined();
    expect(status?.uncountedTerminatedPods ?? {}).toEqual({});
    expect(await holding()).toEqual([
      "SuccessCriteriaMet CompletionsReached",
      "Complete CompletionsReached",
    ]);
    const pods = await world.list(PODS);
    expect(pods.flatMap(({ metadata }) => metadata.finalizers ?? [])).toEqual([]);
    const events = await world.list(EVENTS);
    expect(
      events.filter(({ reason }) => reason === "Completed").map(({ message }) => message),
    ).toEqual(["Job completed"]);
  });

  it("waits longer after each failure, and gives up beyond backoffLimit", async () => {
    await start({ completions: 1, parallelism: 1, backoffLimit: 2 });
    const delays: number[] = [];
    for (let attempt = 0; attempt < 3; attempt += 1) {
      let [pod] = await runningPods();
      let waitedMs = 0;
      while (pod === undefined && waitedMs < 120_000) {
        await world.host.advance(1_000);
        waitedMs += 1_000;
        [pod] = await runningPods();
      }
      delays.push(waitedMs / 1_000);
      await finish(pod!, "Failed");
    }
    expect(delays).toEqual([0, 10, 20]);
    await world.host.advance(600_000);
    expect((await get()).status).toMatchObject({ failed: 3 });
    expect(await holding()).toEqual([
      "FailureTarget BackoffLimitExceeded",
      "Failed BackoffLimitExceeded",
    ]);
    expect(world.host.nextTimerInMs).toBeUndefined();
  });

  it("counts a Pod that was deleted before anybody saw it finish", async () => {
    await start({ completions: 1, parallelism: 1 });
    const [pod] = await runningPods();
    await world.client.delete(PODS, { namespace: "default", name: pod!.metadata.name });
    await world.host.settle();
    expect((await get()).status?.failed).toBe(1);
    await world.host.advance(60_000);
    expect((await runningPods()).length).toBe(1);
  });

  it("ends its Pods when the deadline has passed", async () => {
    await start({ completions: 1, activeDeadlineSeconds: 30 });
    await world.host.advance(29_000);
    expect((await runningPods()).length).toBe(1);
    await world.host.advance(2_000);
    expect(await runningPods()).toEqual([]);
    expect(await holding()).toEqual(["FailureTarget DeadlineExceeded", "Failed DeadlineExceeded"]);
  });

  it("stops its Pods while suspended and goes on when resumed", async () => {
    await start({ completions: 2 });
    const suspend = (suspend: boolean) =>
      world.change(JOBS, "sum", (job) => ({ ...job, spec: { ...job.spec!, suspend } }));
    await suspend(true);
    expect(await runningPods()).toEqual([]);
    expect(await holding()).toEqual(["Suspended JobSuspended"]);
    expect((await get()).status?.startTime).toBeUndefined();
    await suspend(false);
    await world.host.advance(60_000);
    expect((await runningPods()).length).toBe(2);
    expect(await holding()).toEqual([]);
  });

  it("gives each Pod of an Indexed Job an index of its own and marks off those that are done", async () => {
    await start({ completions: 4, completionMode: "Indexed", parallelism: 4 });
    const pods = [...(await runningPods())];
    const indexOf = (pod: Stored<Pod>) =>
      pod.metadata.annotations?.["batch.kubernetes.io/job-completion-index"] ?? "";
    pods.sort((a, b) => (indexOf(a) < indexOf(b) ? -1 : 1));
    expect(pods.map(indexOf)).toEqual(["0", "1", "2", "3"]);
    expect(pods[2]?.spec?.hostname).toBe("sum-2");
    expect(pods[2]?.metadata.name).toMatch(/^sum-2-/);
    expect(pods[2]?.spec?.containers[0]?.env?.[0]?.name).toBe("JOB_COMPLETION_INDEX");
    for (const index of [0, 2, 3]) await finish(pods[index]!, "Succeeded");
    expect((await get()).status).toMatchObject({
      completedIndexes: "0,2-3",
      succeeded: 3,
      active: 1,
    });
    await finish(pods[1]!, "Failed");
    await world.host.advance(30_000);
    const [again] = await runningPods();
    expect(indexOf(again!)).toBe("1");
    await finish(again!, "Succeeded");
    expect((await get()).status).toMatchObject({
      completedIndexes: "0-3",
      succeeded: 4,
      failed: 1,
    });
    expect(await holding()).toContain("Complete CompletionsReached");
  });

  it("is deleted, with its Pods, when its time to live is over", async () => {
    await start({ completions: 1, ttlSecondsAfterFinished: 100 });
    const [pod] = await runningPods();
    await finish(pod!, "Succeeded");
    await world.host.advance(95_000);
    expect((await world.list(JOBS)).length).toBe(1);
    await world.host.advance(10_000);
    expect(await world.list(JOBS)).toEqual([]);
    expect(await world.list(PODS)).toEqual([]);
  });

  it("leaves no Pod held when it is deleted in the middle", async () => {
    await start({ completions: 5 });
    await world.client.delete(
      JOBS,
      { namespace: "default", name: "sum" },
      { propagationPolicy: "Background" },
    );
    await world.host.advance(60_000);
    expect(await world.list(PODS)).toEqual([]);
  });
});
