/**
 * kubectl apply, client-side and server-side, and diff. Expectations: test/cmd/apply.sh, diff.sh and testdata/apply.txtar, and
 * test/e2e/kubectl/apply.go of Kubernetes, as facts.
 */
import { describe, expect, test } from "vitest";
import { deployment, describeKubectls } from "../fixtures/kubectl-suite.ts";
import { becomes, follow, managers, refused, value } from "../fixtures/kubectl-steps.ts";

const pod = (name: string, more: { label?: string; group?: string; namespace?: string } = {}) => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: {
    name,
    labels: { name: more.label ?? name, ...(more.group ? { group: more.group } : {}) },
    ...(more.namespace ? { namespace: more.namespace } : {}),
  },
  spec: { containers: [{ name: "c", image: "example/c:1" }], terminationGracePeriodSeconds: 0 },
});
const configMap = (name: string, data?: object, metadata: object = {}) => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name, ...metadata },
  ...(data ? { data } : {}),
});
const several = (...objects: object[]) => objects.map((one) => JSON.stringify(one)).join("\n---\n");

describeKubectls(
  (at) => {
    const last = "kubectl.kubernetes.io/last-applied-configuration";

    describe("apply", () => {
      test("tries before it does, and remembers what was applied", async () => {
        const path = at.file("p.json", pod("p"));
        const changed = at.file("p2.json", pod("p", { label: "applied" }));
        await follow(at, [
          [`apply --dry-run=client -f ${path}`, "pod/p created (dry run)\n"],
          [`apply --dry-run=server -f ${path}`, "pod/p created (server dry run)\n"],
          ["get pods -o name", ""],
          [`create -f ${path}`, "pod/p created\n"],
          [
            `apply set-last-applied -f ${path}`,
            refused(/to create the annotation, run the command with --create-annotation/),
          ],
          [
            `apply set-last-applied --dry-run=server -f ${path} --create-annotation`,
            "pod/p configured (server dry run)\n",
          ],
          ["get pod p -o jsonpath={.metadata.annotations}", ""],
          [`apply set-last-applied -f ${path} --create-annotation`, "pod/p configured\n"],
          ["apply view-last-applied pod/p -o json", /"name": "p"/],
          [`apply --dry-run=client -f ${changed}`, "pod/p configured (dry run)\n"],
          [`apply --dry-run=server -f ${changed}`, "pod/p configured (server dry run)\n"],
          ["get pod p -o jsonpath={.metadata.labels.name}", "p"],
          [`apply -f ${changed}`, "pod/p configured\n"],
          ["get pod p -o jsonpath={.metadata.labels.name}", "applied"],
        ]);
        expect(await managers(at, "pod/p")).toContain("kubectl-client-side-apply");
        await at.ok(["delete", "pod", "p", "--now"]);
      });

      test("keeps what others have set since, and what was never applied", async () => {
        const two = deployment("kept", 2);
        const { replicas: _none, ...spec } = two.spec;
        const silent = { ...two, spec };
        await at.ok(["apply", "-f", "-"], JSON.stringify(two));
        await at.ok("apply set-last-applied -f -".split(" "), JSON.stringify(silent));
        await at.ok("scale deployment kept --replicas=3".split(" "));
        const other = structuredClone(silent);
        const [container] = other.spec.template.spec.containers;
        if (container) container.image = "example/web:2";
        await at.ok(["apply", "-f", "-"], JSON.stringify(other));
        expect(await value(at, "deployment/kept", "{.spec.replicas},{..image}")).toBe(
          "3,example/web:2",
        );
        await at.ok(["delete", "deployment", "kept"]);
      });

      test("takes defaults away with what they belonged to", async () => {
        const volumes = (source: object) => [{ name: "cache", ...source }];
        const of = (strategy: object, source: object) => {
          const made = deployment("retain");
          const template = {
            ...made.spec.template,
            spec: { ...made.spec.template.spec, volumes: volumes(source) },
          };
          return JSON.stringify({ ...made, spec: { ...made.spec, ...strategy, template } });
        };
        const both = "{.spec.strategy} {.spec.template.spec.volumes}";
        await at.ok(["apply", "-f", "-"], of({}, {}));
        expect(await value(at, "deployment/retain", both)).toBe(
          '{"rollingUpdate":{"maxSurge":"25%","maxUnavailable":"25%"},"type":"RollingUpdate"} [{"emptyDir":{},"name":"cache"}]',
        );
        await at.ok(
          ["apply", "-f", "-"],
          of({ strategy: { type: "Recreate" } }, { hostPath: { path: "/tmp" } }),
        );
        expect(await value(at, "deployment/retain", both)).toBe(
          '{"type":"Recreate"} [{"hostPath":{"path":"/tmp","type":""},"name":"cache"}]',
        );
        await at.ok(["delete", "deployment", "retain"]);
      });

      test("takes null for nothing", async () => {
        const made = deployment("nulls");
        const [container] = made.spec.template.spec.containers;
        const resources = { requests: { memory: "64Mi", cpu: null } };
        Object.assign(container ?? {}, { resources, terminationMessagePolicy: null });
        const quota = { apiVersion: "v1", kind: "ResourceQuota", metadata: { name: "nulls" } };
        const hard = { spec: { hard: { "limits.cpu": null, "limits.memory": null } } };
        const text = several(made, { ...quota, ...hard });
        const shown = "{..containers[0].resources} {..containers[0].terminationMessagePolicy}";
        for (const round of ["created", "configured"]) {
          await follow(at, [
            ["apply -f -", `deployment.apps/nulls ${round}\nresourcequota/nulls ${round}\n`, text],
          ]);
          expect(await value(at, "deployment/nulls", shown)).toBe(
            '{"requests":{"memory":"64Mi"}} File',
          );
          expect(await value(at, "quota/nulls", "{.spec.hard}")).toBe("");
        }
        await at.ok("delete deployment/nulls quota/nulls".split(" "));
      });

      test("applies what a selector takes, and one thing though another fails", async () => {
        const chosen = several(pod("chosen", { group: "g" }), pod("other"));
        const broken = several(pod("pod-a"), pod("POD-B"), pod("pod-c"));
        const bogus = several(configMap("foo"), {
          apiVersion: "example.org/v1",
          kind: "Bogus",
          metadata: { name: "foo" },
        });
        const before = several(pod("early", { namespace: `${at.namespace}-late` }), {
          apiVersion: "v1",
          kind: "Namespace",
          metadata: { name: `${at.namespace}-late` },
        });
        await follow(at, [
          ["apply -l group=g -f -", "pod/chosen created\n", chosen],
          ["get pod other", refused(/pods "other" not found/)],
          ["apply -f -", refused(/^The Pod "POD-B" is invalid: metadata\.name: /m), broken],
          ["get pods pod-a pod-c -o name", "pod/pod-a\npod/pod-c\n"],
          [
            "apply -f -",
            refused(/no matches for kind "Bogus" in version "example\.org\/v1"/),
            bogus,
          ],
          ["get configmap foo -o name", "configmap/foo\n"],
          ["apply -f -", refused(/namespaces "\S+-late" not found/), before],
          [`-n other apply -f -`, refused(/does not match the namespace "other"/), before],
        ]);
        await at.ok(
          `wait namespace ${at.namespace}-late --for=jsonpath={.status.phase}=Active`.split(" "),
        );
        await becomes(
          at,
          `serviceaccounts -n ${at.namespace}-late`,
          "{.items[*].metadata.name}",
          "default",
        );
        await follow(at, [
          ["apply -f -", /^pod\/early created\nnamespace\/\S+ unchanged\n$/, before],
          [`delete namespace ${at.namespace}-late --wait=false`, /deleted/],
          ["delete pods --all --now", /pod "chosen" deleted/],
        ]);
      });

      test("makes anew by force what cannot be changed", async () => {
        const service = (clusterIP: string) => ({
          apiVersion: "v1",
          kind: "Service",
          metadata: { name: "fixed" },
          spec: { clusterIP, ports: [{ port: 80 }] },
        });
        const range = (
          await value(at, "service kubernetes -n default", "{.spec.clusterIP}")
        ).replace(/\d+$/, "");
        await follow(at, [
          ["apply -f -", "service/fixed created\n", service(`${range}201`)],
          [
            "apply -f -",
            refused(/spec\.clusterIPs\[0\]: Invalid value: .*may not change once set/),
            service(`${range}202`),
          ],
          ["apply --force -f -", /service\/fixed configured/, service(`${range}202`)],
          ["get service fixed -o jsonpath={.spec.clusterIP}", `${range}202`],
          ["delete service fixed", 'service "fixed" deleted\n'],
        ]);
      });

      test("prunes by selector, by kind, everything, and by set", async () => {
        const a = pod("a", { group: "p" });
        const b = pod("b", { group: "p" });
        const file = at.file("a.json", a);
        await follow(at, [
          ["apply -l group=p -f -", "pod/a created\n", a],
          [
            `apply --prune -f ${file}`,
            refused(/all resources selected for prune without explicitly passing --all/),
          ],
          ["apply --prune -l group=p --prune-allowlist=core/v1/Service -f -", "pod/b created\n", b],
          ["get pods -o name", "pod/a\npod/b\n"],
          ["apply --prune -l group=p -f -", /^pod\/b unchanged\npod\/a pruned\n$/, b],
          ["delete pods --all --now", 'pod "b" deleted\n'],
        ]);
        at.env["KUBECTL_APPLYSET"] = "true";
        const set = ["apply", "-n", at.namespace, "--prune", "--applyset=set-of-test", "-f", "-"];
        await follow(at, [
          [
            set,
            "configmap/cm1 created\nconfigmap/cm2 created\n",
            several(configMap("cm1"), configMap("cm2")),
          ],
          [set, "configmap/cm1 unchanged\nconfigmap/cm2 pruned\n", configMap("cm1")],
          [set, "configmap/cm1 unchanged\n", configMap("cm1")],
          [
            "get secret set-of-test -o jsonpath={.metadata.annotations}",
            /"applyset\.kubernetes\.io\/contains-group-kinds":"ConfigMap"/,
          ],
        ]);
      });
    });

    describe("apply --server-side", () => {
      test("owns what it sets, with status too", async () => {
        const path = at.file("s.json", pod("s"));
        const conditions = [{ type: "example.io/Foo", status: "True" }];
        const status = {
          apiVersion: "v1",
          kind: "Pod",
          metadata: { name: "s" },
          status: { conditions },
        };
        await follow(at, [
          [
            `apply --server-side --dry-run=server -f ${path}`,
            "pod/s serverside-applied (server dry run)\n",
          ],
          ["get pods -o name", ""],
          [`apply --server-side -f ${path}`, "pod/s serverside-applied\n"],
          [
            `apply --server-side --field-manager=mine --force-conflicts -f ${path}`,
            "pod/s serverside-applied\n",
          ],
          [
            "apply --server-side --subresource=status --field-manager=mine -f -",
            "pod/s serverside-applied\n",
            status,
          ],
          ["get pod s -o jsonpath={.status.conditions[*].type}", /example\.io\/Foo/],
        ]);
        expect(await managers(at, "pod/s")).toMatch(/^(?=.*\bmine\b)(?=.*\bkubectl\b)/);
        await at.ok(["delete", "pod", "s", "--now"]);
      });

      test("takes over from apply on the client's side, and gives back", async () => {
        const path = at.file("over.json", pod("over"));
        const changed = at.file("over2.json", pod("over", { label: "applied" }));
        await follow(at, [
          [`apply -f ${path}`, "pod/over created\n"],
          [
            `apply --server-side --field-manager=not-kubectl -f ${changed}`,
            refused(/Apply failed with 1 conflict: /),
          ],
          [`apply --server-side -f ${changed}`, "pod/over serverside-applied\n"],
          ["apply view-last-applied pod/over -o json", /"name": "applied"/],
          [`apply --server-side -f ${path}`, "pod/over serverside-applied\n"],
          ["apply view-last-applied pod/over -o json", /"labels": \{\s+"name": "over"/],
          [`apply -f ${changed}`, "pod/over configured\n"],
          ["delete pod over --now", /deleted/],
        ]);
      });

      test("lets fields go that are applied no more, whoever applied them first", async () => {
        const data = "get configmap moved -o jsonpath={.data}";
        const [first, server, client] = [{ legacy: "1" }, { ssa: "1" }, { csa: "1" }].map((more) =>
          configMap("moved", { key: "value", ...more }),
        ) as [object, object, object];
        await follow(at, [
          ["apply -f -", "configmap/moved created\n", first],
          ["apply --server-side -f -", "configmap/moved serverside-applied\n", first],
          ["apply --server-side -f -", "configmap/moved serverside-applied\n", server],
          [data, '{"key":"value","ssa":"1"}'],
          ["apply -f -", "configmap/moved configured\n", client],
          [data, '{"csa":"1","key":"value"}'],
          ["apply --server-side -f -", "configmap/moved serverside-applied\n", server],
          [data, '{"key":"value","ssa":"1"}'],
        ]);
        const { code, stdout } = await at.run(
          "diff --server-side -f -".split(" "),
          JSON.stringify(client),
        );
        expect([code, /^\+ {2}csa: "1"$/m.test(stdout)]).toEqual([1, true]);
        await at.ok(["delete", "configmap", "moved"]);
        await at.ok("apply --field-manager=mine -f -".split(" "), JSON.stringify(first));
        expect(await value(at, "configmap/moved", "{.metadata.annotations}")).toContain(last);
        await at.ok(
          "apply --server-side --field-manager=mine -f -".split(" "),
          JSON.stringify(server),
        );
        expect(await value(at, "configmap/moved", "{.metadata.annotations}{.data}")).toBe(
          '{"key":"value","ssa":"1"}',
        );
      });
    });

    describe("diff", () => {
      const told = async (command: string, input?: object) => {
        const { code, stdout } = await at.run(command.split(" "), input && JSON.stringify(input));
        return { code, stdout };
      };

      test.each(["", " --server-side"])(
        "diff%s tells what would change, and changes nothing",
        async (flag) => {
          const changed = {
            ...pod("d"),
            spec: { ...pod("d").spec, containers: [{ name: "c", image: "example/c:2" }] },
          };
          expect((await told(`diff${flag} -f -`, pod("d"))).code).toBe(1);
          await at.ok(`apply${flag} -f -`.split(" "), JSON.stringify(pod("d")));
          const revision = await value(at, "pod/d", "{.metadata.resourceVersion}");
          await becomes(at, "pod/d", "{.status.phase}", "Running");
          expect(revision).not.toBe("");
          expect((await told(`diff${flag} -f -`, pod("d"))).code).toBe(0);
          const { code, stdout } = await told(`diff${flag} -f -`, changed);
          expect([code, stdout.includes("+  - image: example/c:2")]).toEqual([1, true]);
          expect(await value(at, "pod/d", "{.spec.containers[0].image}")).toBe("example/c:1");
          expect((await told(`diff${flag} -f -`, pod("INVALID"))).code).toBeGreaterThan(1);
          await at.ok(["delete", "pod", "d", "--now"]);
        },
      );

      test("shows what would be pruned", async () => {
        await at.ok(
          "apply -f -".split(" "),
          several(
            configMap("one", undefined, { labels: { g: "d" } }),
            configMap("two", undefined, { labels: { g: "d" } }),
          ),
        );
        const kept = configMap("one", undefined, { labels: { g: "d" } });
        expect((await told("diff -l g=d -f -", kept)).code).toBe(0);
        const { code, stdout } = await told("diff --prune -l g=d -f -", kept);
        expect([code, stdout.includes("-  name: two")]).toEqual([1, true]);
        await at.ok("apply --prune -l g=d -f -".split(" "), JSON.stringify(kept));
        expect((await told("diff --prune -l g=d -f -", kept)).code).toBe(0);
      });
    });
  },
  { newest: true },
);
