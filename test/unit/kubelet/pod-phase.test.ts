import { describe, expect, it } from "vitest";
import type { ContainerState, ContainerStatus, Pod } from "../../../src/api/generated/types.ts";
import { podPhase } from "../../../src/kubelet/pod-phase.ts";

const states: Record<
  string,
  { state: ContainerState; lastState?: ContainerState; started?: boolean }
> = {
  run: { state: { running: {} }, started: true },
  starting: { state: { running: {} }, started: false },
  wait: { state: { waiting: { reason: "ContainerCreating" } } },
  crash: {
    state: { waiting: { reason: "CrashLoopBackOff" } },
    lastState: { terminated: { exitCode: 1 } },
  },
  ok: { state: { terminated: { exitCode: 0 } } },
  bad: { state: { terminated: { exitCode: 1 } } },
};

/** `init:ok sidecar:run main:wait`; `none` has no status. */
function phase(
  text: string,
  restartPolicy: "Always" | "OnFailure" | "Never",
  terminal: boolean,
): string {
  const parts = text.split(" ").map((part, index) => {
    const [role = "", state = ""] = part.split(":");
    return { role, state, name: `${role}-${index}` };
  });
  const spec = {
    restartPolicy,
    initContainers: parts
      .filter(({ role }) => role !== "main")
      .map(({ name, role }) => ({
        name,
        ...(role === "sidecar" ? { restartPolicy: "Always" } : {}),
      })),
    containers: parts.filter(({ role }) => role === "main").map(({ name }) => ({ name })),
  };
  const statuses = parts
    .filter(({ state }) => state !== "none")
    .map(({ name, state }) => ({ name, ...states[state] }) as unknown as ContainerStatus);
  return podPhase({ spec } as unknown as Pod, statuses, terminal);
}

describe("the phase of a pod", () => {
  it.each([
    // containers, with restartPolicy Always, OnFailure, Never
    ["main:none", "Pending", "Pending", "Pending"],
    ["main:wait", "Pending", "Pending", "Pending"],
    ["main:run", "Running", "Running", "Running"],
    ["main:run main:wait", "Pending", "Pending", "Pending"],
    ["main:run main:none", "Pending", "Pending", "Pending"],
    ["main:run main:ok", "Running", "Running", "Running"],
    ["main:run main:bad", "Running", "Running", "Running"],
    ["main:ok", "Running", "Succeeded", "Succeeded"],
    ["main:bad", "Running", "Running", "Failed"],
    ["main:ok main:bad", "Running", "Running", "Failed"],
    ["main:crash", "Running", "Running", "Failed"],
    ["init:run main:wait", "Pending", "Pending", "Pending"],
    ["init:ok main:wait", "Pending", "Pending", "Pending"],
    ["init:ok main:run", "Running", "Running", "Running"],
    ["init:bad main:wait", "Pending", "Pending", "Failed"],
    ["init:crash main:wait", "Pending", "Pending", "Failed"],
    ["init:none main:wait", "Pending", "Pending", "Pending"],
    ["sidecar:starting main:wait", "Pending", "Pending", "Pending"],
    ["sidecar:run main:run", "Running", "Running", "Running"],
    ["sidecar:run main:ok", "Running", "Running", "Running"],
    ["sidecar:bad main:ok", "Running", "Succeeded", "Succeeded"],
    ["sidecar:crash main:run", "Running", "Running", "Running"],
  ])("of %s is %s, %s, %s", (containers, always, onFailure, never) => {
    expect(phase(containers, "Always", false)).toBe(always);
    expect(phase(containers, "OnFailure", false)).toBe(onFailure);
    expect(phase(containers, "Never", false)).toBe(never);
  });

  it.each([
    ["main:ok", "Succeeded"],
    ["main:bad", "Failed"],
    ["main:ok main:bad", "Failed"],
    ["main:run", "Running"],
    ["sidecar:bad main:ok", "Succeeded"],
  ])("of %s that is being ended is %s, whatever its policy", (containers, wanted) => {
    for (const policy of ["Always", "OnFailure", "Never"] as const)
      expect(phase(containers, policy, true)).toBe(wanted);
  });
});
