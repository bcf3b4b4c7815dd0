/**
 * kubectl on kinds that a CustomResourceDefinition brings: names, lists, patches, watches, apply and what it takes away, subresources.
 * Expectations: test/cmd/crd.sh, discovery.sh and get.sh of Kubernetes, as facts.
 */
import { beforeAll, describe, expect, test } from "vitest";
import { eventually } from "../fixtures/eventually.ts";
import { describeKubectls } from "../fixtures/kubectl-suite.ts";
import { follow, refused, type Step } from "../fixtures/kubectl-steps.ts";

const group = "company.example.com";
const open = { type: "object", "x-kubernetes-preserve-unknown-fields": true };

const definition = (names: { plural: string; [name: string]: unknown }, more: object = {}) => ({
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  metadata: { name: `${names.plural}.${group}` },
  spec: {
    group,
    scope: "Namespaced",
    names,
    versions: [
      {
        name: "v1",
        served: true,
        storage: true,
        schema: { openAPIV3Schema: open },
        subresources: {
          status: {},
          scale: { specReplicasPath: ".spec.replicas", statusReplicasPath: ".status.replicas" },
        },
      },
    ],
    ...more,
  },
});

const foo = (name: string, more: object = {}) => ({
  apiVersion: `${group}/v1`,
  kind: "Foo",
  metadata: { name, labels: { pruneGroup: "true" } },
  ...more,
});
const full = `foo.${group}`;

describeKubectls(
  (at) => {
    const established = (plural: string): Step => [
      `wait crd/${plural}.${group} --for=condition=Established --timeout=10s`,
      `customresourcedefinition.apiextensions.k8s.io/${plural}.${group} condition met\n`,
    ];
    beforeAll(async () => {
      const said = `customresourcedefinition.apiextensions.k8s.io/foos.${group} created\n`;
      const names = { plural: "foos", singular: "foo", kind: "Foo", listKind: "FooList" };
      await follow(at, [
        ["create -f -", said, definition(names)],
        established("foos"),
        ["explain foos --api-version=company.example.com/v1", /KIND: +Foo\nVERSION: +v1/],
      ]);
    });

    test("its objects go by name, by kind, and by list", async () => {
      await follow(at, [
        ["get foos -o name", ""],
        ["get foos -o jsonpath={.kind}", "List"],
        [`get --raw /apis/${group}/v1/namespaces/${at.namespace}/foos`, /"kind":"FooList"/],
        ["create -f -", `${full}/test created\n`, foo("test")],
        ["create -f -", refused(/foos.company.example.com "test" already exists/), foo("test")],
        ["get foos -o name", `${full}/test\n`],
        ["get foo -o name", `${full}/test\n`],
        [`get foos.${group} test -o name`, `${full}/test\n`],
        [`get foos.v1.${group} test -o name`, `${full}/test\n`],
        [`get foo/test -o jsonpath={.kind}-{.apiVersion}`, `Foo-${group}/v1`],
        ["get foos", /^NAME +AGE\ntest +\d+s\n$/],
        ["get foos -A", /^NAMESPACE +NAME +AGE\nv\S+ +test +\d+s\n$/],
        ["get foos nope", refused(/foos\.company\.example\.com "nope" not found$/m)],
        ["describe foo test", /^Name: +test\n[^]*\nKind: +Foo\n/],
        [`get foos -o go-template={{range.items}}{{.metadata.name}}{{end}}`, "test"],
        ["get foos.v2.company.example.com", refused(/doesn't have a resource type "foos"/)],
      ]);
    });

    test("patches merge; strategic ones cannot be", async () => {
      const path = at.file("foo.yaml", foo("test"));
      const merge = (patch: object) => ["--type=merge", "-p", JSON.stringify(patch)];
      const values = ["get", "foo", "test", "-o", "jsonpath={.patched}"];
      await follow(at, [
        [["patch", "foos/test", ...merge({ patched: "value1" })], `${full}/test patched\n`],
        [values, "value1"],
        [
          ["patch", "foos/test", ...merge({ patched: "value1" })],
          `${full}/test patched (no change)\n`,
        ],
        [
          ["patch", "foos/test", "-p", '{"patched":"x"}'],
          refused(
            /^error: application\/strategic-merge-patch\+json is not supported by company\.example\.com\/v1, Kind=Foo: /,
          ),
        ],
        [["patch", "-f", path, "--local", "-p", "{}"], refused(/try --type merge/)],
        [["patch", "foos/test", ...merge({ patched: null }), "--record"], `${full}/test patched\n`],
        [values, ""],
        [
          [
            "get",
            "foo",
            "test",
            "-o",
            String.raw`jsonpath={.metadata.annotations.kubernetes\.io/change-cause}`,
          ],
          /--record/,
        ],
        ["label foos --all listed=true", `${full}/test labeled\n`],
        ["annotate foos --all noted=true", `${full}/test annotated\n`],
        ["get foos -l listed=true -o name", `${full}/test\n`],
        ["label foos/test listed-", `${full}/test unlabeled\n`],
        [
          ["patch", "foos/test", ...merge({ metadata: { name: "other" } })],
          refused(/the name of the object \(other\) does not match the name on the URL \(test\)/),
        ],
      ]);
    });

    test("parts are asked for by themselves", async () => {
      const status = (replicas: number) => [
        "patch",
        "foos/test",
        "--type=merge",
        "-p",
        JSON.stringify({ status: { replicas } }),
      ];
      at.editWith("s/replicas: 3/replicas: 4/");
      await follow(at, [
        [[...status(2)], `${full}/test patched (no change)\n`],
        ["get foo test -o jsonpath={.status}", ""],
        [[...status(3), "--subresource=status"], `${full}/test patched\n`],
        ["get foo test --subresource=status -o jsonpath={.status.replicas}", "3"],
        ["edit foo test --subresource=status", `${full}/test edited\n`],
        ["get foo test -o jsonpath={.status.replicas}", "4"],
        [["patch", "foos/test", "--type=merge", "-p", '{"spec":{"replicas":2}}'], /patched/],
        ["get foo test --subresource=scale", /^NAME +DESIRED +AVAILABLE +AGE\ntest +2 +4 +\d+s\n$/],
        ["get foo test --subresource=scale -o jsonpath={.kind}{.spec.replicas}", "Scale2"],
        [
          "scale foo test --replicas=1 --current-replicas=3",
          refused(/Expected replicas to be 3, was 2/),
        ],
        ["scale foo test --replicas=1", `${full}/test scaled\n`],
        [
          "replace --subresource=status -f -",
          `${full}/test replaced\n`,
          foo("test", { status: { replicas: 9 } }),
        ],
        ["get foo test -o jsonpath={.spec.replicas}{.status.replicas}", "19"],
        [
          "get foo test --subresource=odd",
          refused('Error from server (NotFound): foos.company.example.com "test" not found\n'),
        ],
        [
          "get foos --subresource=status",
          refused("error: subresource cannot be used when bulk resources are specified\n"),
        ],
        ["delete foos --all", /^foo.company.example.com "test" deleted/],
      ]);
    });

    test("apply adds, changes and takes away fields, and prunes", async () => {
      const one = (some?: object) => foo("applied", some ? { some } : {});
      const fields = "get foo applied -o jsonpath={.some}";
      await follow(at, [
        ["apply -f -", `${full}/applied created\n`, one({ a: "1" })],
        ["apply -f -", `${full}/applied unchanged\n`, one({ a: "1" })],
        ["apply -f -", `${full}/applied configured\n`, one({ a: "1", b: { c: "2" } })],
        [fields, '{"a":"1","b":{"c":"2"}}'],
        ["apply -f -", `${full}/applied configured\n`, one({ b: { c: "3" } })],
        [fields, '{"b":{"c":"3"}}'],
        ["apply -f -", `${full}/applied configured\n`, one()],
        [fields, ""],
        [
          "apply -f - --prune -l pruneGroup=true --prune-allowlist=company.example.com/v1/Foo",
          `${full}/other created\n${full}/applied pruned\n`,
          foo("other"),
        ],
        ["get foos -o name", `${full}/other\n`],
        [
          "apply --server-side --field-manager=x -f -",
          `${full}/served serverside-applied\n`,
          foo("served", { some: { a: 1 } }),
        ],
        [
          "apply --server-side --field-manager=y -f -",
          refused(/conflict with "x": \.some\.a/),
          foo("served", { some: { a: 2 } }),
        ],
        ["apply view-last-applied foo other -o json", /"kind": "Foo"/],
        ["apply -f - --dry-run=server", `${full}/dry created (server dry run)\n`, foo("dry")],
        ["diff -f -", "", foo("other")],
        ["delete foos other served", /other" deleted/],
      ]);
    });

    test("lists of several kinds and watches work", async () => {
      const list = (items: object[]) => ({ apiVersion: "v1", kind: "List", items });
      const items = [foo("one"), foo("two")];
      const own = { apiVersion: `${group}/v1`, kind: "FooList", items };
      const all = `${full}/one\n${full}/two\n`;
      const said = (done: string) => all.replaceAll("\n", ` ${done}\n`);
      await follow(at, [
        ["create -f -", said("created"), list(items)],
        ["apply -f - --force-conflicts --server-side", said("serverside-applied"), own],
        ["get foos -o name", all],
        ["get foos --watch --request-timeout=1s -o name", all],
        ["get foos/one --watch --request-timeout=1s -o name", `${full}/one\n`],
        ["delete foos one two", /two" deleted/],
        ["apply -f -", said("created"), own],
        ["delete -f -", /one" deleted[^]*two" deleted/, own],
        ["get foos -o name", ""],
      ]);
    });

    describe("a kind that is named as another", () => {
      test("leaves what was there first", async () => {
        const names = {
          plural: "examples",
          singular: "pod",
          shortNames: ["deploy"],
          kind: "Example",
        };
        const object = { apiVersion: `${group}/v1`, kind: "Example", metadata: { name: "shadow" } };
        await follow(at, [
          ["create -f -", /created/, definition(names)],
          established("examples"),
          ["create -f -", `example.${group}/shadow created\n`, object],
          ["run simple --image=example/web", "pod/simple created\n"],
          ["get pod -o name", "pod/simple\n"],
          ["get deploy -o name", ""],
          ["get examples -o name", `example.${group}/shadow\n`],
          ["get pod/simple -o jsonpath={.apiVersion}", "v1"],
          [`get pod.${group} -o name`, `example.${group}/shadow\n`],
          [`delete crd examples.${group}`, /deleted/],
          ["delete pod simple --now", 'pod "simple" deleted\n'],
        ]);
        await at.refused(["get", "examples"]);
      });

      test("takes another scope when it is made again", async () => {
        const names = { plural: "scopes", singular: "scope", kind: "Scope" };
        const object = { apiVersion: `${group}/v1`, kind: "Scope", metadata: { name: "s" } };
        const gone = `customresourcedefinition.apiextensions.k8s.io "scopes.${group}" deleted\n`;
        await follow(at, [
          ["create -f -", /created/, definition(names)],
          established("scopes"),
          ["create -f -", `scope.${group}/s created\n`, object],
          [`get scopes -o jsonpath={.items[0].metadata.namespace}`, at.namespace],
          [`delete crd scopes.${group}`, gone],
          ["create -f -", /created/, definition(names, { scope: "Cluster" })],
          established("scopes"),
        ]);
        // Which reads discovery anew, instead of what kubectl keeps of it.
        await eventually(async () =>
          expect(await at.ok(["api-resources", "--api-group", group, "--no-headers"])).toMatch(
            /^scopes +company\.example\.com\/v1 +false +Scope$/m,
          ),
        );
        await follow(at, [
          ["create -f -", `scope.${group}/s created\n`, object],
          ["get scope s -o jsonpath={.metadata.namespace}", ""],
          [`delete crd scopes.${group} foos.${group}`, /foos/],
        ]);
      });
    });
  },
  { newest: true },
);
