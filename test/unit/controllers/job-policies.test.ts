/** Jobs with podFailurePolicy, successPolicy and backoffLimitPerIndex: the stories of KEP-3329, KEP-3998 and KEP-3850. */
import { afterEach, describe, expect, test } from "vitest";
import type { Job, JobSpec, Pod } from "../../../src/api/generated/types.ts";
import { JOBS, PODS } from "../../../src/api/kinds.ts";
import type { Stored } from "../../../src/api/object.ts";
import { rfc3339 } from "../../../src/api/time.ts";
import { jobController } from "../../../src/controllers/job.ts";
import { startWorld, type World } from "../../fixtures/controller-world.ts";

let world: World;
afterEach(() => world.stop());

const labels = { "job-name": "sum" };

async function start(spec: Partial<JobSpec>, kubelet = true): Promise<void> {
  world = await startWorld({ controllers: [jobController], kubelet });
  await world.client.create(JOBS, {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name: "sum", namespace: "default" },
    spec: {
      parallelism: 1,
      completions: 1,
      backoffLimit: 6,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { restartPolicy: "Never", containers: [{ name: "main", image: "sum" }] },
      },
      ...spec,
    },
  });
  await world.host.settle();
}

const job = (): Promise<Stored<Job>> =>
  world.client.get(JOBS, { namespace: "default", name: "sum" });

const indexOf = ({ metadata }: Stored<Pod>): string =>
  metadata.annotations?.["batch.kubernetes.io/job-completion-index"] ?? "";

async function running(): Promise<readonly Stored<Pod>[]> {
  return (await world.list(PODS))
    .filter(({ status }) => status?.phase === "Running")
    .toSorted((a, b) => Number(indexOf(a)) - Number(indexOf(b)));
}

interface Ending {
  readonly exitCode?: number;
  readonly condition?: string;
}

async function end(
  pod: Stored<Pod> | undefined,
  { exitCode = 1, condition }: Ending,
): Promise<void> {
  if (!pod) throw new Error("there is no such Pod");
  const finishedAt = rfc3339(world.host.clock.nowMs());
  const ended = (found: Stored<Pod>): Pod => ({
    ...found,
    status: {
      phase: exitCode === 0 ? "Succeeded" : "Failed",
      conditions: condition === undefined ? [] : [{ type: condition, status: "True" }],
      containerStatuses: [
        {
          name: "main",
          image: "sum",
          imageID: "",
          ready: false,
          restartCount: 0,
          state: { terminated: { exitCode, finishedAt } },
        },
      ],
    },
  });
  await world.change(PODS, pod.metadata.name, ended, "status");
  await world.host.settle();
}

const end1 = async (ending: Ending): Promise<void> => end((await running())[0], ending);

const conditions = async (): Promise<readonly string[]> =>
  ((await job()).status?.conditions ?? []).map(
    ({ type, reason, message }) => `${type} ${reason}: ${message}`,
  );

describe("podFailurePolicy", () => {
  const podFailurePolicy: NonNullable<JobSpec["podFailurePolicy"]> = {
    rules: [
      { action: "Ignore", onPodConditions: [{ type: "DisruptionTarget", status: "True" }] },
      { action: "FailJob", onExitCodes: { containerName: "main", operator: "In", values: [42] } },
      { action: "Ignore", onExitCodes: { operator: "NotIn", values: [1, 2, 3] } },
    ],
  };

  test("does not count a failure that it ignores", async () => {
    await start({ podFailurePolicy, backoffLimit: 0 });
    await end1({ exitCode: 137, condition: "DisruptionTarget" });
    await end1({ exitCode: 77 });
    expect((await job()).status?.failed).toBeUndefined();
    await end1({ exitCode: 0 });
    expect((await job()).status).toMatchObject({ succeeded: 1 });
    expect((await conditions()).at(-1)).toBe(
      "Complete CompletionsReached: Reached expected number of succeeded pods",
    );
  });

  test("fails the Job at once, and says what has matched", async () => {
    await start({ podFailurePolicy, completions: 3, parallelism: 2 });
    const [pod] = await running();
    await end(pod, { exitCode: 42 });
    const why = `Container main for pod default/${pod?.metadata.name} failed with exit code 42 matching FailJob rule at index 1`;
    expect(await conditions()).toEqual([
      `FailureTarget PodFailurePolicy: ${why}`,
      `Failed PodFailurePolicy: ${why}`,
    ]);
    expect(await running()).toEqual([]);
    // The other one has been ended.
    expect((await job()).status).toMatchObject({ failed: 2 });
  });

  test("counts what no rule is about", async () => {
    await start({ podFailurePolicy, backoffLimit: 0 });
    await end1({ exitCode: 2 });
    expect((await conditions()).at(-1)).toMatch(/^Failed BackoffLimitExceeded/);
  });

  test("lets a Pod that is being deleted finish before it counts", async () => {
    await start({ podFailurePolicy }, false);
    const [pending] = await world.list(PODS);
    if (pending) await world.makeReady(pending);
    const [pod] = await running();
    await world.client.delete(PODS, { namespace: "default", name: pod?.metadata.name ?? "" });
    await world.host.settle();
    expect((await job()).status).toMatchObject({ terminating: 1 });
    expect((await job()).status?.failed).toBeUndefined();
    await end1({ exitCode: 1 });
    expect((await job()).status).toMatchObject({ failed: 1, terminating: 0 });
  });
});

describe("successPolicy", () => {
  const indexed = { completionMode: "Indexed" as const, completions: 4, parallelism: 4 };

  test.each([
    ["of an index", { succeededIndexes: "0" }, [0]],
    ["of any so many", { succeededCount: 2 }, [3, 1]],
    ["of some of several", { succeededIndexes: "1-3", succeededCount: 2 }, [0, 1, 3]],
  ])("is met by the success %s", async (_, rule, succeeding) => {
    await start({ ...indexed, successPolicy: { rules: [{ succeededIndexes: "0-3" }, rule] } });
    for (const index of succeeding) {
      expect(await conditions()).toEqual([]);
      await end(
        (await running()).find((pod) => indexOf(pod) === String(index)),
        { exitCode: 0 },
      );
    }
    expect(await conditions()).toEqual([
      "SuccessCriteriaMet SuccessPolicy: Matched rules at index 1",
      "Complete SuccessPolicy: Matched rules at index 1",
    ]);
    expect(await running()).toEqual([]);
    expect((await job()).status).toMatchObject({
      succeeded: succeeding.length,
      completionTime: expect.any(String),
    });
  });
});

describe("backoffLimitPerIndex", () => {
  const indexed = {
    completionMode: "Indexed" as const,
    completions: 3,
    parallelism: 3,
    backoffLimit: 2 ** 31 - 1,
    backoffLimitPerIndex: 1,
  };
  const failIndex = async (index: number, ending: Ending = {}): Promise<void> =>
    end(
      (await running()).find((pod) => indexOf(pod) === String(index)),
      ending,
    );
  const failures = async (index: number): Promise<string | undefined> =>
    (await running()).find((pod) => indexOf(pod) === String(index))?.metadata.annotations?.[
      "batch.kubernetes.io/job-index-failure-count"
    ];

  test("tries each index again by itself, after a while, and the others go on", async () => {
    await start(indexed);
    expect(await failures(1)).toBe("0");
    await failIndex(1);
    expect((await running()).map(indexOf)).toEqual(["0", "2"]);
    await world.host.advance(9_000);
    expect((await running()).map(indexOf)).toEqual(["0", "2"]);
    await world.host.advance(2_000);
    expect(await failures(1)).toBe("1");
    expect((await job()).status).toMatchObject({ failed: 1 });
    await failIndex(1);
    expect((await job()).status).toMatchObject({ failed: 2, failedIndexes: "1" });
    await failIndex(0, { exitCode: 0 });
    expect(await conditions()).toEqual([]);
    await failIndex(2, { exitCode: 0 });
    expect(await conditions()).toEqual([
      "FailureTarget FailedIndexes: Job has failed indexes",
      "Failed FailedIndexes: Job has failed indexes",
    ]);
    expect((await job()).status).toMatchObject({
      succeeded: 2,
      failed: 2,
      completedIndexes: "0,2",
      failedIndexes: "1",
    });
    const held = (await world.list(PODS)).flatMap(({ metadata }) => metadata.finalizers ?? []);
    expect(held).toEqual([]);
  });

  test("fails the Job when more indexes have failed than may", async () => {
    await start({ ...indexed, backoffLimitPerIndex: 0, maxFailedIndexes: 1 });
    await failIndex(0);
    expect(await conditions()).toEqual([]);
    await failIndex(2);
    expect((await conditions()).at(-1)).toBe(
      "Failed MaxFailedIndexesExceeded: Job has exceeded the specified maximal number of failed indexes",
    );
    expect(await running()).toEqual([]);
    // The Pod that ran on has failed with the Job.
    expect((await job()).status).toMatchObject({ failed: 3, failedIndexes: "0-2" });
  });

  test("is passed over where the failure policy fails the index", async () => {
    const rule = {
      action: "FailIndex" as const,
      onExitCodes: { operator: "In" as const, values: [9] },
    };
    await start({ ...indexed, backoffLimitPerIndex: 5, podFailurePolicy: { rules: [rule] } });
    await failIndex(1, { exitCode: 9 });
    expect((await job()).status).toMatchObject({ failedIndexes: "1", failed: 1 });
  });

  test("does not count failures that the failure policy ignores", async () => {
    const rule = {
      action: "Ignore" as const,
      onExitCodes: { operator: "In" as const, values: [7] },
    };
    await start({ ...indexed, backoffLimitPerIndex: 0, podFailurePolicy: { rules: [rule] } });
    await failIndex(1, { exitCode: 7 });
    const [, again] = await running();
    expect(again?.metadata.annotations).toMatchObject({
      "batch.kubernetes.io/job-index-failure-count": "0",
      "batch.kubernetes.io/job-index-ignored-failure-count": "1",
    });
    expect((await job()).status?.failed).toBeUndefined();
  });
});
