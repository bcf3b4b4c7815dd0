/**
 * Pods that begin again in place when a container ends as a rule of it says (KEP-5532): after test/e2e_node/container_restart_policy_test.go,
 * TestGenerateAllContainersRestartingCondition, TestComputePodActionsForRestartAllContainers and the rows with `podRestarting` of
 * TestConvertToAPIContainerStatuses.
 */
import { expect, test } from "vitest";
import type { Container, Pod, PodSpec } from "../../../src/api/generated/types.ts";
import { PODS } from "../../../src/api/kinds.ts";
import { type NodeWorld, nodeWorld, shell, startEngine } from "./node-world.ts";

const restartsAll = (...values: number[]): Partial<Container> => ({
  restartPolicy: "Never",
  restartPolicyRules: [{ action: "RestartAllContainers", exitCodes: { operator: "In", values } }],
});
const data = { volumeMounts: [{ name: "data", mountPath: "/data" }] };
const container = (name: string, script: string, more: Partial<Container> = {}): Container => ({
  name,
  image: "busybox",
  ...data,
  ...shell(script),
  ...more,
});
/** Ends with this code the first time, and then runs on. */
const once = (code: number) =>
  `if [ -f /data/once ]; then sleep 1000; fi; sleep 5; touch /data/once; exit ${code}`;
const pod = (containers: readonly Container[], more: Partial<PodSpec> = {}): PodSpec => ({
  restartPolicy: "Never",
  volumes: [{ name: "data", emptyDir: {} }],
  containers,
  ...more,
});
const reset = {
  exitCode: 137,
  reason: "RestartingAllContainers",
  message: "The container is removed because RestartAllContainers in place",
};
const conditionOf = async (world: NodeWorld) =>
  (await world.pod("web")).status?.conditions?.find(
    ({ type }) => type === "AllContainersRestarting",
  );

test("all containers run again, init containers too, in the same sandbox and without a back-off", async () => {
  const world = await nodeWorld();
  const count = "echo run >> /data/init; exit 0";
  const before = await world.run(
    "web",
    pod(
      [
        container("a", once(42), restartsAll(42)),
        container("b", "cat /data/init; echo b; sleep 1000"),
      ],
      {
        initContainers: [
          container("init", count),
          container("side", "sleep 1000", { restartPolicy: "Always" }),
        ],
      },
    ),
  );
  expect(await conditionOf(world)).toMatchObject({ status: "False" });
  await world.host.advance(20_000);
  const after = await world.pod("web");
  expect(after.status?.phase).toBe("Running");
  expect(after.status?.podIP).toBe(before.status?.podIP);
  for (const name of ["a", "b", "init", "side"]) {
    const status = await world.container("web", name);
    expect([name, status.restartCount, status.lastState?.terminated]).toEqual([name, 1, reset]);
  }
  expect(await world.log("web", "b")).toBe("run\nrun\nb\n");
  expect(await conditionOf(world)).toMatchObject({ status: "False" });
  const events = await world.events("web");
  // Of `b` and of the sidecar: the others had ended.
  expect(events.filter((event) => event.startsWith("Killing"))).toEqual([
    "Killing: killing (1)",
    "Killing: killing (1)",
  ]);
  expect(events.some((event) => event.startsWith("BackOff"))).toBe(false);
});

test("the restart is told of while it lasts; containers have two seconds and no hook", async () => {
  const world = await nodeWorld();
  const preStop = { exec: { command: ["sh", "-c", "touch /data/hook"] } };
  const deaf = "trap '' TERM; while true; do sleep 1; done";
  await world.run(
    "web",
    pod([
      container("a", once(42), restartsAll(42)),
      container("b", deaf, { lifecycle: { preStop } }),
    ]),
  );
  await world.host.advance(6_000);
  expect(await conditionOf(world)).toMatchObject({
    status: "True",
    reason: "RestartAllContainersStarted",
    message: "container exited with restart policy rule",
  });
  expect((await world.container("web", "a")).state).toMatchObject({ terminated: { exitCode: 42 } });
  expect((await world.container("web", "b")).state).toHaveProperty("running");
  expect((await world.pod("web")).status?.phase).toBe("Running");
  await world.host.advance(2_000);
  expect(await conditionOf(world)).toMatchObject({ status: "False" });
  expect((await world.container("web", "b")).state).toHaveProperty("running");
  expect((await world.container("web", "b")).restartCount).toBe(1);
});

test("an init container that fails so lets a Pod that restarts nothing try again", async () => {
  const world = await nodeWorld();
  const script = "if [ -f /data/once ]; then exit 0; fi; touch /data/once; exit 42";
  await world.run(
    "web",
    pod([container("main", "sleep 1000")], {
      initContainers: [
        container("first", "echo first"),
        container("init", script, restartsAll(42)),
      ],
    }),
  );
  await world.host.advance(5_000);
  expect((await world.pod("web")).status?.phase).toBe("Running");
  expect((await world.container("web", "init")).restartCount).toBe(1);
  expect((await world.container("web", "first")).restartCount).toBe(1);
  expect((await world.container("web")).restartCount).toBe(0);
});

test("of rules the first that matches counts, and other codes end the container", async () => {
  const world = await nodeWorld();
  const rules = [
    { action: "Restart", exitCodes: { operator: "In", values: [42] } },
    { action: "RestartAllContainers", exitCodes: { operator: "In", values: [42, 43] } },
  ];
  await world.run(
    "web",
    pod([
      container("a", once(42), { restartPolicy: "Never", restartPolicyRules: rules }),
      container("b", "sleep 20; exit 1", restartsAll(42)),
    ]),
  );
  await world.host.advance(60_000);
  expect((await world.container("web", "a")).restartCount).toBe(1);
  expect((await world.container("web", "b")).restartCount).toBe(0);
  expect((await world.container("web", "b")).state).toMatchObject({ terminated: { exitCode: 1 } });
});

test("a Pod that is over says so, and one without such a rule says nothing", async () => {
  const world = await nodeWorld();
  await world.run("web", pod([container("a", "exit 1", restartsAll(42))]));
  await world.host.advance(1_000);
  expect(await conditionOf(world)).toMatchObject({ status: "False", reason: "PodFailed" });
  await world.run("done", pod([container("a", "exit 0", restartsAll(42))]));
  await world.run("plain", pod([container("a", "exit 0")]));
  await world.host.advance(1_000);
  const typesOf = async (name: string) =>
    (await world.pod(name)).status?.conditions?.map(({ type, reason }) => [type, reason]);
  expect(await typesOf("done")).toContainEqual(["AllContainersRestarting", "PodCompleted"]);
  expect((await typesOf("plain"))?.map(([type]) => type)).not.toContain("AllContainersRestarting");
});

test("whoever watches sees that it begins, that all are gone, and that they run again", async () => {
  const world = await nodeWorld();
  await world.run(
    "web",
    pod([container("a", once(42), restartsAll(42)), container("b", "sleep 1000")]),
  );
  const seen: string[] = [];
  const { resourceVersion } = await world.client.list(PODS);
  await world.client.watch<Pod>(
    PODS,
    { resourceVersion },
    {
      onEvents: (events) => {
        for (const { object } of events) {
          const { conditions, containerStatuses, phase } = object.status ?? {};
          const restarting = conditions?.find(({ type }) => type === "AllContainersRestarting");
          const states = (containerStatuses ?? []).map(
            ({ state, restartCount }) =>
              `${state?.waiting?.reason ?? state?.terminated?.reason ?? "Running"} ${restartCount}`,
          );
          seen.push([phase, restarting?.status, ...states].join(", "));
        }
      },
      onEnd: () => {},
    },
  );
  await world.host.advance(10_000);
  expect(seen).toEqual([
    "Running, True, Error 0, Running 0",
    "Pending, False, RestartingAllContainers 1, RestartingAllContainers 1",
    "Running, False, Running 1, Running 1",
  ]);
});

test("an engine that takes over in the midst of it brings it to its end", async () => {
  const world = await nodeWorld();
  const deaf = "trap '' TERM; while true; do sleep 1; done";
  await world.run("web", pod([container("a", once(42), restartsAll(42)), container("b", deaf)]));
  await world.host.advance(6_000);
  expect(await conditionOf(world)).toMatchObject({ status: "True" });
  await world.agents.stop();
  await startEngine(world);
  // What was in the engine's memory is gone: `a` will end so again.
  await world.host.advance(3_000);
  expect(await conditionOf(world)).toMatchObject({ status: "False" });
  for (const name of ["a", "b"]) {
    expect((await world.container("web", name)).state).toHaveProperty("running");
    expect((await world.container("web", name)).restartCount).toBe(1);
  }
});
