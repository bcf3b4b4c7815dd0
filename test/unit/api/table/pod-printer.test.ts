/** The state of a Pod in one word, and the rest of its row. */
import { describe, expect, it } from "vitest";
import type {
  ContainerStatus,
  Pod,
  PodSpec,
  PodStatus,
} from "../../../../src/api/generated/types.ts";
import { tableFor } from "../../../../src/api/table/table.ts";

const nowMs = Date.parse("2026-01-01T01:00:00Z");
const pods = { group: "", kind: "Pod" };

function pod(spec: Partial<PodSpec>, status: PodStatus, metadata: object = {}): Pod {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "p", creationTimestamp: "2026-01-01T00:00:00Z", ...metadata },
    spec: { containers: [{ name: "a" }, { name: "b" }], ...spec },
    status,
  };
}

function status(name: string, more: Partial<ContainerStatus> = {}): ContainerStatus {
  return { name, image: "i", imageID: "", ready: false, restartCount: 0, ...more };
}

const running = (name: string, more: Partial<ContainerStatus> = {}): ContainerStatus =>
  status(name, { ready: true, state: { running: {} }, ...more });
const waiting = (
  name: string,
  reason: string,
  more: Partial<ContainerStatus> = {},
): ContainerStatus => status(name, { state: { waiting: { reason } }, ...more });
const ended = (name: string, exitCode: number, more: object = {}): ContainerStatus =>
  status(name, { state: { terminated: { exitCode, ...more } } });
const ready = { type: "Ready", status: "True" };
const sidecar = { name: "s", restartPolicy: "Always" };
const terminatedAt = (finishedAt: string): Partial<ContainerStatus> => ({
  lastState: { terminated: { exitCode: 1, finishedAt } },
});

function cells(object: Pod): readonly unknown[] {
  const options = { nowMs, includeObject: "None" as const, noHeaders: false };
  return tableFor(pods, [object], options).rows[0]?.cells ?? [];
}

describe("a Pod's row", () => {
  it.each<[string, Pod, string, string, string]>([
    ["waits for a node", pod({}, { phase: "Pending" }), "0/2", "Pending", "0"],
    [
      "runs",
      pod({}, { phase: "Running", containerStatuses: [running("a"), running("b")] }),
      "2/2",
      "Running",
      "0",
    ],
    [
      "has half of its containers ready",
      pod(
        {},
        { phase: "Running", containerStatuses: [running("a"), running("b", { ready: false })] },
      ),
      "1/2",
      "Running",
      "0",
    ],
    [
      "is being made",
      pod({}, { phase: "Pending", containerStatuses: [waiting("a", "ContainerCreating")] }),
      "0/2",
      "ContainerCreating",
      "0",
    ],
    [
      "cannot be pulled",
      pod(
        {},
        { phase: "Pending", containerStatuses: [running("a"), waiting("b", "ImagePullBackOff")] },
      ),
      "1/2",
      "ImagePullBackOff",
      "0",
    ],
    [
      "crashes",
      pod(
        {},
        {
          phase: "Running",
          containerStatuses: [
            waiting("a", "CrashLoopBackOff", {
              restartCount: 3,
              ...terminatedAt("2026-01-01T00:55:00Z"),
            }),
            running("b"),
          ],
        },
      ),
      "1/2",
      "CrashLoopBackOff",
      "3 (5m ago)",
    ],
    [
      "restarted without a trace",
      pod({}, { phase: "Running", containerStatuses: [running("a", { restartCount: 2 })] }),
      "1/2",
      "Running",
      "2",
    ],
    [
      "is done",
      pod({}, { phase: "Succeeded", containerStatuses: [ended("a", 0, { reason: "Completed" })] }),
      "0/2",
      "Completed",
      "0",
    ],
    [
      "is done in part, and ready",
      pod(
        {},
        {
          phase: "Running",
          conditions: [ready],
          containerStatuses: [ended("a", 0, { reason: "Completed" }), running("b")],
        },
      ),
      "1/2",
      "Running",
      "0",
    ],
    [
      "is done in part, and not ready",
      pod(
        {},
        {
          phase: "Running",
          containerStatuses: [ended("a", 0, { reason: "Completed" }), running("b")],
        },
      ),
      "1/2",
      "NotReady",
      "0",
    ],
    [
      "failed",
      pod({}, { phase: "Failed", containerStatuses: [ended("a", 1, { reason: "Error" })] }),
      "0/2",
      "Error",
      "0",
    ],
    [
      "failed without a reason",
      pod({}, { phase: "Failed", containerStatuses: [ended("a", 3)] }),
      "0/2",
      "ExitCode:3",
      "0",
    ],
    [
      "was killed",
      pod({}, { phase: "Failed", containerStatuses: [ended("a", 137, { signal: 9 })] }),
      "0/2",
      "Signal:9",
      "0",
    ],
    ["was evicted", pod({}, { phase: "Failed", reason: "Evicted" }), "0/2", "Evicted", "0"],
    [
      "is gated",
      pod(
        {},
        {
          phase: "Pending",
          conditions: [{ type: "PodScheduled", status: "False", reason: "SchedulingGated" }],
        },
      ),
      "0/2",
      "SchedulingGated",
      "0",
    ],
    [
      "is going",
      pod(
        {},
        { phase: "Running", containerStatuses: [running("a")] },
        { deletionTimestamp: "2026-01-01T00:59:00Z" },
      ),
      "1/2",
      "Terminating",
      "0",
    ],
    [
      "is going, but was done",
      pod(
        {},
        { phase: "Succeeded", containerStatuses: [ended("a", 0, { reason: "Completed" })] },
        { deletionTimestamp: "2026-01-01T00:59:00Z" },
      ),
      "0/2",
      "Completed",
      "0",
    ],
    [
      "is lost with its node",
      pod(
        {},
        { phase: "Running", reason: "NodeLost" },
        { deletionTimestamp: "2026-01-01T00:59:00Z" },
      ),
      "0/2",
      "Unknown",
      "0",
    ],
    [
      "initializes",
      pod(
        { initContainers: [{ name: "i" }, { name: "j" }] },
        {
          phase: "Pending",
          initContainerStatuses: [ended("i", 0), running("j")],
          containerStatuses: [waiting("a", "PodInitializing")],
        },
      ),
      "0/2",
      "Init:1/2",
      "0",
    ],
    [
      "has yet to begin",
      pod(
        { initContainers: [{ name: "i" }] },
        { phase: "Pending", initContainerStatuses: [waiting("i", "PodInitializing")] },
      ),
      "0/2",
      "Init:0/1",
      "0",
    ],
    [
      "crashes while it initializes",
      pod(
        { initContainers: [{ name: "i" }] },
        {
          phase: "Pending",
          initContainerStatuses: [
            waiting("i", "CrashLoopBackOff", {
              restartCount: 2,
              ...terminatedAt("2026-01-01T00:59:50Z"),
            }),
          ],
        },
      ),
      "0/2",
      "Init:CrashLoopBackOff",
      "2 (10s ago)",
    ],
    [
      "fails while it initializes",
      pod(
        { initContainers: [{ name: "i" }] },
        { phase: "Failed", initContainerStatuses: [ended("i", 2)] },
      ),
      "0/2",
      "Init:ExitCode:2",
      "0",
    ],
    [
      "is killed while it initializes",
      pod(
        { initContainers: [{ name: "i" }] },
        { phase: "Failed", initContainerStatuses: [ended("i", 137, { signal: 9 })] },
      ),
      "0/2",
      "Init:Signal:9",
      "0",
    ],
    [
      "runs with a sidecar",
      pod(
        { initContainers: [sidecar] },
        {
          phase: "Running",
          initContainerStatuses: [running("s", { started: true, restartCount: 1 })],
          containerStatuses: [running("a"), running("b")],
        },
      ),
      "3/3",
      "Running",
      "1",
    ],
    [
      "forgets what happened while it initialized",
      pod(
        { initContainers: [{ name: "i" }] },
        {
          phase: "Running",
          initContainerStatuses: [{ ...ended("i", 0), restartCount: 4 }],
          containerStatuses: [running("a"), running("b")],
        },
      ),
      "2/2",
      "Running",
      "0",
    ],
    ["has no status", pod({}, {}), "0/2", "", "0"],
  ])("of one that %s", (_what, object, readyText, reason, restarts) => {
    expect(cells(object).slice(0, 5)).toEqual(["p", readyText, reason, restarts, "60m"]);
  });

  it("shows where the Pod is when asked for more", () => {
    const object = pod(
      { nodeName: "n1", readinessGates: [{ conditionType: "g1" }, { conditionType: "g2" }] },
      {
        podIPs: [{ ip: "10.0.0.1" }],
        nominatedNodeName: "n2",
        conditions: [
          { type: "g1", status: "True" },
          { type: "g2", status: "False" },
        ],
      },
    );
    expect(cells(object).slice(5)).toEqual(["10.0.0.1", "n1", "n2", "1/2"]);
    expect(cells(pod({}, {})).slice(5)).toEqual(["<none>", "<none>", "<none>", "<none>"]);
  });

  it.each([
    [
      "Succeeded",
      [
        {
          type: "Completed",
          status: "True",
          reason: "Succeeded",
          message: "The pod has completed successfully.",
        },
      ],
    ],
    [
      "Failed",
      [{ type: "Completed", status: "True", reason: "Failed", message: "The pod failed." }],
    ],
    ["Running", undefined],
  ] as const)("tells that a %s Pod is over or not", (phase, conditions) => {
    const options = { nowMs, includeObject: "None" as const, noHeaders: true };
    expect(tableFor(pods, [pod({}, { phase })], options).rows[0]?.conditions).toEqual(conditions);
  });
});
