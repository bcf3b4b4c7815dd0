/**
 * kubectl describe, logs, events, top, explain, auth, drain and delete, with every client on this machine. Expectations:
 * kubectl's reference documentation and the conformance texts of sig-cli, not what we answered once.
 */
import { describe, expect, test, beforeAll } from "vitest";
import { eventually } from "../fixtures/eventually.ts";
import { deployment, describeKubectls } from "../fixtures/kubectl-suite.ts";

describeKubectls((at) => {
  beforeAll(() => at.base());

  describe("looking into things", () => {
    test.each([
      ["deployment/shown", ["Name:", "RollingUpdateStrategy:", "Events:"]],
      ["service/plain", ["Type:", "Endpoints:"]],
      ["configmap/settings", ["Data", "a:"]],
      ["secret/keys", ["Type:  Opaque", "k:  1 bytes"]],
      ["job/once", ["Completions:", "Pods Statuses:"]],
      ["cronjob/nightly", ["Schedule:", "0 3 * * *"]],
      ["ingress/door", ["Rules:", "example.com"]],
      ["quota/limits", ["Resource", "configmaps"]],
      ["pdb/careful", ["Min available:"]],
      ["role/reader", ["PolicyRule:", "[get list]"]],
      ["serviceaccount/robot", ["Tokens:"]],
      ["hpa/shown", ["Reference:", "Min replicas:"]],
    ])("describe %s", async (name, texts) => {
      const said = await at.ok(["describe", name]);
      for (const text of texts) expect(said).toContain(text);
    });

    test("describe nodes and namespaces", async () => {
      const node = (await at.ok(["get", "nodes", "-o", "name"])).split("\n")[0] ?? "";
      const said = await at.ok(["describe", node]);
      for (const text of [
        "Capacity:",
        "Allocatable:",
        "Non-terminated Pods:",
        "Allocated resources:",
        "MemoryPressure",
      ]) {
        expect(said).toContain(text);
      }
      expect(await at.ok(["describe", "namespace", at.namespace])).toContain("Resource Quotas");
    });

    test("describe a Pod with its events", async () => {
      const said = await at.ok(["describe", "pod", "single"]);
      for (const text of [
        "Status:",
        "Conditions:",
        "QoS Class:",
        "Scheduled",
        "Pulled",
        "Created",
        "Started",
      ]) {
        expect(said).toContain(text);
      }
    });

    test("logs, of one container, a selector and a workload", async () => {
      expect(await at.ok(["logs", "single", "--tail=1"])).not.toBe("");
      expect(await at.ok(["logs", "single", "--timestamps", "--tail=1"])).toMatch(
        /^\d{4}-\d\d-\d\dT[\d:.]+Z /,
      );
      expect(await at.ok(["logs", "-l", "app=shown", "--prefix", "--tail=1"])).toMatch(
        /^\[pod\/shown-/,
      );
      expect(await at.ok(["logs", "deployment/shown", "--tail=1"])).not.toBe("");
      expect(await at.refused(["logs", "single", "-c", "nonsense"])).toContain(
        "container nonsense is not valid for pod single",
      );
      expect(await at.refused(["logs", "single", "--previous"])).toContain(
        'previous terminated container "single" in pod "single" not found',
      );
    });

    test("events, of all and of one", async () => {
      expect(await at.ok(["events"])).toMatch(/^LAST SEEN +TYPE +REASON +OBJECT +MESSAGE/);
      const own = await at.ok(["events", "--for", "pod/single"]);
      expect(own).toContain("Scheduled");
      expect(own).not.toContain("shown");
      expect(
        await at.ok([
          "get",
          "events",
          "--field-selector=reason=Scheduled,involvedObject.name=single",
        ]),
      ).toContain("Successfully assigned");
    });

    test("top", async () => {
      const nodes = await eventually(() => at.ok(["top", "nodes"]));
      expect(nodes).toMatch(/^NAME +CPU\(cores\) +CPU(%|\(%\)) +MEMORY\(bytes\) +MEMORY(%|\(%\))/);
      const pods = await eventually(async () => {
        const said = await at.ok(["top", "pods", "--containers"]);
        expect(said).toMatch(/single +single +\d+m +\d+Mi/);
        return said;
      });
      expect(pods).toMatch(/^POD +NAME +CPU\(cores\) +MEMORY\(bytes\)/);
    });

    test("explain, of a kind, a field, and recursively", async () => {
      expect(await at.ok(["explain", "deployments"])).toMatch(
        /KIND: +Deployment\nVERSION: +(apps\/)?v1/,
      );
      expect(await at.ok(["explain", "pod.spec.containers.image"])).toMatch(
        /FIELD: +image <string>/,
      );
      const all = await at.ok(["explain", "service", "--recursive"]);
      expect(all).toMatch(/externalTrafficPolicy\s*<string>/);
      expect(await at.refused(["explain", "pod.spec.nonsense"])).toContain(
        'field "nonsense" does not exist',
      );
      expect(await at.ok(["explain", "hpa", "--api-version=autoscaling/v1"])).toMatch(
        /VERSION: +(autoscaling\/)?v1/,
      );
    });

    test("api-resources, api-versions, version and cluster-info", async () => {
      const resources = await at.ok(["api-resources", "-o", "wide"]);
      expect(resources).toMatch(
        /deployments +deploy +apps\/v1 +true +Deployment +create,delete,deletecollection,get,list,patch,update,watch +all/,
      );
      expect(await at.ok(["api-resources", "--namespaced=false", "-o", "name"])).toContain(
        "nodes\n",
      );
      expect((await at.ok(["api-versions"])).split("\n")).toEqual(
        expect.arrayContaining(["v1", "apps/v1", "batch/v1"]),
      );
      const { serverVersion } = await at.json<{ serverVersion: { minor: string } }>(["version"]);
      expect(serverVersion.minor).toBe("36");
      expect(await at.ok(["cluster-info"])).toMatch(/control plane.* is running at /);
    });
  });

  describe("auth", () => {
    test("who am I, and what may I", async () => {
      if (at.minor >= 28) {
        expect(
          await at.ok(["auth", "whoami", "-o", "jsonpath={.status.userInfo.groups}"]),
        ).toContain("system:authenticated");
      }
      expect(await at.ok(["auth", "can-i", "create", "pods"])).toBe("yes\n");
      const robot = ["--as", `system:serviceaccount:${at.namespace}:robot`];
      const { code, stdout } = await at.run(["auth", "can-i", "list", "secrets", ...robot]);
      expect([code, stdout]).toEqual([1, "no\n"]);
      await at.ok([
        "create",
        "rolebinding",
        "robots",
        "--role=reader",
        `--serviceaccount=${at.namespace}:robot`,
      ]);
      expect(await at.ok(["auth", "can-i", "list", "pods", ...robot])).toBe("yes\n");
      expect(await at.ok(["auth", "can-i", "--list", ...robot])).toMatch(
        /pods +\[\] +\[\] +\[get list\]/,
      );
      expect(await at.refused(["get", "secrets", ...robot])).toBe(
        `Error from server (Forbidden): secrets is forbidden: User "system:serviceaccount:${at.namespace}:robot" cannot list resource "secrets" in API group "" in the namespace "${at.namespace}"\n`,
      );
    });

    test("reconcile", async () => {
      const role = {
        apiVersion: "rbac.authorization.k8s.io/v1",
        kind: "Role",
        metadata: { name: "reader", namespace: at.namespace },
        rules: [{ apiGroups: [""], resources: ["configmaps"], verbs: ["get"] }],
      };
      expect(await at.ok(["auth", "reconcile", "-f", at.file("role.json", role)])).toContain(
        "role.rbac.authorization.k8s.io/reader reconciled",
      );
      const { rules } = await at.json<{ rules: unknown[] }>(["get", "role", "reader"]);
      expect(rules.length).toBeGreaterThan(1);
    });
  });

  describe("nodes", () => {
    test("taint, cordon, drain and uncordon", async () => {
      const node = (
        (await at.ok(["get", "nodes", "-o", "name"])).trim().split("\n").at(-1) ?? ""
      ).replace("node/", "");
      expect(await at.ok(["taint", "node", node, "dedicated=x:NoSchedule"])).toBe(
        `node/${node} tainted\n`,
      );
      expect(await at.ok(["taint", "node", node, "dedicated-"])).toBe(`node/${node} untainted\n`);
      expect(await at.ok(["cordon", node])).toBe(`node/${node} cordoned\n`);
      await eventually(async () => {
        expect(await at.ok(["describe", "node", node])).toMatch(
          /Taints: +node\.kubernetes\.io\/unschedulable:NoSchedule/,
        );
      });
      const drained = await at.ok([
        "drain",
        node,
        "--ignore-daemonsets",
        "--force",
        "--delete-emptydir-data",
        "--timeout=20s",
        "--pod-selector",
        "app=shown",
      ]);
      expect(drained).toContain(`node/${node} drained`);
      expect(
        await at.ok([
          "get",
          "pods",
          "-l",
          "app=shown",
          `--field-selector=spec.nodeName=${node}`,
          "-o",
          "name",
        ]),
      ).toBe("");
      expect(await at.ok(["uncordon", node])).toBe(`node/${node} uncordoned\n`);
    });
  });

  describe("delete", () => {
    beforeAll(async () => {
      await at.ok(["create", "configmap", "labelled"]);
      await at.ok(["label", "configmap", "labelled", "set=p"]);
      await at.ok(["create", "-f", "-"], JSON.stringify(deployment("rolled")));
      await at.ok(["create", "-f", "-"], JSON.stringify(deployment("applied")));
      await at.ok(["rollout", "status", "deployment/applied", "--timeout=20s"]);
    });

    test("by name, by label, by file, and at once", async () => {
      expect(await at.ok(["delete", "pod", "single", "--now"])).toContain('pod "single" deleted');
      expect(await at.ok(["delete", "configmap", "-l", "set=p"])).toContain(
        'configmap "labelled" deleted',
      );
      expect(await at.ok(["delete", "-f", at.file("gone.json", deployment("rolled"))])).toContain(
        'deployment.apps "rolled" deleted',
      );
      expect(await at.refused(["delete", "configmap", "absent"])).toBe(
        'Error from server (NotFound): configmaps "absent" not found\n',
      );
      expect(await at.ok(["delete", "configmap", "absent", "--ignore-not-found"])).toBe("");
      await at.ok(["run", "forced", "--image=example/web:1"]);
      expect(await at.ok(["delete", "pod", "forced", "--grace-period=0", "--force"])).toContain(
        'pod "forced" force deleted',
      );
    });

    test("without its dependents", async () => {
      await at.ok(["delete", "deployment", "applied", "--cascade=orphan"]);
      expect(await at.ok(["get", "replicasets", "-l", "app=applied", "-o", "name"])).not.toBe("");
      await at.ok(["delete", "replicasets", "-l", "app=applied", "--cascade=foreground"]);
      await eventually(async () => {
        expect(await at.ok(["get", "pods", "-l", "app=applied", "-o", "name"])).toBe("");
      });
    });

    test("everything of a kind, then the namespace", async () => {
      await at.ok(["delete", "deployments", "--all"]);
      expect(await at.ok(["get", "deployments", "-o", "name"])).toBe("");
      expect(await at.ok(["delete", "namespace", at.namespace, "--timeout=30s"])).toContain(
        `namespace "${at.namespace}" deleted`,
      );
      expect(await at.refused(["get", "namespace", at.namespace])).toContain("not found");
    });
  });
});
