/** How many replicas a metric asks for. Rows from pkg/controller/podautoscaler/replica_calculator_test.go. */
import { describe, expect, it } from "vitest";
import type { Pod } from "../../../../src/api/generated/types.ts";
import {
  averageReplicas,
  replicasMax,
  shareReplicas,
  sumOf,
  totalReplicas,
  utilizationReplicas,
  type PodMetric,
  type PodMetrics,
  type Scaled,
  type Tolerances,
} from "../../../../src/controllers/pod-autoscaler/replicas.ts";
import { rfc3339 } from "../../../../src/api/time.ts";

const nowMs = 1_767_225_600_000;
const tenth: Tolerances = { down: 0.1, up: 0.1 };
const valueMax = Number(2n ** 63n - 1n);

/** `r`eady, `u`nready, or as the phase says; in Go's tables nothing has ever happened at a time but the start. */
interface Pods {
  readonly count: number;
  /** T and F by Pod; all ready without it. */
  readonly ready?: string;
  /** By Pod: `n`ow, or `3` minutes ago. */
  readonly started?: string;
  /** R, P, F and S by Pod. */
  readonly phases?: string;
  /** x where a Pod is being deleted. */
  readonly going?: string;
  /** CPU of each of two containers. */
  readonly requests?: readonly string[];
}

const phaseOf: Readonly<Record<string, string>> = {
  R: "Running",
  P: "Pending",
  F: "Failed",
  S: "Succeeded",
};
const zero = "0001-01-01T00:00:00Z";
const startOf: Readonly<Record<string, string>> = {
  n: rfc3339(nowMs),
  "3": rfc3339(nowMs - 180_000),
};

function podsOf({ count, ready, started, phases, going, requests }: Pods): readonly Pod[] {
  const total = Math.max(count, phases?.length ?? 0);
  return Array.from({ length: total }, (_, at): Pod => {
    const cpu = requests?.[at];
    const resources = cpu === undefined ? {} : { resources: { requests: { cpu } } };
    const isGoing = going?.[at] === "x";
    return {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: `pod-${at}`, ...(isGoing ? { deletionTimestamp: rfc3339(nowMs) } : {}) },
      spec: {
        containers: [
          { name: "container1", ...resources },
          { name: "container2", ...resources },
        ],
      },
      status: {
        phase: phaseOf[phases?.[at] ?? "R"] as "Running",
        startTime: startOf[started?.[at] ?? ""] ?? zero,
        conditions: [
          {
            type: "Ready",
            status: ready?.[at] === "F" ? "False" : "True",
            lastTransitionTime: zero,
          },
        ],
      },
    };
  });
}

const metric = (value: number): PodMetric => ({
  value,
  atMs: Number.NEGATIVE_INFINITY,
  windowMs: 60_000,
});

function metricsOf(levels: readonly number[], names: readonly string[] = []): PodMetrics {
  return new Map(levels.map((level, at) => [names[at] ?? `pod-${at}`, metric(level)]));
}

const ones = (count: number, text = "1"): readonly string[] =>
  Array.from({ length: count }, () => text);

interface Outcome {
  readonly replicas: number;
  readonly utilization: number;
  readonly usage: number;
}

function scaled(pods: Pods, tolerances = tenth): Scaled {
  return { replicas: pods.count, pods: podsOf(pods), tolerances, nowMs };
}

/** Levels are of each of two containers, unless a container is named. */
describe("a target in percent of what is requested", () => {
  const row = (
    pods: Pods,
    levels: readonly number[],
    target: number,
    [replicas, utilization, usage]: readonly [number, number, number],
    more: { readonly container?: string; readonly tolerances?: Tolerances } = {},
  ) => ({ pods, levels, target, expected: { replicas, utilization, usage }, ...more });
  const three: Pods = { count: 3, requests: ones(3) };
  const four: Pods = { count: 4, requests: ones(4) };
  const five: Pods = { count: 5, requests: ones(5) };
  const gone = { count: 2, requests: ones(4), ready: "TTFF" };
  const left = { count: 5, requests: ones(7), ready: "TTTTTFF" };
  const mixed: Pods = { count: 3, requests: ["0.9", "1.0", "1.1"] };
  const down = [100, 300, 500, 250, 250];

  it.each<readonly [string, ReturnType<typeof row>]>([
    ["up", row(three, [300, 500, 700], 30, [5, 50, 1000])],
    [
      "up, by one container",
      row(three, [300, 500, 700], 30, [5, 50, 500], { container: "container2" }),
    ],
    [
      "up less for an unready Pod",
      row({ ...three, ready: "FTT" }, [300, 500, 700], 30, [4, 60, 1200]),
    ],
    [
      "up less for a Pod that warms up",
      row({ ...three, started: "n33" }, [300, 500, 700], 30, [4, 60, 1200]),
    ],
    ["not up, of unready Pods", row({ ...three, ready: "TFF" }, [400, 500, 700], 30, [3, 40, 800])],
    [
      "not up, of Pods that warm up",
      row({ ...three, ready: "TFF", started: "3nn" }, [400, 500, 700], 30, [3, 40, 800]),
    ],
    ["up, failed Pods aside", row({ ...gone, phases: "RRFF" }, [500, 700], 30, [4, 60, 1200])],
    ["up, succeeded Pods aside", row({ ...gone, phases: "RRSS" }, [500, 700], 30, [4, 60, 1200])],
    [
      "up, going Pods aside",
      row({ ...gone, phases: "RRRR", going: "--xx" }, [500, 700], 30, [4, 60, 1200]),
    ],
    ["down", row(five, down, 50, [3, 28, 560])],
    ["down, by one container", row(five, down, 50, [3, 28, 280], { container: "container2" })],
    ["down, unready Pods aside", row({ ...five, ready: "TTTFF" }, down, 50, [2, 30, 600])],
    [
      "down, unscheduled Pods aside",
      row({ ...five, ready: "TFFFF", phases: "RPPPP" }, [100], 50, [1, 10, 200]),
    ],
    ["down, Pods that warm up aside", row({ ...five, started: "333nn" }, down, 50, [2, 30, 600])],
    ["down, failed Pods aside", row({ ...left, phases: "RRRRRFF" }, down, 50, [3, 28, 560])],
    ["down, succeeded Pods aside", row({ ...left, phases: "RRRRRSS" }, down, 50, [3, 28, 560])],
    [
      "down, going Pods aside",
      row({ ...left, phases: "RRRRRRR", going: "-----xx" }, down, 50, [3, 28, 560]),
    ],
    ["within the tolerance", row(mixed, [1010, 1030, 1020], 100, [3, 102, 2040])],
    [
      "outside no tolerance",
      row(mixed, [909, 1010, 1111], 100, [4, 101, 2020], { tolerances: { down: 0, up: 0 } }),
    ],
    [
      "within a large tolerance going up",
      row(mixed, [1890, 1910, 1900], 100, [3, 190, 3800], { tolerances: { down: 0.1, up: 2 } }),
    ],
    [
      "outside a tolerance going up, whatever there is going down",
      row(mixed, [1100, 1080, 1090], 100, [4, 109, 2180], { tolerances: { down: 2, up: 0.08 } }),
    ],
    [
      "within a tolerance going down",
      row(mixed, [660, 640, 650], 100, [3, 65, 1300], { tolerances: { down: 0.36, up: 0.1 } }),
    ],
    [
      "outside a tolerance going down",
      row(mixed, [660, 640, 650], 100, [2, 65, 1300], { tolerances: { down: 0.34, up: 0.1 } }),
    ],
    [
      "metrics of Pods that are not asked about",
      row(four, [4000, 9500, 3000, 7000, 3200, 2000], 100, [24, 587, 11_750]),
    ],
    ["down, with metrics missing", row(four, [400, 95], 100, [3, 24, 495])],
    [
      "on target, with a metric missing",
      row({ count: 2, requests: ones(2) }, [1000], 100, [2, 100, 2000]),
    ],
    [
      "above, with a metric missing",
      row({ count: 2, requests: ones(2) }, [1900], 100, [2, 190, 3800]),
    ],
    [
      "below, with a metric missing",
      row({ count: 2, requests: ones(2) }, [600], 100, [2, 60, 1200]),
    ],
    [
      "not down, with a Pod unready and one missing",
      row({ ...three, ready: "FTT" }, [100, 450], 50, [3, 45, 900]),
    ],
    [
      "up, with a Pod unready and one missing",
      row({ ...three, ready: "FTT" }, [100, 2000], 50, [4, 200, 4000]),
    ],
    [
      "down, with a Pod unready and one missing",
      row({ ...four, ready: "FTTT" }, [100, 100, 100], 50, [3, 10, 200]),
    ],
    [
      "down, with a target above what is requested",
      row(
        { count: 4, ready: "FTTT", requests: ["1", "1", "2", "2"] },
        [200, 100, 100],
        300,
        [2, 6, 200],
      ),
    ],
    [
      "a surging Pod without a metric",
      row({ count: 2, phases: "RRR", requests: ones(3) }, [100, 100], 50, [2, 10, 200]),
    ],
  ])("%s", (_title, { pods, levels, target, expected, container = "", tolerances }) => {
    const metrics = metricsOf(container === "" ? levels.map((level) => 2 * level) : levels);
    const wanted = { utilization: target, resource: "cpu", container };
    expect(utilizationReplicas(metrics, wanted, scaled(pods, tolerances))).toEqual<Outcome>(
      expected,
    );
  });

  it("is breached by a little more than the tolerance, and not by a little less", () => {
    const requests = [
      "400m",
      "200m",
      "310m",
      "290m",
      "302m",
      "298m",
      "301m",
      "299m",
      "300m",
      "300m",
    ];
    const metrics = metricsOf(Array.from({ length: 10 }, () => 300));
    const at = (utilization: number) =>
      utilizationReplicas(
        metrics,
        { utilization, resource: "cpu", container: "" },
        scaled({ count: 10, requests }),
      );
    expect(at(56)).toEqual({ replicas: 9, utilization: 50, usage: 300 });
    expect(at(55)).toEqual({ replicas: 10, utilization: 50, usage: 300 });
  });

  it.each<readonly [string, Pods, PodMetrics, string]>([
    [
      "none of the Pods that are known",
      { count: 1, requests: ones(1) },
      metricsOf([100], ["an-older-pod-name"]),
      "no metrics returned matched known pods",
    ],
    [
      "no Pods",
      { count: 0 },
      metricsOf([1]),
      "no pods returned by selector while calculating replica count",
    ],
    [
      "no Pods that count",
      { count: 1, phases: "P", requests: ones(1) },
      metricsOf([1]),
      "did not receive metrics for targeted pods (pods might be unready)",
    ],
    [
      "no requests",
      { count: 1 },
      metricsOf([200]),
      "missing request for cpu in container container1 of Pod pod-0",
    ],
  ])("says nothing of %s", (_title, pods, metrics, message) => {
    const wanted = { utilization: 100, resource: "cpu", container: "" };
    expect(() => utilizationReplicas(metrics, wanted, scaled(pods))).toThrow(message);
  });
});

describe("a target for the average of Pods", () => {
  it.for<
    readonly [string, Pods, readonly number[], number, readonly [number, number], Tolerances?]
  >([
    ["up", { count: 3 }, [20_000, 10_000, 30_000], 15_000, [4, 20_000]],
    [
      "up, as it is no matter of the CPU whether Pods warm up",
      { count: 3, ready: "TTF", started: "33n" },
      [50_000, 10_000, 30_000],
      15_000,
      [6, 30_000],
    ],
    [
      "up, unready Pods included",
      { count: 3, ready: "FTF", started: "n3n" },
      [50_000, 15_000, 30_000],
      15_000,
      [7, 31_666],
    ],
    ["down", { count: 5 }, [12_000, 12_000, 12_000, 12_000, 12_000], 20_000, [3, 12_000]],
    ["within the tolerance", { count: 3 }, [20_000, 21_000, 21_000], 20_000, [3, 20_666]],
    [
      "outside a small tolerance",
      { count: 3 },
      [20_000, 21_000, 21_000],
      20_000,
      [4, 20_666],
      { down: 0.1, up: 0.01 },
    ],
    ["with metrics missing", { count: 5 }, [20_000, 19_000, 21_000], 20_000, [5, 20_000]],
    [
      "a surging Pod without a metric",
      { count: 2, phases: "RRR" },
      [10_000, 10_000],
      17_000,
      [2, 10_000],
    ],
  ])("%s", ([, pods, levels, value, [replicas, usage], tolerances = tenth]) => {
    const result = averageReplicas(
      metricsOf(levels),
      { value, resource: "" },
      scaled(pods, tolerances),
    );
    expect(result).toEqual({ replicas, usage });
  });
});

describe("a target for something as a whole", () => {
  const small: Tolerances = { down: 0.1, up: 0.01 };
  it.for<readonly [string, Pods, number, number, number, Tolerances?]>([
    ["up", { count: 3 }, 20_000, 15_000, 4],
    ["up without end", { count: 3 }, valueMax, 1, replicasMax],
    ["up from the Pods that are ready", { count: 3, ready: "FTF" }, 50_000, 10_000, 5],
    ["down", { count: 5 }, 12_000, 20_000, 3],
    ["within the tolerance", { count: 3 }, 20_666, 20_000, 3],
    ["outside a small tolerance", { count: 3 }, 20_666, 20_000, 4, small],
    ["down, as only one Pod has made it", { count: 3, ready: "FTF" }, 8600, 4400, 2],
    ["more than a number holds", { count: 3 }, valueMax, valueMax, 3],
    ["from nothing to what is wanted", { count: 0 }, 20_000, 5000, 4],
    ["from nothing to nothing", { count: 0 }, 0, 5000, 0],
  ])("%s", ([, pods, usage, target, replicas, tolerances = tenth]) => {
    expect(totalReplicas(usage, target, scaled(pods, tolerances))).toEqual({ replicas, usage });
  });

  it("adds up to no more than a number holds", () => {
    expect(sumOf([valueMax / 2 + 1, valueMax / 2 + 1])).toBe(valueMax);
    expect(sumOf([1, 2, 3])).toBe(6);
  });

  it("says nothing without Pods", () => {
    expect(() => totalReplicas(10, 1, { ...scaled({ count: 0 }), replicas: 1 })).toThrow(
      "unable to calculate ready pods: no pods returned by selector while calculating replica count",
    );
  });
});

describe("a target for each replica's share", () => {
  const small: Tolerances = { down: 0.1, up: 0.01 };
  it.for<readonly [string, number, number, number, readonly [number, number], Tolerances?]>([
    ["more than there can be", 1, valueMax, 1, [replicasMax, valueMax]],
    ["as much as there can be", 1, valueMax, valueMax, [1, valueMax]],
    ["of none", 0, 20_000, 5000, [4, 0]],
    ["of nothing of none", 0, 0, 5000, [0, 0]],
    ["up", 3, 8600, 2150, [4, 2867]],
    ["down", 5, 8600, 2867, [3, 1720]],
    ["within the tolerance", 3, 8600, 2900, [3, 2867]],
    ["outside a small tolerance", 3, 8600, 2800, [4, 2867], small],
    ["up to a quarter more", 3, 20_000, 5000, [4, 6667]],
    ["within the tolerance of four", 4, 20_166, 5000, [4, 5042]],
    ["outside a small tolerance of four", 4, 20_208, 5000, [5, 5052], small],
  ])("%s", ([, count, total, target, [replicas, usage], tolerances = tenth]) => {
    expect(shareReplicas(total, target, { replicas: count, tolerances })).toEqual({
      replicas,
      usage,
    });
  });
});
