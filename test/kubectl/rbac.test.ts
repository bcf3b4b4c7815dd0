/** Users and what they may do, with real kubectl clients: roles, bindings, acting as others, service accounts' tokens. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventually } from "../fixtures/eventually.ts";
import { KubectlRunner, noKubectl, pickKubectls } from "../fixtures/kubectl.ts";
import { CliCluster, type Status } from "../fixtures/running-cluster.ts";

const kubectls = pickKubectls();

if (kubectls.length === 0) {
  test("kubectl and RBAC", ({ skip }) => skip(noKubectl));
}

describe.each(kubectls)("kubectl $version", (kubectl) => {
  const cluster = new CliCluster();
  let k: KubectlRunner;
  let status: Status;

  beforeAll(async () => {
    status = await cluster.start(["--nodes", "1"]);
    k = new KubectlRunner(kubectl, { kubeconfig: cluster.kubeconfig, home: cluster.home });
    await eventually(async () => k.ok(["get", "serviceaccount", "default"]));
  });
  afterAll(() => cluster.dispose());

  test("auth whoami names the admin and his groups", async () => {
    const said = await k.ok(["auth", "whoami"]);
    expect(said).toMatch(/^Username\s+kubarium-admin$/m);
    expect(said).toMatch(/^Groups\s+\[system:masters system:authenticated\]$/m);
  });

  test("a user without a role may find out about himself, and nothing else", async () => {
    const { code, stdout } = await k.run(["auth", "can-i", "list", "pods", "--as", "eve"]);
    expect([code, stdout.trim()]).toEqual([1, "no"]);
    const list = await k.ok(["auth", "can-i", "--list", "--as", "eve"]);
    expect(list).toMatch(
      /selfsubjectaccessreviews\.authorization\.k8s\.io\s+\[\]\s+\[\]\s+\[create\]/,
    );
    expect(list).toMatch(/\[\/healthz\]\s+\[\]\s+\[get\]/);
    expect(list).not.toContain("pods");
    const { stderr } = await k.run(["get", "pods", "--as", "eve"]);
    expect(stderr.trim()).toBe(
      'Error from server (Forbidden): pods is forbidden: User "eve" cannot list resource "pods" in API group "" in the namespace "default"',
    );
  });

  test("a role binding gives what its role says, in its namespace", async () => {
    await k.ok(["create", "role", "reader", "--verb=get,list", "--resource=pods,pods/log"]);
    await k.ok(["create", "rolebinding", "eve-reads", "--role=reader", "--user=eve"]);
    expect((await k.ok(["auth", "can-i", "list", "pods", "--as", "eve"])).trim()).toBe("yes");
    const elsewhere = await k.run([
      "auth",
      "can-i",
      "list",
      "pods",
      "--as",
      "eve",
      "-n",
      "kube-system",
    ]);
    expect(elsewhere.stdout.trim()).toBe("no");
    const { stderr } = await k.run(["delete", "pod", "x", "--as", "eve"]);
    expect(stderr).toContain('User "eve" cannot delete resource "pods"');
    const described = await k.ok(["describe", "role", "reader"]);
    expect(described).toMatch(/pods\/log\s+\[\]\s+\[\]\s+\[get list\]/);
  });

  test("nobody grants what he does not hold", async () => {
    await k.ok(["create", "rolebinding", "bob-admin", "--clusterrole=admin", "--user=bob"]);
    const { stderr } = await k.run([
      "create",
      "rolebinding",
      "bob-all",
      "--clusterrole=cluster-admin",
      "--user=bob",
      "--as=bob",
    ]);
    expect(stderr).toContain(
      'rolebindings.rbac.authorization.k8s.io "bob-all" is forbidden: user "bob" (groups=["system:authenticated"]) is attempting to grant RBAC permissions not currently held:\n{APIGroups:["*"], Resources:["*"], Verbs:["*"]}',
    );
    await k.ok([
      "create",
      "rolebinding",
      "carl-views",
      "--clusterrole=view",
      "--user=carl",
      "--as=bob",
    ]);
    expect((await k.ok(["auth", "can-i", "get", "services", "--as", "carl"])).trim()).toBe("yes");
  });

  test("a binding does not change its role", async () => {
    const patch = '[{"op":"replace","path":"/roleRef/name","value":"edit"}]';
    const { stderr } = await k.run([
      "patch",
      "rolebinding",
      "carl-views",
      "--type=json",
      "-p",
      patch,
    ]);
    expect(stderr).toContain("cannot change roleRef");
  });

  test("auth reconcile creates, and adds what is missing", async () => {
    const role = (verbs: string) =>
      `apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {name: made, namespace: default}\nrules: [{apiGroups: [""], resources: [configmaps], verbs: [${verbs}]}]\n`;
    const path = join(cluster.home, "role.yaml");
    writeFileSync(path, role("get"));
    expect(await k.ok(["auth", "reconcile", "-f", path])).toContain(
      "role.rbac.authorization.k8s.io/made reconciled",
    );
    writeFileSync(path, role("get, list"));
    await k.ok(["auth", "reconcile", "-f", path]);
    expect(await k.ok(["get", "role", "made", "-o", "jsonpath={.rules[*].verbs}"])).toContain(
      "list",
    );
  });

  test("a role that is labelled for view is part of view", async () => {
    const before = await k.ok(["get", "clusterrole", "view", "-o", "json"]);
    expect(before).not.toContain("widgets");
    const manifest = `apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: see-widgets, labels: {rbac.authorization.k8s.io/aggregate-to-view: "true"}}\nrules: [{apiGroups: [example.com], resources: [widgets], verbs: [get]}]\n`;
    await k.ok(["apply", "-f", "-"], manifest);
    await eventually(async () => {
      expect(await k.ok(["get", "clusterrole", "view", "-o", "json"])).toContain("widgets");
    });
  });

  test("a service account's token speaks for it, until what it is bound to is gone", async () => {
    const anonymous = [
      "--kubeconfig=/dev/null",
      `--server=${status.apiUrl}`,
      "--insecure-skip-tls-verify",
    ];
    const whoami = (token: string) => k.run([...anonymous, `--token=${token}`, "auth", "whoami"]);
    await k.ok(["create", "secret", "generic", "bond"]);
    const args = ["create", "token", "default", "--duration=10m"];
    const token = (
      await k.ok([...args, "--bound-object-kind=Secret", "--bound-object-name=bond"])
    ).trim();
    expect((await whoami(token)).stdout).toMatch(
      /^Username\s+system:serviceaccount:default:default$/m,
    );
    await k.ok(["delete", "secret", "bond"]);
    expect((await whoami(token)).stderr).toContain(
      "You must be logged in to the server (Unauthorized)",
    );
    const { stderr } = await k.run(["create", "token", "default", "--duration=1m"]);
    expect(stderr).toContain("may not specify a duration less than 10 minutes");
  });

  test("acting as a service account takes the right to", async () => {
    const account = "system:serviceaccount:default:default";
    const said = await k.ok(["auth", "whoami", "--as", account, "-o", "json"]);
    expect(JSON.parse(said).status.userInfo.groups).toEqual([
      "system:serviceaccounts",
      "system:serviceaccounts:default",
      "system:authenticated",
    ]);
    const token = (await k.ok(["create", "token", "default"])).trim();
    const { stderr } = await k.run([
      "--kubeconfig=/dev/null",
      `--server=${status.apiUrl}`,
      "--insecure-skip-tls-verify",
      `--token=${token}`,
      "--as=root",
      "get",
      "pods",
    ]);
    expect(stderr).toContain(
      `pods is forbidden: User "${account}" cannot impersonate-on:user-info:list resource "pods" in API group "" in the namespace "default"`,
    );
  });
});
