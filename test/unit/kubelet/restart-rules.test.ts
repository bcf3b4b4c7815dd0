/**
 * Restart policies and rules of single containers (KEP-5307), after the texts of test/e2e_node/container_restart_policy_test.go and
 * TestContainerShouldRestart of Kubernetes.
 */
import { expect, test } from "vitest";
import type { Container, Pod, PodSpec } from "../../../src/api/generated/types.ts";
import { type SpecContainer, shouldRestart } from "../../../src/kubelet/pod-view.ts";
import { nodeWorld, one, shell } from "./node-world.ts";

const rule = (operator: "In" | "NotIn", ...values: number[]) => ({
  action: "Restart",
  exitCodes: { operator, values },
});

test.each<
  [string, PodSpec["restartPolicy"], Partial<Container>, SpecContainer["role"], number, boolean]
>([
  ["the Pod's policy holds", "Always", {}, "main", 0, true],
  ["the Pod's policy holds", "OnFailure", {}, "main", 0, false],
  ["the Pod's policy holds", "Never", {}, "main", 1, false],
  ["the default is Always", undefined, {}, "main", 0, true],
  ["the container's own policy", "Never", { restartPolicy: "Always" }, "main", 0, true],
  ["the container's own policy", "Always", { restartPolicy: "Never" }, "main", 1, false],
  ["the container's own policy", "Never", { restartPolicy: "OnFailure" }, "main", 1, true],
  ["the container's own policy", "Never", { restartPolicy: "OnFailure" }, "main", 0, false],
  [
    "a rule that matches",
    "Never",
    { restartPolicy: "Never", restartPolicyRules: [rule("In", 42)] },
    "main",
    42,
    true,
  ],
  [
    "a rule that does not",
    "Never",
    { restartPolicy: "Never", restartPolicyRules: [rule("In", 42)] },
    "main",
    1,
    false,
  ],
  [
    "NotIn",
    "Never",
    { restartPolicy: "Never", restartPolicyRules: [rule("NotIn", 42)] },
    "main",
    1,
    true,
  ],
  [
    "NotIn",
    "Never",
    { restartPolicy: "Never", restartPolicyRules: [rule("NotIn", 42)] },
    "main",
    42,
    false,
  ],
  [
    "the second rule",
    "Never",
    { restartPolicy: "Never", restartPolicyRules: [rule("In", 1), rule("In", 2)] },
    "main",
    2,
    true,
  ],
  [
    "no rule: the policy",
    "Never",
    { restartPolicy: "OnFailure", restartPolicyRules: [rule("In", 42)] },
    "main",
    1,
    true,
  ],
  ["an init container that failed", "Always", {}, "init", 1, true],
  ["an init container that is done", "Always", {}, "init", 0, false],
  ["an init container of its own policy", "Always", { restartPolicy: "Never" }, "init", 1, false],
  ["a sidecar", "Never", { restartPolicy: "Always" }, "sidecar", 0, true],
  ["a container for debugging", "Always", {}, "ephemeral", 1, false],
])(
  "%s: policy %s, container %o as %s ends with %i: restarts %s",
  (_what, policy, container, role, code, restarts) => {
    const spec = { name: "main", ...container };
    const pod: Pod = {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "p" },
      spec: { containers: [spec], ...(policy ? { restartPolicy: policy } : {}) },
    };
    expect(shouldRestart(pod, { role, spec }, code)).toBe(restarts);
  },
);

const failsOnce = shell("if [ -f /data/once ]; then sleep 1000; fi; touch /data/once; exit 42");
const data = {
  volumes: [{ name: "data", emptyDir: {} }],
  restartPolicy: "Never",
} satisfies Partial<PodSpec>;
const main = (container: Partial<Container>) =>
  one(
    {
      image: "busybox",
      volumeMounts: [{ name: "data", mountPath: "/data" }],
      ...failsOnce,
      ...container,
    },
    data,
  );

test("a container is restarted by its rule in a Pod that restarts nothing", async () => {
  const world = await nodeWorld();
  await world.run("web", main({ restartPolicy: "Never", restartPolicyRules: [rule("In", 42)] }));
  await world.host.advance(30_000);
  expect((await world.pod("web")).status?.phase).toBe("Running");
  expect((await world.container("web")).restartCount).toBe(1);
});

test("without a rule that matches the Pod has failed", async () => {
  const world = await nodeWorld();
  await world.run("web", main({ restartPolicy: "Never", restartPolicyRules: [rule("In", 1)] }));
  await world.host.advance(30_000);
  expect((await world.pod("web")).status?.phase).toBe("Failed");
  expect((await world.container("web")).restartCount).toBe(0);
});

test("an init container that may not be restarted fails the Pod whatever the Pod's policy", async () => {
  const world = await nodeWorld();
  const init = { name: "init", image: "busybox", ...shell("exit 1"), restartPolicy: "Never" };
  await world.run("web", { ...one(), restartPolicy: "Always", initContainers: [init] });
  await world.host.advance(30_000);
  expect((await world.pod("web")).status?.phase).toBe("Failed");
});
