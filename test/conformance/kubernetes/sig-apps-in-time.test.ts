/** The conformance texts of sig-apps that take minutes: CronJobs, and Jobs whose containers fail first; on a virtual clock. */
import { expect } from "vitest";
import type { AnyBody } from "../../fixtures/api-call.ts";
import { type ConformanceApi, describeConformance } from "./conformance-suite.ts";
import { busybox } from "./pod-output.ts";

/** cronJobTimeout. */
const cronJobTimeoutMs = 300_000;

async function createCronJob(
  api: ConformanceApi,
  name: string,
  spec: { readonly concurrencyPolicy: string; readonly suspend?: boolean },
): Promise<void> {
  const container = {
    name: "c",
    image: busybox,
    command: ["sleep", "300"],
    volumeMounts: [{ name: "data", mountPath: "/data" }],
  };
  const pod = {
    restartPolicy: "OnFailure",
    containers: [container],
    volumes: [{ name: "data", emptyDir: {} }],
  };
  const job = { spec: { parallelism: 1, completions: 1, template: { spec: pod } } };
  await api.post(api.path("batch/v1/cronjobs"), {
    metadata: { name },
    spec: { schedule: "*/1 * * * ?", ...spec, jobTemplate: job },
  });
}

const activeOf = ({ status }: AnyBody): readonly { readonly name: string }[] => status.active ?? [];

async function runningJobs(api: ConformanceApi): Promise<readonly AnyBody[]> {
  const { items } = await api.get(api.path("batch/v1/jobs"));
  return items.filter(({ status }) => status.active > 0);
}

async function remove(api: ConformanceApi, name: string): Promise<void> {
  const path = api.path(`batch/v1/cronjobs/${name}`);
  await api.delete(path, { propagationPolicy: "Background" });
  await api.expectGone(path);
}

/** For as long as a CronJob is waited for it never has so many. */
async function expectNever(api: ConformanceApi, path: string, active: number): Promise<void> {
  for (let spentMs = 0; spentMs < cronJobTimeoutMs; spentMs += 10_000) {
    expect(activeOf(await api.get(path)).length).toBeLessThan(active);
    await api.advance(10_000);
  }
}

describeConformance(
  "sig-apps",
  (suite) => {
    suite.test("CronJob AllowConcurrent", async (api) => {
      await createCronJob(api, "concurrent", { concurrencyPolicy: "Allow" });
      await api.until(
        api.path("batch/v1/cronjobs/concurrent"),
        (cronJob) => expect(activeOf(cronJob).length).toBeGreaterThanOrEqual(2),
        cronJobTimeoutMs,
      );
      expect((await runningJobs(api)).length).toBeGreaterThanOrEqual(2);
      await remove(api, "concurrent");
    });

    suite.test("CronJob Suspend", async (api) => {
      await createCronJob(api, "suspended", { concurrencyPolicy: "Allow", suspend: true });
      await expectNever(api, api.path("batch/v1/cronjobs/suspended"), 1);
      expect((await api.get(api.path("batch/v1/jobs"))).items).toEqual([]);
      await remove(api, "suspended");
    });

    suite.test("CronJob ForbidConcurrent", async (api) => {
      await createCronJob(api, "forbid", { concurrencyPolicy: "Forbid" });
      const path = api.path("batch/v1/cronjobs/forbid");
      await api.until(
        path,
        (cronJob) => expect(activeOf(cronJob)).toHaveLength(1),
        cronJobTimeoutMs,
      );
      expect(await runningJobs(api)).toHaveLength(1);
      await expectNever(api, path, 2);
      await remove(api, "forbid");
    });

    suite.test("CronJob ReplaceConcurrent", async (api) => {
      await createCronJob(api, "replace", { concurrencyPolicy: "Replace" });
      const path = api.path("batch/v1/cronjobs/replace");
      const first = await api.until(
        path,
        (cronJob) => expect(activeOf(cronJob)).toHaveLength(1),
        cronJobTimeoutMs,
      );
      expect(await runningJobs(api)).toHaveLength(1);
      const [before] = activeOf(first);
      await api.until(
        path,
        (cronJob) => {
          const [now] = activeOf(cronJob);
          expect(now?.name).toBeDefined();
          expect(now?.name).not.toBe(before?.name);
        },
        cronJobTimeoutMs,
      );
      await remove(api, "replace");
    });

    suite.test("Jobs, completion after task failure", async (api) => {
      const script = `
			if [[ -r /data/foo ]]
			then
				exit 0
			else
				touch /data/foo
				exit 1
			fi
		`;
      const container = {
        name: "c",
        image: busybox,
        command: ["/bin/sh", "-c"],
        args: [script],
        volumeMounts: [{ name: "data", mountPath: "/data" }],
      };
      const pod = {
        restartPolicy: "OnFailure",
        containers: [container],
        volumes: [{ name: "data", emptyDir: {} }],
      };
      const labels = { job: "fail-once-local" };
      await api.post(api.path("batch/v1/jobs"), {
        metadata: { name: "fail-once-local" },
        spec: {
          parallelism: 2,
          completions: 4,
          backoffLimit: 6,
          template: { metadata: { labels }, spec: pod },
        },
      });
      await api.until(
        api.path("batch/v1/jobs/fail-once-local"),
        ({ status }) =>
          expect(status.conditions).toContainEqual(
            expect.objectContaining({ type: "Complete", status: "True" }),
          ),
        900_000,
      );
      const { items } = await api.get(api.path("v1/pods?labelSelector=job%3Dfail-once-local"));
      expect(items.filter(({ status }) => status.phase === "Succeeded")).toHaveLength(4);
      for (const { status } of items) expect(status.containerStatuses[0].restartCount).toBe(1);
    });
  },
  { clock: "virtual" },
);
