import { afterEach, describe, expect, test } from "vitest";
import type { CronJob, Job } from "../../../src/api/generated/types.ts";
import { CRON_JOBS, EVENTS, JOBS } from "../../../src/api/kinds.ts";
import type { Stored } from "../../../src/api/object.ts";
import { rfc3339 } from "../../../src/api/time.ts";
import { cronJobController } from "../../../src/controllers/cron-job.ts";
import { startWorld, type World } from "../../fixtures/controller-world.ts";

let world: World;
afterEach(() => world.stop());

type Spec = NonNullable<CronJob["spec"]>;
const minuteMs = 60_000;

/** The world begins at 2026-01-01T00:00:00Z. */
async function start(spec: Partial<Spec> = {}, metadata: object = {}): Promise<void> {
  world = await startWorld({ controllers: [cronJobController] });
  await world.client.create(CRON_JOBS, {
    apiVersion: "batch/v1",
    kind: "CronJob",
    metadata: { name: "tick", namespace: "default", ...metadata },
    spec: {
      schedule: "* * * * *",
      concurrencyPolicy: "Allow",
      jobTemplate: {
        metadata: { labels: { of: "tick" } },
        spec: {
          template: { spec: { restartPolicy: "Never", containers: [{ name: "a", image: "a" }] } },
        },
      },
      ...spec,
    },
  });
  await world.host.settle();
}

const jobs = async (): Promise<readonly Stored<Job>[]> => await world.list(JOBS);
const names = async (): Promise<readonly string[]> =>
  (await jobs()).map(({ metadata }) => metadata.name);
const cronJob = () => world.client.get(CRON_JOBS, { namespace: "default", name: "tick" });
const events = async (): Promise<readonly string[]> =>
  (await world.list(EVENTS)).map(({ reason, message }) => `${reason}: ${message}`);

async function finish(name: string, type: "Complete" | "Failed" = "Complete"): Promise<void> {
  const now = rfc3339(world.host.clock.nowMs());
  const ended = (job: Stored<Job>): Job => ({
    ...job,
    status: {
      startTime: job.status?.startTime ?? now,
      ...(type === "Complete" ? { completionTime: now } : {}),
      conditions: [{ type, status: "True" }],
    },
  });
  await world.change(JOBS, name, ended, "status");
  await world.host.settle();
}

/** Of the minute that many minutes after the world began. */
const jobAt = (minute: number): string =>
  `tick-${Date.parse("2026-01-01T00:00Z") / 60_000 + minute}`;

describe("a CronJob", () => {
  test("makes a Job when its schedule is due, and says so in its status", async () => {
    await start();
    expect(await names()).toEqual([]);
    await world.host.advance(minuteMs + 200);
    expect(await names()).toEqual([jobAt(1)]);
    const [job] = await jobs();
    expect(job).toMatchObject({
      metadata: {
        labels: { of: "tick" },
        annotations: { "batch.kubernetes.io/cronjob-scheduled-timestamp": "2026-01-01T00:01:00Z" },
        ownerReferences: [{ kind: "CronJob", name: "tick", controller: true }],
      },
      spec: { template: { spec: { restartPolicy: "Never" } } },
    });
    expect((await cronJob()).status).toMatchObject({
      lastScheduleTime: "2026-01-01T00:01:00Z",
      active: [{ apiVersion: "batch/v1", kind: "Job", name: jobAt(1), uid: job?.metadata.uid }],
    });
    expect(await events()).toEqual([`SuccessfulCreate: Created job ${jobAt(1)}`]);
    await world.host.advance(minuteMs);
    expect(await names()).toEqual([jobAt(1), jobAt(2)]);
  });

  test("follows its time zone, also in what it writes", async () => {
    await start({ schedule: "30 9 * * *", timeZone: "Asia/Kolkata" });
    await world.host.advance(4 * 60 * minuteMs + 200);
    const [job] = await jobs();
    expect(job?.metadata.annotations).toEqual({
      "batch.kubernetes.io/cronjob-scheduled-timestamp": "2026-01-01T09:30:00+05:30",
    });
  });

  test("does nothing while suspended, and catches up with the last time alone", async () => {
    await start({ suspend: true });
    await world.host.advance(10 * minuteMs);
    expect(await names()).toEqual([]);
    await world.change(CRON_JOBS, "tick", (found) => ({
      ...found,
      spec: { ...found.spec, suspend: false } as Spec,
    }));
    await world.host.settle();
    expect(await names()).toEqual([jobAt(10)]);
  });

  test("lets a time pass that is longer ago than its starting deadline", async () => {
    await start({ schedule: "0 * * * *", startingDeadlineSeconds: 30, suspend: true });
    await world.host.advance(61 * minuteMs);
    await world.change(CRON_JOBS, "tick", (found) => ({
      ...found,
      spec: { ...found.spec, suspend: false } as Spec,
    }));
    await world.host.settle();
    expect(await names()).toEqual([]);
    await world.host.advance(59 * minuteMs + 200);
    expect(await names()).toEqual([jobAt(120)]);
  });

  test("runs Jobs side by side, not at all, or in place of each other, as its policy says", async () => {
    await start({ concurrencyPolicy: "Forbid" });
    await world.host.advance(3 * minuteMs + 200);
    expect(await names()).toEqual([jobAt(1)]);
    expect(await events()).toContain(
      "JobAlreadyActive: Not starting job because prior execution is running and concurrency policy is Forbid",
    );
    await finish(jobAt(1));
    expect(await names()).toEqual([jobAt(1), jobAt(3)]);
    await world.change(CRON_JOBS, "tick", (found) => ({
      ...found,
      spec: { ...found.spec, concurrencyPolicy: "Replace" } as Spec,
    }));
    await world.host.advance(minuteMs);
    expect(await names()).toEqual([jobAt(1), jobAt(4)]);
    expect(await events()).toContain(`SuccessfulDelete: Deleted job ${jobAt(3)}`);
    expect((await cronJob()).status?.active?.map(({ name }) => name)).toEqual([jobAt(4)]);
  });

  test("keeps as many finished Jobs as its history has room for", async () => {
    await start({ successfulJobsHistoryLimit: 2, failedJobsHistoryLimit: 1 });
    for (let minute = 1; minute <= 6; minute += 1) {
      await world.host.advance(minuteMs);
      await world.host.advance(200);
      await finish(jobAt(minute), minute % 2 === 0 ? "Failed" : "Complete");
    }
    expect(await names()).toEqual([jobAt(3), jobAt(5), jobAt(6)]);
    const { status } = await cronJob();
    expect(status?.active).toBeUndefined();
    expect(status?.lastSuccessfulTime).toMatch(/^2026-01-01T00:05:/);
    expect(await events()).toContain(
      `SawCompletedJob: Saw completed job: ${jobAt(6)}, condition: Failed`,
    );
  });

  test("leaves a Job alone that was made from it by hand", async () => {
    await start({ suspend: true });
    const { metadata } = await cronJob();
    await world.client.create(JOBS, {
      apiVersion: "batch/v1",
      kind: "Job",
      metadata: {
        name: "by-hand",
        namespace: "default",
        ownerReferences: [
          {
            apiVersion: "batch/v1",
            kind: "CronJob",
            name: "tick",
            uid: metadata.uid,
            controller: true,
          },
        ],
      },
      spec: { template: { spec: { restartPolicy: "Never", containers: [] } } },
    });
    await world.host.settle();
    expect((await cronJob()).status?.active).toBeUndefined();
    expect(await events()).toEqual([
      "UnexpectedJob: Saw a job that the controller did not create or forgot: by-hand",
    ]);
  });

  test("notes that an active Job is gone", async () => {
    await start();
    await world.host.advance(minuteMs + 200);
    await world.client.delete(JOBS, { namespace: "default", name: jobAt(1) });
    await world.host.settle();
    expect(await events()).toContain(`MissingJob: Active job went missing: ${jobAt(1)}`);
    expect((await cronJob()).status?.active).toBeUndefined();
    expect(await names()).toEqual([]);
  });

  test.each([
    [{ timeZone: "Mars/Olympus" }, "UnknownTimeZone"],
    [{ schedule: "every now and then" }, "UnparseableSchedule"],
  ])("that came in before %j was refused says that it cannot be followed", async (spec, reason) => {
    await start(spec);
    expect((await events()).map((event) => event.split(":")[0])).toEqual([reason]);
    expect(await names()).toEqual([]);
  });

  // pkg/controller/cronjob/utils.go: mostRecentScheduleTime; test/cmd/events.sh waits for this event.
  test("says of a time that never comes that its schedule is invalid", async () => {
    await start({ schedule: "59 23 31 2 *" });
    expect(await events()).toEqual([
      "InvalidSchedule: invalid schedule: 59 23 31 2 * : time difference between two schedules is less than 1 second",
    ]);
  });
});
