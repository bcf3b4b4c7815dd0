/** Claims and volumes with real kubectl clients: what a Pod writes is there for the next one, until the claim goes. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventually } from "../fixtures/eventually.ts";
import { KubectlRunner, noKubectl, pickKubectls } from "../fixtures/kubectl.ts";
import { CliCluster } from "../fixtures/running-cluster.ts";

const kubectls = pickKubectls();

if (kubectls.length === 0) {
  test("kubectl and volumes", ({ skip }) => skip(noKubectl));
}

const claim = (name: string, rest = "") =>
  `apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: ${name}}
spec:
  accessModes: [ReadWriteOnce]
  resources: {requests: {storage: 1Gi}}
${rest}`;

const volume = (name: string, tier: string) =>
  `apiVersion: v1
kind: PersistentVolume
metadata: {name: ${name}, labels: {tier: ${tier}}}
spec:
  capacity: {storage: 5Gi}
  accessModes: [ReadWriteOnce, ReadOnlyMany]
  storageClassName: hand
  hostPath: {path: /srv/${name}}
---
`;

const pod = (name: string, claimName: string) =>
  `apiVersion: v1
kind: Pod
metadata: {name: ${name}}
spec:
  containers:
  - name: main
    image: busybox:1
    command: [sleep, "3600"]
    volumeMounts: [{name: data, mountPath: /data}]
  volumes: [{name: data, persistentVolumeClaim: {claimName: ${claimName}}}]
`;

describe.each(kubectls)("kubectl $version", (kubectl) => {
  const cluster = new CliCluster();
  let k: KubectlRunner;

  beforeAll(async () => {
    await cluster.start(["--nodes", "3"]);
    k = new KubectlRunner(kubectl, { kubeconfig: cluster.kubeconfig, home: cluster.home });
    await eventually(async () => k.ok(["get", "serviceaccount", "default"]));
  });
  afterAll(() => cluster.dispose());

  const run = async (name: string, claimName: string) => {
    await k.ok(["create", "-f", "-"], pod(name, claimName));
    await k.ok(["wait", "--for=condition=Ready", `pod/${name}`, "--timeout=20s"]);
  };
  const gone = (what: string) =>
    eventually(async () => expect(await k.ok(["get", what, "-o", "name"])).toBe(""));

  test("a claim of the default class waits for its Pod, keeps its data, and takes its volume along", async () => {
    await k.ok(["create", "-f", "-"], claim("data"));
    await eventually(async () => {
      expect(await k.ok(["describe", "pvc", "data"])).toMatch(
        /Normal\s+WaitForFirstConsumer .* waiting for first consumer to be created before binding/,
      );
    });
    await run("one", "data");
    expect(await k.ok(["get", "pvc", "data", "--no-headers"])).toMatch(
      /^data\s+Bound\s+pvc-\S+\s+1Gi\s+RWO\s+standard\s/,
    );
    expect(await k.ok(["get", "pv", "--no-headers"])).toMatch(
      /^pvc-\S+\s+1Gi\s+RWO\s+Delete\s+Bound\s+default\/data\s+standard\s/,
    );
    const described = await k.ok(["describe", "pvc", "data"]);
    expect(described).toMatch(/^Used By:\s+one$/m);
    expect(described).toMatch(
      /ProvisioningSucceeded .* kubarium\.dev\/local\s+Successfully provisioned volume pvc-/,
    );
    await k.ok(["exec", "one", "--", "sh", "-c", "echo kept > /data/file"]);
    await k.ok(["delete", "pod", "one", "--grace-period=1"]);
    await run("two", "data");
    expect(await k.ok(["exec", "two", "--", "cat", "/data/file"])).toBe("kept\n");
    await k.ok(["delete", "pvc", "data", "--wait=false"]);
    expect(await k.ok(["get", "pvc", "data", "--no-headers"])).toMatch(/^data\s+Terminating\s/);
    await k.ok(["delete", "pod", "two", "--grace-period=1"]);
    await gone("pvc");
    await gone("pv");
  });

  test("a volume made by hand is bound by selector and stays, Released, with Retain", async () => {
    const selects = "  storageClassName: hand\n  selector: {matchLabels: {tier: fast}}\n";
    await k.ok(
      ["create", "-f", "-"],
      `${volume("a", "slow")}${volume("b", "fast")}${claim("fast", selects)}`,
    );
    await k.ok(["wait", "--for=jsonpath={.status.phase}=Bound", "pvc/fast", "--timeout=10s"]);
    expect(await k.ok(["get", "pv", "--no-headers"])).toMatch(
      /^a\s+5Gi\s+RWO,ROX\s+Retain\s+Available\s+hand.*\nb\s+5Gi\s+RWO,ROX\s+Retain\s+Bound\s+default\/fast\s+hand/,
    );
    await k.ok(["delete", "pvc", "fast"]);
    await eventually(async () => {
      expect(await k.ok(["get", "pv", "b", "--no-headers"])).toMatch(
        /^b\s+5Gi\s+RWO,ROX\s+Retain\s+Released\s+default\/fast\s/,
      );
    });
    await k.ok(["delete", "pv", "a", "b"]);
  });

  test("a Pod whose claim is not there says so, and starts when it comes", async () => {
    await k.ok(["create", "-f", "-"], pod("early", "later"));
    await eventually(async () => {
      expect(await k.ok(["describe", "pod", "early"])).toMatch(
        /Warning\s+FailedScheduling .* persistentvolumeclaim "later" not found/,
      );
    });
    await k.ok(["create", "-f", "-"], claim("later"));
    await k.ok(["wait", "--for=condition=Ready", "pod/early", "--timeout=20s"]);
  });
});
