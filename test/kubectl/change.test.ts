/**
 * kubectl apply, diff, patch, label, set, edit, replace, scale, rollout and wait, with every client on this machine.
 * Expectations: kubectl's reference documentation and the conformance texts of sig-cli, not what we answered once.
 */
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test, beforeAll } from "vitest";
import { deployment, describeKubectls } from "../fixtures/kubectl-suite.ts";

describeKubectls((at) => {
  beforeAll(() => at.base());

  describe("apply", () => {
    const path = () => at.file("applied.json", deployment("applied", 2));

    test("creates, leaves alone, and changes", async () => {
      expect(await at.ok(["apply", "-f", path()])).toBe("deployment.apps/applied created\n");
      expect(await at.ok(["apply", "-f", path()])).toBe("deployment.apps/applied unchanged\n");
      const changed = at.file("applied-3.json", deployment("applied", 3));
      const { code, stdout } = await at.run(["diff", "-f", changed]);
      expect(code).toBe(1);
      expect(stdout).toMatch(/-  replicas: 2\n\+  replicas: 3/);
      expect(await at.ok(["apply", "-f", changed])).toBe("deployment.apps/applied configured\n");
      expect((await at.run(["diff", "-f", changed])).code).toBe(0);
      const last = JSON.parse(
        await at.ok(["apply", "view-last-applied", "deployment/applied", "-o", "json"]),
      );
      expect(last.spec.replicas).toBe(3);
    });

    test("takes away what was applied and no longer is", async () => {
      const two = deployment("applied", 2);
      const containers = [
        ...two.spec.template.spec.containers,
        { name: "extra", image: "example/x:1", ports: [] },
      ];
      two.spec.template.spec.containers = containers;
      await at.ok(["apply", "-f", "-"], JSON.stringify(two));
      const images = [
        "get",
        "deployment",
        "applied",
        "-o",
        "jsonpath={.spec.template.spec.containers[*].name}",
      ];
      expect(await at.ok(images)).toBe("main extra");
      await at.ok(["apply", "-f", path()]);
      expect(await at.ok(images)).toBe("main");
    });

    test("on the server tells of conflicts, and takes over by force", async () => {
      const conflict = await at.refused([
        "apply",
        "--server-side",
        "--field-manager=other",
        "-f",
        at.file("applied-9.json", deployment("applied", 9)),
      ]);
      expect(conflict).toMatch(
        /^error: Apply failed with 1 conflict: conflict with "kubectl-client-side-apply"( using apps\/v1)?: \.spec\.replicas/m,
      );
      expect(
        await at.ok([
          "apply",
          "--server-side",
          "--field-manager=other",
          "--force-conflicts",
          "-f",
          at.file("applied-9.json", deployment("applied", 9)),
        ]),
      ).toBe("deployment.apps/applied serverside-applied\n");
      const { metadata } = await at.json<{
        metadata: { managedFields: { manager: string; operation: string }[] };
      }>(["get", "deployment", "applied", "--show-managed-fields"]);
      expect(metadata.managedFields).toContainEqual(
        expect.objectContaining({ manager: "other", operation: "Apply" }),
      );
    });

    test("prunes", async () => {
      const one = {
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: { name: "prune-a", labels: { set: "p" } },
      };
      const two = { ...one, metadata: { ...one.metadata, name: "prune-b" } };
      const list = (items: unknown[]) => JSON.stringify({ apiVersion: "v1", kind: "List", items });
      await at.ok(["apply", "-f", "-"], list([one, two]));
      const said = await at.ok(
        ["apply", "-f", "-", "--prune", "-l", "set=p", "--prune-allowlist=core/v1/ConfigMap"],
        list([one]),
      );
      expect(said).toContain("configmap/prune-b pruned");
      expect(await at.ok(["get", "cm", "-l", "set=p", "-o", "name"])).toBe("configmap/prune-a\n");
    });
  });

  describe("changing", () => {
    test("patch by every kind, and subresources", async () => {
      await at.ok(["create", "deployment", "patched", "--image=example/web:1"]);
      const replicas = ["get", "deployment", "patched", "-o", "jsonpath={.spec.replicas}"];
      await at.ok(["patch", "deployment", "patched", "-p", '{"spec":{"replicas":2}}']);
      expect(await at.ok(replicas)).toBe("2");
      await at.ok([
        "patch",
        "deployment",
        "patched",
        "--type=merge",
        "-p",
        '{"spec":{"replicas":3}}',
      ]);
      expect(await at.ok(replicas)).toBe("3");
      await at.ok([
        "patch",
        "deployment",
        "patched",
        "--type=json",
        "-p",
        '[{"op":"replace","path":"/spec/replicas","value":4}]',
      ]);
      expect(await at.ok(replicas)).toBe("4");
      await at.ok([
        "patch",
        "deployment",
        "patched",
        "--subresource=scale",
        "--type=merge",
        "-p",
        '{"spec":{"replicas":1}}',
      ]);
      expect(await at.ok(replicas)).toBe("1");
      expect(
        await at.refused([
          "patch",
          "deployment",
          "patched",
          "--type=json",
          "-p",
          '[{"op":"remove","path":"/spec/absent"}]',
        ]),
      ).toContain("The request is invalid");
      expect(await at.ok(["patch", "deployment", "patched", "-p", '{"spec":{"replicas":1}}'])).toBe(
        "deployment.apps/patched patched (no change)\n",
      );
    });

    test("label and annotate", async () => {
      expect(await at.ok(["label", "configmap", "settings", "tier=web"])).toBe(
        "configmap/settings labeled\n",
      );
      expect(await at.refused(["label", "configmap", "settings", "tier=db"])).toBe(
        "error: 'tier' already has a value (web), and --overwrite is false\n",
      );
      await at.ok(["label", "configmap", "settings", "tier=db", "--overwrite"]);
      expect(await at.ok(["label", "configmap", "settings", "tier-"])).toBe(
        "configmap/settings unlabeled\n",
      );
      expect(await at.refused(["label", "configmap", "settings", "bad=not valid"])).toContain(
        "a valid label must be",
      );
      // Before 1.28 kubectl called it "annotate".
      expect(await at.ok(["annotate", "configmap", "settings", "note=hello"])).toMatch(
        /^configmap\/settings annotated?\n$/,
      );
    });

    test("set image, env, resources, serviceaccount and subject", async () => {
      expect(await at.ok(["set", "image", "deployment/patched", "web=example/web:2"])).toBe(
        "deployment.apps/patched image updated\n",
      );
      expect(await at.ok(["set", "env", "deployment/patched", "A=1"])).toBe(
        "deployment.apps/patched env updated\n",
      );
      expect(
        await at.ok(["set", "resources", "deployment/patched", "--limits=cpu=100m,memory=64Mi"]),
      ).toBe("deployment.apps/patched resource requirements updated\n");
      expect(await at.ok(["set", "serviceaccount", "deployment/patched", "robot"])).toBe(
        "deployment.apps/patched serviceaccount updated\n",
      );
      expect(await at.ok(["set", "subject", "rolebinding/readers", "--user=jane"])).toBe(
        "rolebinding.rbac.authorization.k8s.io/readers subjects updated\n",
      );
      expect(await at.ok(["set", "selector", "service", "plain", "app=other"])).toBe(
        "service/plain selector updated\n",
      );
      expect(await at.ok(["set", "env", "deployment/patched", "--list"])).toContain("A=1");
    });

    test("edit", async () => {
      const editor = at.file("editor.sh", '#!/bin/sh\nsed -i "s/^  a: .*/  a: edited/" "$1"\n');
      chmodSync(editor, 0o755);
      const env = process.env["KUBE_EDITOR"];
      process.env["KUBE_EDITOR"] = editor;
      try {
        expect(await at.ok(["edit", "configmap", "settings"])).toBe("configmap/settings edited\n");
      } finally {
        if (env === undefined) delete process.env["KUBE_EDITOR"];
        else process.env["KUBE_EDITOR"] = env;
      }
      expect(await at.ok(["get", "configmap", "settings", "-o", "jsonpath={.data.a}"])).toBe(
        "edited",
      );
    });

    test("replace, and by force", async () => {
      const map = {
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: { name: "settings" },
        data: { a: "replaced" },
      };
      const path = at.file("map.json", map);
      expect(await at.ok(["replace", "-f", path])).toBe("configmap/settings replaced\n");
      const uid = ["get", "configmap", "settings", "-o", "jsonpath={.metadata.uid}"];
      const before = await at.ok(uid);
      expect(await at.ok(["replace", "--force", "-f", path])).toContain(
        "configmap/settings replaced\n",
      );
      expect(await at.ok(uid)).not.toBe(before);
      const stale = { ...map, metadata: { name: "settings", resourceVersion: "1" } };
      expect(await at.refused(["replace", "-f", "-"], JSON.stringify(stale))).toContain(
        'Operation cannot be fulfilled on configmaps "settings": the object has been modified; please apply your changes to the latest version and try again',
      );
    });

    test("scale, with and without a precondition", async () => {
      expect(await at.ok(["scale", "deployment/patched", "--replicas=2"])).toBe(
        "deployment.apps/patched scaled\n",
      );
      expect(
        await at.refused(["scale", "deployment/patched", "--current-replicas=7", "--replicas=1"]),
      ).toContain("Expected replicas to be 7, was 2");
      expect(
        await at.ok(["scale", "deployment/patched", "--current-replicas=2", "--replicas=1"]),
      ).toBe("deployment.apps/patched scaled\n");
    });

    test("autoscale", async () => {
      expect(
        await at.ok(["autoscale", "deployment/patched", "--min=1", "--max=3", "--cpu-percent=50"]),
      ).toBe("horizontalpodautoscaler.autoscaling/patched autoscaled\n");
      expect(await at.ok(["get", "hpa", "patched", "--no-headers"])).toMatch(
        /^patched +Deployment\/patched .* 1 +3 /,
      );
    });

    test("expose and run", async () => {
      expect(
        await at.ok([
          "expose",
          "deployment/patched",
          "--port=80",
          "--target-port=8080",
          "--name=exposed",
        ]),
      ).toBe("service/exposed exposed\n");
      expect(
        await at.ok([
          "run",
          "alone",
          "--image=example/web:1",
          "--restart=Never",
          "--labels=app=alone",
          "--env=A=1",
        ]),
      ).toBe("pod/alone created\n");
      expect(await at.ok(["wait", "pod/alone", "--for=condition=Ready", "--timeout=20s"])).toBe(
        "pod/alone condition met\n",
      );
    });
  });

  describe("rollout", () => {
    test("follows, records, goes back, pauses and restarts", async () => {
      await at.ok(["apply", "-f", "-"], JSON.stringify(deployment("rolled", 2)));
      const status = ["rollout", "status", "deployment/rolled", "--timeout=20s"];
      expect(await at.ok(status)).toContain('deployment "rolled" successfully rolled out');
      await at.ok(["set", "image", "deployment/rolled", "main=example/web:2"]);
      await at.ok(["annotate", "deployment/rolled", "kubernetes.io/change-cause=two"]);
      await at.ok(status);
      const history = await at.ok(["rollout", "history", "deployment/rolled"]);
      expect(history).toMatch(/REVISION +CHANGE-CAUSE\n1 +<none>\n2 +two\n/);
      expect(await at.ok(["rollout", "history", "deployment/rolled", "--revision=2"])).toContain(
        "example/web:2",
      );
      expect(await at.ok(["rollout", "undo", "deployment/rolled"])).toBe(
        "deployment.apps/rolled rolled back\n",
      );
      await at.ok(status);
      const image = [
        "get",
        "deployment",
        "rolled",
        "-o",
        "jsonpath={.spec.template.spec.containers[0].image}",
      ];
      expect(await at.ok(image)).toBe("example/web:1");
      expect(await at.ok(["rollout", "pause", "deployment/rolled"])).toBe(
        "deployment.apps/rolled paused\n",
      );
      expect(await at.refused(["rollout", "undo", "deployment/rolled"])).toContain(
        "you cannot rollback a paused deployment; resume it first",
      );
      expect(await at.ok(["rollout", "resume", "deployment/rolled"])).toBe(
        "deployment.apps/rolled resumed\n",
      );
      expect(await at.ok(["rollout", "restart", "deployment/rolled"])).toBe(
        "deployment.apps/rolled restarted\n",
      );
      await at.ok(status);
    });

    test.each(["StatefulSet", "DaemonSet"])("of a %s, there and back", async (kind) => {
      const name = `rolled-${kind.toLowerCase()}`;
      const { replicas: _none, ...spec } = deployment(name).spec;
      const set = { apiVersion: "apps/v1", kind, metadata: { name }, spec };
      await at.ok(["apply", "-f", "-"], JSON.stringify(set));
      const target = `${kind.toLowerCase()}/${name}`;
      const image = async () =>
        at.ok(["get", "pods", "-l", `app=${name}`, "-o", "jsonpath={..spec.containers[0].image}"]);
      await at.ok(["rollout", "status", target, "--timeout=20s"]);
      expect(new Set((await image()).split(" "))).toEqual(new Set(["example/web:1"]));
      await at.ok(["set", "image", target, "main=example/web:2"]);
      await at.ok(["rollout", "status", target, "--timeout=20s"]);
      expect(new Set((await image()).split(" "))).toEqual(new Set(["example/web:2"]));
      expect(await at.ok(["rollout", "history", target])).toMatch(/\n1 +<none>\n2 +<none>\n/);
      expect(await at.ok(["rollout", "undo", target])).toContain("rolled back");
      await at.ok(["rollout", "status", target, "--timeout=20s"]);
      expect(new Set((await image()).split(" "))).toEqual(new Set(["example/web:1"]));
      expect(await at.ok(["rollout", "history", target])).toMatch(/\n2 +<none>\n3 +<none>\n/);
    });
  });

  describe("wait", () => {
    test("for a condition, a value, and a deletion", async () => {
      await at.ok(["wait", "deployment/rolled", "--for=condition=Available", "--timeout=20s"]);
      await at.ok([
        "wait",
        "deployment/rolled",
        "--for=jsonpath={.spec.replicas}=2",
        "--timeout=5s",
      ]);
      await at.ok(["create", "configmap", "going"]);
      const waiting = at.ok(["wait", "configmap/going", "--for=delete", "--timeout=20s"]);
      await at.ok(["delete", "configmap", "going"]);
      expect(await waiting).toMatch(/^(configmap\/going condition met\n)?$/);
      expect(
        await at.refused(["wait", "deployment/rolled", "--for=condition=Nonsense", "--timeout=1s"]),
      ).toContain("timed out waiting for the condition on deployments/rolled");
      if (at.minor >= 31) {
        await at.ok(["wait", "configmap/settings", "--for=create", "--timeout=5s"]);
      }
    });

    test("for a Job to end", async () => {
      await at.ok(["wait", "job/once", "--for=condition=Complete", "--timeout=20s"]);
      expect(await at.ok(["get", "job", "once", "--no-headers"])).toMatch(
        /^once +(Complete +)?1\/1 /,
      );
    });
  });

  describe("kustomize", () => {
    test("applies a kustomization", async () => {
      const dir = join(at.home, `${at.namespace}-kustomization`);
      mkdirSync(dir, { recursive: true });
      writeFileSync(
        join(dir, "kustomization.yaml"),
        [
          "namePrefix: k-",
          "configMapGenerator:",
          "- name: gen",
          "  literals: [a=1]",
          "  options: {disableNameSuffixHash: true}",
        ].join("\n"),
      );
      expect(await at.ok(["apply", "-k", dir])).toBe("configmap/k-gen created\n");
    });
  });
});
