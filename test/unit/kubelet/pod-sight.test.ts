/** What a kubelet sees of a Pod when it looks twice at a time. */
import { expect, test } from "vitest";
import type { ContainerRuntime, RuntimeContainer } from "../../../src/kubelet/container-runtime.ts";
import { PodSight } from "../../../src/kubelet/pod-sight.ts";

const container = (state: "running" | "exited", attempt: number): RuntimeContainer =>
  ({ id: `c${attempt}`, name: "main", state, attempt }) as RuntimeContainer;

test("an answer that comes late does not take the place of a later one", async () => {
  const answers: ((containers: readonly RuntimeContainer[]) => void)[] = [];
  const runtime: Pick<ContainerRuntime, "listPodSandboxes" | "listContainers"> = {
    listPodSandboxes: () => Promise.resolve([]),
    listContainers: () => new Promise((resolve) => void answers.push(resolve)),
  };
  const sight = new PodSight(runtime, "uid");
  const { signal } = new AbortController();
  const first = sight.look(signal);
  await Promise.resolve();
  const second = sight.look(signal);
  await Promise.resolve();
  answers[1]?.([container("exited", 1)]);
  await second;
  answers[0]?.([container("running", 0)]);
  await first;
  expect(sight.containers).toEqual([container("exited", 1)]);
  expect(sight.attempts).toEqual(new Map([["main", 1]]));
});
