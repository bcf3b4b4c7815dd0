/**
 * How Pods end: signals, hooks, and the order of containers. After test/e2e_node/container_lifecycle_test.go, pre_stop.go and
 * kuberuntime_termination_order_test.go of Kubernetes.
 */
import { expect, test } from "vitest";
import type { Container } from "../../../src/api/generated/types.ts";
import { PODS } from "../../../src/api/kinds.ts";
import { type NodeWorld, nodeWorld, shell } from "./node-world.ts";

const busybox = (name: string, script: string, more: Partial<Container> = {}): Container => ({
  name,
  image: "busybox",
  ...shell(script),
  ...more,
});
const polite = (name: string, seconds: number, more: Partial<Container> = {}): Container =>
  busybox(name, `trap 'sleep ${seconds}; exit 0' TERM; while true; do sleep 1; done`, more);
const sidecar = { restartPolicy: "Always" };
const key = { namespace: "default", name: "web" };

/** What runs at the end of each second from the deletion on, until the Pod is gone. */
async function ending(world: NodeWorld, gracePeriodSeconds = 30): Promise<readonly string[]> {
  await world.client.delete(PODS, key, { gracePeriodSeconds });
  const seconds: string[] = [];
  for (;;) {
    await world.host.advance(1_000);
    if (!(await world.exists("web")) || seconds.length > 60) return seconds;
    const { status } = await world.pod("web");
    const all = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
    seconds.push(
      all
        .filter(({ state }) => state?.running)
        .map(({ name }) => name)
        .join(" "),
    );
  }
}

test("a container handles SIGTERM: its last words are in its log, its exit code is its own", async () => {
  const world = await nodeWorld();
  const script = "trap 'echo bye; sleep 3; exit 3' TERM; while true; do sleep 1; done";
  await world.run("web", { containers: [busybox("main", script), polite("other", 8)] });
  await world.client.delete(PODS, key);
  await world.host.advance(3_000);
  expect(await world.log("web")).toBe("bye\n");
  expect((await world.container("web")).state).toHaveProperty("running");
  await world.host.advance(3_000);
  expect((await world.container("web")).state?.terminated?.exitCode).toBe(3);
  await world.host.advance(5_000);
  expect(await world.exists("web")).toBe(false);
});

test("a handler that says nothing of exit lets the program go on, until its grace is over", async () => {
  const world = await nodeWorld();
  await world.run("web", {
    containers: [busybox("main", "trap 'echo no' TERM; while true; do sleep 1; done")],
    terminationGracePeriodSeconds: 5,
  });
  expect((await ending(world, 5)).length).toBe(4);
});

test("what is to be done at the shell's end is done", async () => {
  const world = await nodeWorld();
  await world.run("web", {
    containers: [busybox("main", "trap 'echo end' EXIT; echo start; exit 4")],
    restartPolicy: "Never",
  });
  await world.host.advance(1_000);
  expect(await world.log("web")).toBe("start\nend\n");
  expect((await world.container("web")).state?.terminated?.exitCode).toBe(4);
});

test("sidecars end after the main containers, the last one first", async () => {
  const world = await nodeWorld();
  await world.run("web", {
    initContainers: [polite("first", 2, sidecar), polite("second", 2, sidecar)],
    containers: [polite("main", 2)],
  });
  await world.host.advance(5_000);
  const seconds = await ending(world);
  expect([...new Set(seconds)]).toEqual(["first second main", "first second", "first"]);
});

test("hooks of all containers run at once, those of sidecars too", async () => {
  const world = await nodeWorld();
  const lifecycle = { preStop: { sleep: { seconds: 5 } } };
  await world.run("web", {
    initContainers: [busybox("side", "sleep 1000", { ...sidecar, lifecycle })],
    containers: [busybox("main", "sleep 1000", { lifecycle })],
  });
  await world.host.advance(2_000);
  expect((await ending(world)).length).toBe(4);
  const events = await world.events("web");
  const killed = events.filter((text) => text.startsWith("Killing"));
  expect(killed.sort()).toEqual([
    "Killing: Stopping container main (1)",
    "Killing: Stopping container side (1)",
  ]);
});

test("a sidecar does not wait for ever: the Pod's grace holds for all", async () => {
  const world = await nodeWorld();
  await world.run("web", {
    initContainers: [polite("side", 1, sidecar)],
    containers: [busybox("main", "trap '' TERM; while true; do sleep 1; done")],
    terminationGracePeriodSeconds: 10,
  });
  await world.host.advance(2_000);
  expect((await ending(world, 10)).length).toBeLessThanOrEqual(12);
});

test("readiness is asked for while the Pod ends, and told of", async () => {
  const world = await nodeWorld();
  const script =
    "touch /tmp/ready; trap 'rm /tmp/ready; sleep 10; exit 0' TERM; while true; do sleep 1; done";
  const readinessProbe = {
    exec: { command: ["cat", "/tmp/ready"] },
    periodSeconds: 1,
    failureThreshold: 1,
  };
  await world.run("web", { containers: [busybox("main", script, { readinessProbe })] });
  await world.host.advance(3_000);
  const ready = async () =>
    (await world.pod("web")).status?.conditions?.find(({ type }) => type === "Ready")?.status;
  expect(await ready()).toBe("True");
  await world.client.delete(PODS, key);
  await world.host.advance(5_000);
  expect(await ready()).toBe("False");
});

test("a Pod ends with its main containers: its sidecars are ended, and do not count", async () => {
  const world = await nodeWorld();
  await world.run("web", {
    restartPolicy: "Never",
    initContainers: [busybox("side", "sleep 1000", sidecar)],
    containers: [busybox("main", "sleep 2; exit 0")],
  });
  await world.host.advance(40_000);
  const { status } = await world.pod("web");
  expect(status?.phase).toBe("Succeeded");
  expect(status?.initContainerStatuses?.[0]?.state?.terminated?.exitCode).not.toBe(0);
  // What has ended still says what it had.
  expect(status?.containerStatuses?.[0]?.resources).toEqual({});
});
