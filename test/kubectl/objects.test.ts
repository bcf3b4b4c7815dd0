/**
 * kubectl on several objects at once: lists, folders, selections; deleting and making them. Expectations:
 * test/cmd/generic-resources.sh, delete.sh, core.sh and create.sh of Kubernetes, as facts.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { describeKubectls } from "../fixtures/kubectl-suite.ts";
import { follow, refused, value } from "../fixtures/kubectl-steps.ts";

const map = (name: string, labels: object = {}) => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name, labels },
});
const service = (name: string) => ({
  apiVersion: "v1",
  kind: "Service",
  metadata: { name, labels: { several: "yes" } },
  spec: { selector: { app: name }, ports: [{ port: 80 }] },
});
const waiting = (name: string) => ({
  apiVersion: "v1",
  kind: "ReplicationController",
  metadata: { name, labels: { several: "yes" } },
  spec: {
    replicas: 1,
    selector: { app: name },
    template: {
      metadata: { labels: { app: name } },
      spec: {
        terminationGracePeriodSeconds: 0,
        containers: [{ name: "c", image: "example/c:1" }],
      },
    },
  },
});

describeKubectls(
  (at) => {
    describe("several objects", () => {
      const both = [service("first"), waiting("second")];
      const forms: [string, string | object, string][] = [
        ["a List", { apiVersion: "v1", kind: "List", items: both }, "json"],
        ["objects one after the other", both.map((one) => JSON.stringify(one)).join("\n"), "json"],
        ["documents of YAML", both.map((one) => JSON.stringify(one)).join("\n---\n"), "yaml"],
      ];

      test.each(forms)("of one file: %s", async (_, content, extension) => {
        const path = at.file(`several.${extension}`, content);
        at.editWith("s/^    labels:/    labels:\\n      edited: again/");
        await follow(at, [
          [`create -f ${path}`, "service/first created\nreplicationcontroller/second created\n"],
          [`get -f ${path} -o name`, "service/first\nreplicationcontroller/second\n"],
          [`get -f ${path} -o jsonpath={.items[*].kind}`, "Service ReplicationController"],
          [`get -f ${path} --watch`, refused(/watch is only supported on individual resources/)],
          [`describe -f ${path}`, /^Name: +first\n[^]*\nName: +second\n/],
          [
            `label -f ${path} labeled=yes`,
            "service/first labeled\nreplicationcontroller/second labeled\n",
          ],
          [`annotate -f ${path} annotated=yes --overwrite`, /first annotated\n.*second annotated/],
          [`edit -f ${path}`, "service/first edited\nreplicationcontroller/second edited\n"],
          [
            "get service/first rc/second -o jsonpath={.items[*].metadata.labels.edited}",
            "again again",
          ],
          [`replace -f ${path}`, "service/first replaced\nreplicationcontroller/second replaced\n"],
          ["get service/first rc/second -o jsonpath={.items[*].metadata.labels.labeled}", ""],
          [
            `replace --force -f ${path}`,
            /^service "first" deleted.*\nreplicationcontroller "second" deleted.*\nservice\/first replaced\n/,
          ],
          [
            ["patch", "-f", path, "-p", '{"metadata":{"labels":{"patched":"yes"}}}'],
            "service/first patched\nreplicationcontroller/second patched\n",
          ],
          [
            ["get", "svc,rc", "-l", "patched", "-o", "name"],
            "service/first\nreplicationcontroller/second\n",
          ],
          ["delete service/first rc/second", /^service "first" deleted.*\nrep.* "second" deleted/],
        ]);
      });

      test("of a list of their kind", async () => {
        const list = { apiVersion: "v1", kind: "ServiceList", items: [service("a"), service("b")] };
        await follow(at, [
          ["create -f -", "service/a created\nservice/b created\n", list],
          ["get svc -l several=yes -o name", "service/a\nservice/b\n"],
          ["get svc/a svc/b -o jsonpath={.kind}/{.items[*].metadata.name}", "List/a b"],
          ["get nodes/node-1 svc/a -o name", "node/node-1\nservice/a\n"],
          ["get services,configmaps/x", refused(/must have a single resource and name/)],
          ["get svc/a pods/nope", refused('Error from server (NotFound): pods "nope" not found\n')],
          ["delete svc -l several=yes", /^service "a" deleted.*\nservice "b" deleted.*\n$/],
        ]);
      });

      test("of a folder in which one file is broken", async () => {
        const folder = join(at.home, `${at.namespace}-folder`);
        mkdirSync(join(folder, "inner"), { recursive: true });
        const write = (name: string, content: object) =>
          writeFileSync(join(folder, name), JSON.stringify(content));
        write("a.json", map("a", { folder: "yes" }));
        write("inner/b.json", map("b", { folder: "yes" }));
        write("inner/broken.json", { ...map("c"), kind: undefined });
        const broken = refused(/kind not set|Object 'Kind' is missing in '/);
        const maps = (path: string): [string[], string] => [
          ["get", "configmaps", "-l", "folder", "-o", `jsonpath=${path}`],
          "yes yes",
        ];
        await follow(at, [
          [`create -f ${folder} --dry-run=server`, "configmap/a created (server dry run)\n"],
          [`create -f ${folder} --recursive`, broken],
          maps("{.items[*].metadata.labels.folder}"),
          [`describe -f ${folder} --recursive`, broken],
          [`annotate -f ${folder} --recursive marked=yes`, broken],
          maps("{.items[*].metadata.annotations.marked}"),
          [`label -f ${folder} --recursive labeled=yes`, broken],
          maps("{.items[*].metadata.labels.labeled}"),
          [["patch", "-f", folder, "--recursive", "-p", '{"data":{"a":"yes"}}'], broken],
          maps("{.items[*].data.a}"),
          [`replace -f ${folder} --recursive`, broken],
          [["get", "configmaps", "-l", "folder", "-o", "jsonpath={.items[*].data}"], ""],
          [`delete -f ${folder} --recursive`, broken],
          [["get", "configmaps", "-l", "folder", "-o", "name"], ""],
        ]);
      });
    });

    describe("delete", () => {
      test("by label in all namespaces, first to try, and only when one says yes", async () => {
        await follow(at, [
          [`create -f -`, "configmap/d1 created\n", map("d1", { gone: "soon" })],
          [`create -f - -n default`, "configmap/d2 created\n", map("d2", { gone: "soon" })],
          ["delete configmaps -l gone -A --dry-run=client", /"d2" deleted.*\(dry run\)\n/],
          ["delete configmaps -l gone -A --dry-run=server", /"d1" deleted.*\(server dry run\)\n/],
          ["get configmaps -l gone -A -o jsonpath={.items[*].metadata.name}", "d2 d1"],
          [
            "delete configmaps -l gone --interactive",
            /You are about to delete[^]*configmap\/d1\n[^]*cancelled/,
            "n\n",
          ],
          ["get configmaps -l gone -o name", "configmap/d1\n"],
          ["delete configmaps -l gone --interactive", /configmap "d1" deleted/, "y\n"],
          ["delete configmaps -l gone --all-namespaces", /^configmap "d2" deleted.*\n$/],
          [
            "delete configmap d1",
            refused('Error from server (NotFound): configmaps "d1" not found\n'),
          ],
          ["delete configmap d1 --ignore-not-found", ""],
          ["delete configmaps -l gone", "No resources found\n"],
          [
            "delete configmap a --field-selector=metadata.name=a",
            refused(/name cannot be provided when a selector is specified/),
          ],
          ["delete configmap a -o yaml", refused(/unexpected -o output mode: yaml/)],
        ]);
      });

      test("of namespaces waits for what is in them, and warns", async () => {
        const name = `${at.namespace}-gone`;
        await follow(at, [
          [`create namespace ${name}`, `namespace/${name} created\n`],
          [`create configmap c -n ${name}`, "configmap/c created\n"],
          [
            `create namespace ${name}`,
            refused(`Error from server (AlreadyExists): namespaces "${name}" already exists\n`),
          ],
          [
            `create namespace Bad_Name`,
            refused(
              /^The Namespace "Bad_Name" is invalid: metadata\.name: Invalid value: "Bad_Name": a lowercase RFC 1123 label must consist/,
            ),
          ],
        ]);
        const { stdout, stderr } = await at.run(["delete", "namespace", name, "-n", "default"]);
        expect(stdout).toBe(`namespace "${name}" deleted\n`);
        expect(stderr).toMatch(
          /^(Warning|warning): deleting cluster-scoped resources, not scoped to the provided namespace\n$/,
        );
        await follow(at, [
          [`get namespace ${name}`, refused(/NotFound/)],
          [
            "delete namespaces default",
            refused(
              /^Error from server \(Forbidden\): namespaces "default" is forbidden: this namespace may not be deleted$/m,
            ),
          ],
          [
            "delete --raw /api/v1/namespaces/default/configmaps/nope",
            refused(/configmaps "nope" not found/),
          ],
        ]);
      });

      test("leaves dependents, or waits for them, as asked", async () => {
        await at.ok(["create", "-f", "-"], JSON.stringify(waiting("owner")));
        const pods = "get pods -l app=owner -o name";
        await at.ok("wait --for=create pod -l app=owner --timeout=10s".split(" "));
        await follow(at, [
          ["delete rc owner --cascade=orphan", /"owner" deleted/],
          [pods, /^pod\/owner-\w+\n$/],
          ["create -f -", "replicationcontroller/owner created\n", waiting("owner")],
          ["wait rc/owner --for=jsonpath={.status.readyReplicas}=1 --timeout=10s", /met/],
          ["delete rc owner --cascade=foreground", /"owner" deleted/],
          [pods, ""],
          ["delete rc owner --cascade=odd", refused(/invalid cascade value \(odd\)/)],
        ]);
      });
    });

    describe("create", () => {
      test("selects what to make, and validates as one asks", async () => {
        const odd = { ...map("odd"), datas: { a: "b" } };
        const typed = { ...map("typed"), data: 3 };
        const warned = async (flag: string) =>
          (await at.run(["create", flag, "-f", "-", "--dry-run=server"], JSON.stringify(odd)))
            .stderr;
        await follow(at, [
          ["create -f - -l keep=yes", refused("error: no objects passed to create\n"), map("s")],
          ["create -f - -l keep=yes", "configmap/s created\n", map("s", { keep: "yes" })],
          ["create -f - --validate=strict", refused(/unknown field "datas"/), odd],
          ["create -f - --validate", refused(/unknown field "datas"/), odd],
          ["create -f - --validate=false --dry-run=server", /created/, odd],
          ["create -f - --validate=odd", refused(/invalid - validate option "odd"/), odd],
          [
            "create -f - --validate=ignore",
            refused(/^Error from server \(BadRequest\).*cannot be handled as a ConfigMap/m),
            typed,
          ],
          [
            "create --raw /api/v1/namespaces/default/nope -f -",
            refused(/could not find the requested resource/),
            odd,
          ],
          ["create", refused(/^error: must specify one of -f and -k/m)],
          [
            `create --raw /api/v1/namespaces/${at.namespace}/configmaps -f -`,
            /"name":"raw"/,
            map("raw"),
          ],
        ]);
        expect(await warned("--validate=warn")).toBe('Warning: unknown field "datas"\n');
        expect(await warned("--validate=ignore")).toBe("");
        at.editWith("s/name: raw/name: edited/");
        await follow(at, [
          ["create -f - --edit", "configmap/edited created\n", map("raw")],
          ["delete configmaps edited raw s", /edited/],
        ]);
      });

      test("generates names, and makes what has more than one version as it is asked for", async () => {
        const generated = { ...map(""), metadata: { generateName: "gen-", labels: { g: "yes" } } };
        const scale = { apiVersion: "apps/v1", kind: "Deployment", name: "web" };
        const scaler = {
          apiVersion: "autoscaling/v1",
          kind: "HorizontalPodAutoscaler",
          metadata: { name: "h" },
          spec: { maxReplicas: 3, scaleTargetRef: scale, targetCPUUtilizationPercentage: 50 },
        };
        await follow(at, [
          ["create -f -", /^configmap\/gen-[a-z0-9]{5} created\n$/, generated],
          ["apply -f -", refused(/cannot use generate name with apply/), generated],
          ["create -f - -o jsonpath={.apiVersion}", "autoscaling/v1", scaler],
          [
            "get horizontalpodautoscalers.v1.autoscaling h -o jsonpath={.spec.targetCPUUtilizationPercentage}",
            "50",
          ],
          [
            "get hpa h -o jsonpath={.apiVersion}{.spec.metrics[0].resource.target.averageUtilization}",
            "autoscaling/v250",
          ],
          ["delete hpa h", /deleted/],
        ]);
        expect(await value(at, "configmaps -l g=yes", "{.items[0].metadata.generateName}")).toBe(
          "gen-",
        );
      });
    });
  },
  { newest: true },
);
