/** Evictions by taints, and autoscalers, as real kubectl clients show them. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventually } from "../fixtures/eventually.ts";
import { KubectlRunner, noKubectl, pickKubectls } from "../fixtures/kubectl.ts";
import { CliCluster } from "../fixtures/running-cluster.ts";

const kubectls = pickKubectls();

if (kubectls.length === 0) {
  test("kubectl, taints and autoscalers", ({ skip }) => skip(noKubectl));
}

const simulate = JSON.stringify({ "kubarium.dev/simulate": '{"cpuMilli":300}' });
const busy = `{"spec":{"template":{"metadata":{"annotations":${simulate}}}}}`;

describe.each(kubectls)("kubectl $version", (kubectl) => {
  const cluster = new CliCluster();
  let k: KubectlRunner;

  beforeAll(async () => {
    await cluster.start(["--nodes", "2"]);
    k = new KubectlRunner(kubectl, { kubeconfig: cluster.kubeconfig, home: cluster.home });
    await eventually(() => k.ok(["get", "serviceaccount", "default"]));
  });
  afterAll(() => cluster.dispose());

  test("a node that is tainted NoExecute is emptied of what does not tolerate it", async () => {
    const on = (name: string, tolerations: readonly object[]) => {
      const overrides = { spec: { nodeName: "node-1", tolerations } };
      return k.ok(["run", name, "--image=web:1", `--overrides=${JSON.stringify(overrides)}`]);
    };
    await on("leaves", []);
    await on("stays", [{ key: "out", operator: "Exists", effect: "NoExecute" }]);
    const names = () => k.ok(["get", "pods", "-o", "name"]);
    await eventually(async () => {
      expect(await k.ok(["get", "pods"])).toMatch(
        /^leaves +1\/1 +Running .*\nstays +1\/1 +Running/m,
      );
    });
    await k.ok(["taint", "nodes", "node-1", "out=of:NoExecute"]);
    await eventually(async () => expect(await names()).toBe("pod/stays\n"));
    const told = await k.ok(["get", "events", "--field-selector=reason=TaintManagerEviction"]);
    expect(told).toMatch(
      /Normal +TaintManagerEviction +pod\/leaves +Marking for deletion Pod default\/leaves\n$/,
    );
    await k.ok(["taint", "nodes", "node-1", "out-"]);
    await k.ok(["delete", "pod", "stays", "--now"]);
  });

  test("an autoscaler measures, scales, and is described with its reasons", async () => {
    await k.ok(["create", "deployment", "web", "--image=web:1", "--replicas=2"]);
    await k.ok(["set", "resources", "deployment", "web", "--requests=cpu=200m"]);
    await k.ok(["patch", "deployment", "web", "--type=merge", "-p", busy]);
    await k.ok(["rollout", "status", "deployment", "web"]);
    await k.ok(["autoscale", "deployment", "web", "--min=1", "--max=3", "--cpu-percent=50"]);
    const columns = (await k.ok(["get", "hpa", "web", "--no-headers"])).split(/ {2,}/);
    expect(columns.slice(0, 3)).toEqual(["web", "Deployment/web", "cpu: <unknown>/50%"]);
    await eventually(
      async () => {
        expect(await k.ok(["get", "hpa", "web", "--no-headers"])).toMatch(
          /^web +Deployment\/web +cpu: 150%\/50% +1 +3 +3 /,
        );
      },
      { withinMs: 45_000, everyMs: 1_000 },
    );
    const described = await k.ok(["describe", "hpa", "web"]);
    expect(described).toMatch(
      /resource cpu on pods +\(as a percentage of request\): +150% \(300m\) \/ 50%/,
    );
    expect(described).toMatch(/Deployment pods: +3 current \/ 3 desired/);
    expect(described).toMatch(
      /AbleToScale +True +ReadyForNewScale +recommended size matches current size/,
    );
    expect(described).toMatch(
      /ScalingActive +True +ValidMetricFound +the HPA was able to successfully calculate a replica count from cpu resource utilization \(percentage of request\)/,
    );
    expect(described).toMatch(
      /ScalingLimited +True +TooManyReplicas +the desired replica count is more than the maximum replica count/,
    );
    expect(described).toMatch(
      /Normal +SuccessfulRescale .*horizontal-pod-autoscaler +New size: 3; reason: cpu resource utilization \(percentage of request\) above target/,
    );
  }, 70_000);
});
