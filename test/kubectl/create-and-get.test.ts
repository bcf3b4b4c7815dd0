/**
 * kubectl create and get, with every client on this machine. Expectations: kubectl's reference documentation and the
 * conformance texts of sig-cli, not what we answered once.
 */
import { describe, expect, test, beforeAll } from "vitest";
import { deployment, describeKubectls } from "../fixtures/kubectl-suite.ts";

describeKubectls((at) => {
  describe("create", () => {
    test.each<[string, string[], string]>([
      ["configmap", ["settings", "--from-literal=a=1", "--from-literal=b=2"], "configmap/settings"],
      ["secret", ["generic", "keys", "--from-literal=k=v"], "secret/keys"],
      [
        "secret",
        ["docker-registry", "pull", "--docker-username=u", "--docker-password=p"],
        "secret/pull",
      ],
      ["serviceaccount", ["robot"], "serviceaccount/robot"],
      ["service", ["clusterip", "plain", "--tcp=80:8080"], "service/plain"],
      ["service", ["nodeport", "node", "--tcp=80"], "service/node"],
      ["service", ["loadbalancer", "front", "--tcp=80"], "service/front"],
      ["service", ["externalname", "away", "--external-name=example.com"], "service/away"],
      ["deployment", ["made", "--image=example/web:1", "--replicas=2"], "deployment.apps/made"],
      ["job", ["once", "--image=example/job:1", "--", "true"], "job.batch/once"],
      [
        "cronjob",
        ["nightly", "--image=example/job:1", "--schedule=0 3 * * *"],
        "cronjob.batch/nightly",
      ],
      [
        "role",
        ["reader", "--verb=get,list", "--resource=pods"],
        "role.rbac.authorization.k8s.io/reader",
      ],
      [
        "rolebinding",
        ["readers", "--role=reader", "--serviceaccount=default:robot"],
        "rolebinding.rbac.authorization.k8s.io/readers",
      ],
      ["quota", ["limits", "--hard=pods=500,configmaps=100"], "resourcequota/limits"],
      [
        "poddisruptionbudget",
        ["careful", "--selector=app=made", "--min-available=1"],
        "poddisruptionbudget.policy/careful",
      ],
      ["ingress", ["door", "--rule=example.com/=plain:80"], "ingress.networking.k8s.io/door"],
    ])("%s %j", async (kind, args, name) => {
      expect(await at.ok(["create", kind, ...args])).toBe(`${name} created\n`);
    });

    test("cluster-wide kinds", async () => {
      const role = `reader-${at.namespace}`;
      expect(await at.ok(["create", "clusterrole", role, "--verb=get", "--resource=nodes"])).toBe(
        `clusterrole.rbac.authorization.k8s.io/${role} created\n`,
      );
      expect(
        await at.ok(["create", "clusterrolebinding", role, `--clusterrole=${role}`, "--user=jane"]),
      ).toBe(`clusterrolebinding.rbac.authorization.k8s.io/${role} created\n`);
      expect(await at.ok(["create", "priorityclass", role, "--value=10"])).toBe(
        `priorityclass.scheduling.k8s.io/${role} created\n`,
      );
      await at.ok(["delete", "clusterrole,clusterrolebinding,priorityclass", role]);
    });

    test("a token that the API takes", async () => {
      const token = (await at.ok(["create", "token", "robot", "--duration=10m"])).trim();
      expect(token.split(".")).toHaveLength(3);
      const said = await at.refused([
        "get",
        "secrets",
        "--token",
        token,
        "--kubeconfig",
        await at.anonymous(),
      ]);
      expect(said).toContain(
        `User "system:serviceaccount:${at.namespace}:robot" cannot list resource "secrets"`,
      );
    });

    test("nothing in a dry run", async () => {
      expect(await at.ok(["create", "configmap", "dry", "--dry-run=server"])).toBe(
        "configmap/dry created (server dry run)\n",
      );
      expect(await at.ok(["create", "configmap", "dry", "--dry-run=client"])).toBe(
        "configmap/dry created (dry run)\n",
      );
      expect(await at.refused(["get", "configmap", "dry"])).toBe(
        'Error from server (NotFound): configmaps "dry" not found\n',
      );
    });

    test("nothing twice, and nothing invalid", async () => {
      expect(await at.refused(["create", "configmap", "settings"])).toBe(
        'error: failed to create configmap: configmaps "settings" already exists\n',
      );
      const bad = { ...deployment("bad", -1) };
      expect(await at.refused(["create", "-f", "-"], JSON.stringify(bad))).toBe(
        'The Deployment "bad" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0\n',
      );
      const unknown = { ...deployment("bad"), spec: { ...deployment("bad").spec, replica: 1 } };
      expect(await at.refused(["create", "-f", "-"], JSON.stringify(unknown))).toContain(
        'Deployment in version "v1" cannot be handled as a Deployment: strict decoding error: unknown field "spec.replica"',
      );
      const nowhere = { ...deployment("bad"), metadata: { name: "bad", namespace: "nowhere" } };
      expect(await at.refused(["create", "-f", at.file("nowhere.json", nowhere)])).toContain(
        "(NotFound): ",
      );
    });
  });

  describe("get", () => {
    beforeAll(async () => {
      await at.ok(["apply", "-f", "-"], JSON.stringify(deployment("shown", 3)));
      await at.ok(["rollout", "status", "deployment/shown", "--timeout=20s"]);
    });

    test("prints Kubernetes' columns", async () => {
      const head = async (...args: string[]) =>
        (await at.ok(["get", ...args]))
          .split("\n")[0]
          ?.split(/ {2,}|\t/)
          .map((cell) => cell.trim());
      expect(await head("deployments")).toEqual([
        "NAME",
        "READY",
        "UP-TO-DATE",
        "AVAILABLE",
        "AGE",
      ]);
      expect(await head("deployments", "-o", "wide")).toEqual([
        "NAME",
        "READY",
        "UP-TO-DATE",
        "AVAILABLE",
        "AGE",
        "CONTAINERS",
        "IMAGES",
        "SELECTOR",
      ]);
      expect(await head("pods")).toEqual(["NAME", "READY", "STATUS", "RESTARTS", "AGE"]);
      expect(await head("services")).toEqual([
        "NAME",
        "TYPE",
        "CLUSTER-IP",
        "EXTERNAL-IP",
        "PORT(S)",
        "AGE",
      ]);
      expect(await head("nodes")).toEqual(["NAME", "STATUS", "ROLES", "AGE", "VERSION"]);
      expect(await head("pods", "-A")).toEqual([
        "NAMESPACE",
        "NAME",
        "READY",
        "STATUS",
        "RESTARTS",
        "AGE",
      ]);
      expect(await head("pods", "--show-labels")).toContain("LABELS");
      expect(await head("pods", "-L", "app")).toContain("APP");
      expect(await head("cronjobs")).toEqual([
        "NAME",
        "SCHEDULE",
        ...(at.minor >= 20 ? ["TIMEZONE"] : []),
        "SUSPEND",
        "ACTIVE",
        "LAST SCHEDULE",
        "AGE",
      ]);
    });

    test("prints names, values, columns of one's own, and templates", async () => {
      expect(await at.ok(["get", "deployment", "shown", "-o", "name"])).toBe(
        "deployment.apps/shown\n",
      );
      expect(await at.ok(["get", "deployment", "shown", "-o", "jsonpath={.spec.replicas}"])).toBe(
        "3",
      );
      expect(
        await at.ok([
          "get",
          "deploy",
          "shown",
          "-o",
          "custom-columns=N:.metadata.name,R:.spec.replicas",
        ]),
      ).toMatch(/^N +R\nshown +3\n$/);
      expect(await at.ok(["get", "deploy", "shown", "-o", "go-template={{.metadata.name}}"])).toBe(
        "shown",
      );
      expect(await at.ok(["get", "deploy/shown", "cm/settings", "-o", "name"])).toBe(
        "deployment.apps/shown\nconfigmap/settings\n",
      );
    });

    test("selects by labels and fields, and sorts", async () => {
      expect(
        (await at.ok(["get", "pods", "-l", "app=shown", "-o", "name"])).split("\n"),
      ).toHaveLength(4);
      expect(await at.ok(["get", "pods", "-l", "app,app notin (shown,made)", "-o", "name"])).toBe(
        "",
      );
      expect(
        await at.ok(["get", "configmaps", "--field-selector=metadata.name=settings", "-o", "name"]),
      ).toBe("configmap/settings\n");
      expect(await at.refused(["get", "pods", "--field-selector=spec.nonsense=1"])).toContain(
        "field label not supported: spec.nonsense",
      );
      const sorted = await at.ok([
        "get",
        "deployments",
        "--sort-by=.spec.replicas",
        "--no-headers",
        "-o",
        "custom-columns=R:.spec.replicas",
      ]);
      expect(sorted.trim().split("\n")).toEqual(["2", "3"]);
    });

    test("reads in chunks, by category, and raw", async () => {
      const all = await at.ok(["get", "pods", "-o", "name"]);
      expect(await at.ok(["get", "pods", "--chunk-size=2", "-o", "name"])).toBe(all);
      const category = await at.ok(["get", "all", "-o", "name"]);
      for (const kind of [
        "pod/",
        "service/plain",
        "deployment.apps/made",
        "replicaset.apps/",
        "job.batch/once",
        "cronjob.batch/nightly",
      ]) {
        expect(category).toContain(kind);
      }
      const raw = JSON.parse(await at.ok(["get", "--raw", `/api/v1/namespaces/${at.namespace}`]));
      expect(raw).toMatchObject({ kind: "Namespace", metadata: { name: at.namespace } });
      expect(await at.ok(["get", "--raw", "/readyz"])).toBe("ok");
    });

    test("watches", async () => {
      const watching = at.run([
        "get",
        "configmaps",
        "--watch-only",
        "--output-watch-events",
        "--request-timeout=3s",
      ]);
      // The client says nothing when its watch has begun: what happens, happens more than once.
      for (let round = 0; round < 4; round++) {
        await at.ok(["create", "configmap", "seen"]);
        await at.ok(["label", "configmap", "seen", "a=b"]);
        await at.ok(["delete", "configmap", "seen"]);
      }
      const { stdout } = await watching;
      expect(stdout).toMatch(/ADDED +seen/);
      expect(stdout).toMatch(/MODIFIED +seen/);
      expect(stdout).toMatch(/DELETED +seen/);
    });

    test("says what is not there", async () => {
      expect(await at.refused(["get", "pods", "absent"])).toBe(
        'Error from server (NotFound): pods "absent" not found\n',
      );
      expect(await at.ok(["get", "pods", "absent", "--ignore-not-found"])).toBe("");
      expect(await at.refused(["get", "nonsense"])).toBe(
        'error: the server doesn\'t have a resource type "nonsense"\n',
      );
    });
  });
});
