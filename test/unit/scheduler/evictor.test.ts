/** When a preemption is done: not before the scheduler itself sees its victims leave. */
import { expect, test } from "vitest";
import { internalError, notFound } from "../../../src/api/status.ts";
import { PODS } from "../../../src/api/kinds.ts";
import { createSimulatedHost } from "../../../src/host/simulated.ts";
import { Evictor } from "../../../src/scheduler/preemption/evictor.ts";
import { NominatedPods } from "../../../src/scheduler/queue/nominated-pods.ts";

const victim = (name: string) => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name, namespace: "default", uid: `uid-${name}` },
  spec: { priority: 0 },
});
const preemptor = {
  key: "default/urgent",
  profile: { schedulerName: "default-scheduler" },
  pod: { ...victim("urgent"), spec: { priority: 100 } },
};

/** `remove` answers the deletes; `done` is what the preemption resolved to, once it has. */
function preempt(names: readonly string[], remove: () => Promise<unknown>) {
  const host = createSimulatedHost();
  const announced: string[] = [];
  const evictor = new Evictor({
    client: { patch: () => Promise.resolve(), delete: remove } as never,
    host,
    nominated: new NominatedPods(),
    announce: (pod) => announced.push(pod.metadata.name),
  });
  const state: { done?: boolean } = {};
  const candidate = { nodeName: "node-1", victims: { pods: names.map(victim) } };
  void evictor.makeRoom(preemptor as never, candidate as never).then((done) => (state.done = done));
  return { evictor, host, state, announced };
}

test("is done when every victim has been seen leaving, not when its deletion is answered", async () => {
  const { evictor, host, state, announced } = preempt(["a", "b"], () => Promise.resolve());
  await host.settle();
  expect(announced).toEqual(["a", "b"]);
  expect(state.done).toBeUndefined();
  evictor.left("uid-a");
  evictor.left("uid-of-somebody-else");
  await host.settle();
  expect(state.done).toBeUndefined();
  evictor.left("uid-b");
  await host.settle();
  expect(state.done).toBe(true);
});

test("of a victim that is gone already waits for its being seen, and says nothing of it", async () => {
  const { evictor, host, state, announced } = preempt(["a"], () => {
    return Promise.reject(notFound(PODS, "a"));
  });
  await host.settle();
  expect(state.done).toBeUndefined();
  evictor.left("uid-a");
  await host.settle();
  expect(state.done).toBe(true);
  expect(announced).toEqual([]);
});

test("that fails is done at once", async () => {
  const { host, state } = preempt(["a"], () => Promise.reject(internalError("no")));
  await host.settle();
  expect(state.done).toBe(false);
});

test("is over when the scheduler stops", async () => {
  const { evictor, host, state } = preempt(["a"], () => Promise.resolve());
  evictor.stop();
  await host.settle();
  expect(state.done).toBe(true);
});
