/** Limits of a namespace, with real kubectl clients: quotas, limit ranges, Pod security. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventually } from "../fixtures/eventually.ts";
import { KubectlRunner, noKubectl, pickKubectls } from "../fixtures/kubectl.ts";
import { CliCluster } from "../fixtures/running-cluster.ts";

const kubectls = pickKubectls();

if (kubectls.length === 0) {
  test("kubectl and quotas", ({ skip }) => skip(noKubectl));
}

describe.each(kubectls)("kubectl $version", (kubectl) => {
  const cluster = new CliCluster();
  let k: KubectlRunner;

  beforeAll(async () => {
    await cluster.start(["--nodes", "2"]);
    k = new KubectlRunner(kubectl, { kubeconfig: cluster.kubeconfig, home: cluster.home });
  });
  afterAll(() => cluster.dispose());

  const into = async (namespace: string) => {
    await k.ok(["create", "namespace", namespace]);
    await eventually(async () => k.ok(["get", "serviceaccount", "default", "-n", namespace]));
    await k.ok(["config", "set-context", "--current", `--namespace=${namespace}`]);
  };
  const used = (name: string) =>
    k.ok(["get", "quota", "q", "-o", `jsonpath={.status.used.${name}}`]);

  test("a Deployment gets as many Pods as the quota has room for", async () => {
    await into("crowded");
    await k.ok(["create", "quota", "q", "--hard=pods=2,count/deployments.apps=1"]);
    await eventually(async () => expect(await used("pods")).toBe("0"));
    await k.ok(["create", "deployment", "web", "--image=web:1", "--replicas=4"]);
    await eventually(async () => expect(await used("pods")).toBe("2"));
    const { stderr } = await k.run(["create", "deployment", "two", "--image=web:1"]);
    expect(stderr).toContain(
      'deployments.apps "two" is forbidden: exceeded quota: q, requested: count/deployments.apps=1, used: count/deployments.apps=1, limited: count/deployments.apps=1',
    );
    await eventually(async () => {
      expect(await k.ok(["describe", "rs"])).toMatch(/Warning\s+FailedCreate .*exceeded quota: q/);
    });
    const described = await k.ok(["describe", "quota", "q"]);
    expect(described).toMatch(/^pods\s+2\s+2$/m);
    await k.ok(["delete", "deployment", "web"]);
    await eventually(async () => expect(await used("pods")).toBe("0"));
  });

  test("a quota on requests wants them stated, and a limit range states them", async () => {
    await into("measured");
    await k.ok(["create", "quota", "q", "--hard=requests.cpu=1,limits.cpu=2"]);
    await eventually(async () => expect(await used("requests\\.cpu")).toBe("0"));
    const silent = await k.run(["run", "a", "--image=web:1"]);
    expect(silent.stderr).toContain(
      'pods "a" is forbidden: failed quota: q: must specify limits.cpu for: a; requests.cpu for: a',
    );
    await k.ok(
      ["create", "-f", "-"],
      "apiVersion: v1\nkind: LimitRange\nmetadata: {name: l}\nspec: {limits: [{type: Container, default: {cpu: 400m}, defaultRequest: {cpu: 300m}, max: {cpu: 500m}}]}\n",
    );
    await k.ok(["run", "a", "--image=web:1"]);
    expect(await used("requests\\.cpu")).toBe("300m");
    const large = await k.run([
      "run",
      "b",
      "--image=web:1",
      '--overrides={"spec":{"containers":[{"name":"b","image":"web:1","resources":{"limits":{"cpu":"600m"}}}]}}',
    ]);
    expect(large.stderr).toContain(
      'pods "b" is forbidden: maximum cpu usage per Container is 500m, but limit is 600m',
    );
    expect(await k.ok(["describe", "limits", "l"])).toMatch(
      /^Container\s+cpu\s+-\s+500m\s+300m\s+400m\s+-$/m,
    );
  });

  test("a namespace that enforces restricted Pods refuses others, and warns when it begins to", async () => {
    await into("strict");
    await k.ok(["run", "old", "--image=web:1"]);
    const { stderr: warning } = await k.run([
      "label",
      "namespace",
      "strict",
      "pod-security.kubernetes.io/enforce=restricted",
    ]);
    expect(warning).toContain(
      'Warning: existing pods in namespace "strict" violate the new PodSecurity enforce level "restricted:latest"',
    );
    const { stderr } = await k.run(["run", "new", "--image=web:1"]);
    expect(stderr.trim()).toBe(
      'Error from server (Forbidden): pods "new" is forbidden: violates PodSecurity "restricted:latest": ' +
        'allowPrivilegeEscalation != false (container "new" must set securityContext.allowPrivilegeEscalation=false), ' +
        'unrestricted capabilities (container "new" must set securityContext.capabilities.drop=["ALL"]), ' +
        'runAsNonRoot != true (pod or container "new" must set securityContext.runAsNonRoot=true), ' +
        'seccompProfile (pod or container "new" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")',
    );
  });
});
