/**
 * What kubectl does with Pods: create, describe, label, annotate, patch, replace, edit, delete; set on what has a template.
 * Expectations: test/cmd/core.sh, save-config.sh and run.sh of Kubernetes, as facts.
 */
import { describe, expect, test } from "vitest";
import { describeKubectls } from "../fixtures/kubectl-suite.ts";
import { follow, managers, refused, value } from "../fixtures/kubectl-steps.ts";

const pod = (name: string, more: object = {}) => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name, labels: { name } },
  spec: {
    containers: [{ name: "host", image: "example/host:1" }],
    terminationGracePeriodSeconds: 0,
    ...more,
  },
});

describeKubectls(
  (at) => {
    describe("Pods are", () => {
      test("made, shown and deleted in every way", async () => {
        const path = at.file("valid.json", pod("valid"));
        await follow(at, [
          [`create -f ${path} --dry-run=server`, "pod/valid created (server dry run)\n"],
          ["get pod valid", refused(/^Error from server \(NotFound\): pods "valid" not found$/m)],
          [`create -f ${path}`, "pod/valid created\n"],
          ["describe pod valid --show-events=false", /^(?![^]*\nEvents:)[^]*\nStatus: /],
          ["describe pods", /^Name: +valid\n[^]*\nEvents:/],
          ["get pods --field-selector metadata.name=valid -o name", "pod/valid\n"],
          ["wait pod/valid --for=condition=Ready --timeout=10s", "pod/valid condition met\n"],
          ["get pods --field-selector status.phase=Running -o name", "pod/valid\n"],
          ["delete pods", refused("error: resource(s) were provided, but no name was specified\n")],
          [
            "delete --all pods -l a=b",
            refused(/setting 'all' parameter but found a non empty selector/),
          ],
          ["get pods -o name", "pod/valid\n"],
          [`create -f ${path}`, refused(/pods "valid" already exists/)],
          [["delete", "pods", "-l", "name in (valid)", "--now"], 'pod "valid" deleted\n'],
          [`create -f ${path}`, "pod/valid created\n"],
          ["delete pod valid --grace-period=0", 'pod "valid" deleted\n'],
          [`create -f ${path}`, "pod/valid created\n"],
          ["delete pods --all --grace-period=0 --force", 'pod "valid" force deleted\n'],
          ["get pods -o name", ""],
        ]);
      });

      test("described with the sources of their environment", async () => {
        const from = (source: object) => ({ name: "X", valueFrom: source });
        const env = [
          from({ secretKeyRef: { name: "s", key: "key-1" } }),
          from({ configMapKeyRef: { name: "c", key: "key-2" } }),
          from({ fieldRef: { fieldPath: "metadata.name" } }),
        ].map((one, i) => ({ ...one, name: `E${i}` }));
        const containers = [{ name: "c", image: "example/c:1", env }];
        const said =
          /E0: +<set to the key 'key-1' in secret 's'> +Optional: false\n +E1: +<set to the key 'key-2' of config map 'c'> +Optional: false\n +E2: +sourced \(v1:metadata\.name\)/;
        await follow(at, [
          ["create -f -", "pod/sourced created\n", pod("sourced", { containers })],
          ["describe pod sourced", said],
          ["delete pod sourced --now", 'pod "sourced" deleted\n'],
        ]);
      });

      test("described by pages as small as one wants", async () => {
        await at.ok(["create", "-f", "-"], JSON.stringify(pod("paged")));
        await at.ok("wait pod/paged --for=condition=Ready --timeout=10s".split(" "));
        const { stderr } = await at.run("describe pods --chunk-size=1 -v=6".split(" "));
        expect(stderr).toMatch(/\/pods\?limit=1" status="200 OK"/);
        expect(stderr).toMatch(/\/events\?fieldSelector=[^"]*&limit=1" status="200 OK"/);
        expect(stderr).toMatch(/\/events\?continue=[^"]*&limit=1" status="200 OK"/);
        await at.ok(["delete", "pod", "paged", "--now"]);
      });

      test("run from images that can be", async () => {
        await follow(at, [
          ["run r --image=example/r --dry-run=server", "pod/r created (server dry run)\n"],
          ["run r --image=validname", "pod/r created\n"],
          [
            "run q --image=InvalidImageName",
            refused('error: Invalid image name "InvalidImageName": invalid reference format\n'),
          ],
          ["delete pod r --now", 'pod "r" deleted\n'],
        ]);
      });
    });

    describe("a Pod's labels and annotations", () => {
      test("are set, shown, kept from being overwritten, and removed", async () => {
        await at.ok(["create", "-f", "-"], JSON.stringify(pod("marked")));
        await follow(at, [
          ["label pod marked a=b --dry-run=client", "pod/marked labeled (dry run)\n"],
          ["label pod marked a=b --dry-run=server", "pod/marked labeled (server dry run)\n"],
          ["label pod marked a=b empty=", "pod/marked labeled\n"],
          ["get pod marked -L a", /^NAME .* A\nmarked .* b\n$/],
          [
            "label pod marked a=c",
            refused("error: 'a' already has a value (b), and --overwrite is false\n"),
          ],
          ["label pods --all a=c --overwrite", "pod/marked labeled\n"],
          ["label pod marked --list", /^(?=[^]*^a=c$)(?=[^]*^empty=$)(?=[^]*^name=marked$)/m],
          ["label pod marked a-", "pod/marked unlabeled\n"],
          ["label pod marked nope-", 'label "nope" not found.\npod/marked not labeled\n'],
          ["annotate pod marked note=", "pod/marked annotated\n"],
          ["annotate pod marked note=1 --overwrite --record", "pod/marked annotated\n"],
          [
            "label pod marked late=1 --resource-version=1",
            refused(/^Error from server \(Conflict\): .*the object has been modified/m),
          ],
          [
            ["label", "pod", "marked", "not valid=1"],
            refused(
              /^The Pod "marked" is invalid: metadata\.labels: Invalid value: "not valid": /m,
            ),
          ],
        ]);
        const cause = String.raw`{.metadata.annotations.kubernetes\.io/change-cause}`;
        expect(await value(at, "pod/marked", cause)).toContain("--record");
        // In the order of their times, which may be of one second or of two.
        const writers = (await managers(at, "pod/marked")).split(" ");
        expect(writers).toEqual(expect.arrayContaining(["kubectl-annotate", "kubectl-label"]));
        const path = at.file("marked.json", pod("marked"));
        const local = await at.ok(
          `label --local -f ${path} name=other --overwrite -o yaml`.split(" "),
        );
        expect(local).toContain("name: other");
        expect(await value(at, "pod/marked", "{.metadata.labels.name}")).toBe("marked");
        await at.ok(["delete", "pod", "marked", "--now"]);
      });

      test("may change while the largest numbers in it stay what they are", async () => {
        const most = 2 ** 31 - 1;
        const securityContext = { runAsUser: most };
        const containers = [{ name: "c", image: "example/c:1", securityContext }];
        const precise = pod("precise", { containers, activeDeadlineSeconds: most });
        await follow(at, [
          ["create -f -", "pod/precise created\n", precise],
          [
            ["patch", "pod", "precise", "-p", '{"metadata":{"annotations":{"a":"b"}}}'],
            "pod/precise patched\n",
          ],
          ["label pod precise a=b", "pod/precise labeled\n"],
          [
            "get pod precise -o jsonpath={.spec.activeDeadlineSeconds},{..runAsUser}",
            `${most},${most}`,
          ],
          ["delete pod precise --now", 'pod "precise" deleted\n'],
        ]);
      });
    });

    describe("a Pod", () => {
      const image = (to: string) => `{"spec":{"containers":[{"name":"host","image":"${to}"}]}}`;

      test("is patched as far as it may, by every kind of patch", async () => {
        const path = at.file("patched.json", pod("patched"));
        const json = (to: string) =>
          `[{"op":"replace","path":"/spec/containers/0/image","value":"${to}"}]`;
        await follow(at, [
          [`create -f ${path}`, "pod/patched created\n"],
          [
            ["patch", "pod", "patched", "-p", '{"metadata":{"labels":"invalid"}}'],
            refused(/cannot restore map from string/),
          ],
          [
            ["patch", "pod", "patched", "-p", '{"metadata":{"labels":{"name":"patched"}}}'],
            "pod/patched patched (no change)\n",
          ],
          [["patch", "pod", "patched", "-p", image("a:1")], "pod/patched patched\n"],
          [["patch", "pod", "patched", "--type=json", "-p", json("b:1")], "pod/patched patched\n"],
          [
            ["patch", "pod", "patched", "--dry-run=server", "-p", image("no:1")],
            "pod/patched patched\n",
          ],
          [
            ["patch", "pod", "patched", "--dry-run=client", "-p", image("no:1")],
            "pod/patched patched\n",
          ],
          ["get pod patched -o jsonpath={.spec.containers[0].image}", "b:1"],
          [
            [
              "patch",
              "pod",
              "patched",
              "-p",
              "spec:\n  containers:\n  - name: host\n    image: yaml:1\n",
            ],
            "pod/patched patched\n",
          ],
          [["patch", "-f", path, "-p", image("file:1")], "pod/patched patched\n"],
          ["get pod patched -o jsonpath={.spec.containers[0].image}", "file:1"],
          [
            [
              "patch",
              "pod",
              "patched",
              "-p",
              `{"metadata":{"resourceVersion":"1"},${image("late:1").slice(1)}`,
            ],
            refused(/please apply your changes to the latest version and try again/),
          ],
          [
            [
              "patch",
              "--local",
              "-f",
              path,
              "-p",
              '{"spec":{"restartPolicy":"Never"}}',
              "-o",
              "yaml",
            ],
            /restartPolicy: Never/,
          ],
        ]);
        expect(await managers(at, "pod/patched")).toContain("kubectl-patch");
      });

      test("is replaced by force where it may not be changed, and else by what it is", async () => {
        const now = await at.ok("get pod patched -o json".split(" "));
        const renamed = at.file("renamed.json", now.replaceAll('"host"', '"renamed"'));
        await follow(at, [
          [
            `replace -f ${renamed}`,
            refused(/spec: Forbidden: pod updates may not change fields other than/),
          ],
          [
            `replace --grace-period=1 -f ${renamed}`,
            refused("error: --grace-period must have --force specified\n"),
          ],
          [
            `replace --timeout=1s -f ${renamed}`,
            refused("error: --timeout must have --force specified\n"),
          ],
          [`replace --force -f ${renamed}`, 'pod "patched" deleted\npod/patched replaced\n'],
          ["get pod patched -o jsonpath={.spec.containers[0].name}", "renamed"],
        ]);
        expect(await managers(at, "pod/patched")).toContain("kubectl-replace");
        const again = await at.ok("get pod patched -o json".split(" "));
        await follow(at, [["replace -f -", "pod/patched replaced\n", again]]);
      });

      test("is edited, or left alone when nothing was", async () => {
        at.editWith("s/file:1/edited:1/");
        await follow(at, [
          [
            "edit pod/patched --output-patch=true",
            /^Patch: \{"spec":.*"image":"edited:1"[^]*\npod\/patched edited\n$/,
          ],
          ["get pod patched -o jsonpath={.spec.containers[0].image}", "edited:1"],
        ]);
        const { stderr } = await at.run(["edit", "pod/patched", "--save-config"]);
        expect(stderr).toBe("Edit cancelled, no changes made.\n");
        expect(await managers(at, "pod/patched")).toContain("kubectl-edit");
        at.editWith("s/edited:1/again:1/");
        await at.ok(["edit", "pod/patched", "--save-config"]);
        const saved = await value(at, "pod/patched", "{.metadata.annotations}");
        expect(saved).toContain("kubectl.kubernetes.io/last-applied-configuration");
        await at.ok(["delete", "pod", "patched", "--now"]);
      });

      test("remembers its configuration only for those who ask for it", async () => {
        const path = at.file("saved.json", pod("saved"));
        const annotations = "{.metadata.annotations}";
        await at.ok(["create", "-f", path]);
        expect(await value(at, "pod/saved", annotations)).toBe("");
        await at.ok(["delete", "pod", "saved", "--now"]);
        await at.ok(["create", "-f", path, "--save-config"]);
        const saved = await value(at, "pod/saved", annotations);
        expect(saved).toContain("last-applied-configuration");
        const changed = JSON.parse(await at.ok("get pod saved -o json".split(" ")));
        changed.metadata.labels = { name: "changed" };
        await at.ok(["replace", "-f", "-"], JSON.stringify(changed));
        expect(await value(at, "pod/saved", annotations)).not.toBe(saved);
        await at.ok(["delete", "pod", "saved", "--now"]);
      });
    });

    test("a cluster-wide object is replaced whatever its revision, when one asks for none", async () => {
      const node = { apiVersion: "v1", kind: "Node", metadata: { name: "node-of-test" } };
      const annotated = { ...node.metadata, annotations: { a: "b" }, resourceVersion: "0" };
      const changed = { ...node, metadata: annotated };
      await follow(at, [
        ["create -f -", "node/node-of-test created\n", node],
        ["replace --dry-run=server -f -", "node/node-of-test replaced (server dry run)\n", changed],
        ["get node node-of-test -o jsonpath={.metadata.annotations.a}", ""],
        ["replace -f -", "node/node-of-test replaced\n", changed],
        ["get node node-of-test -o jsonpath={.metadata.annotations.a}", "b"],
        ["delete node node-of-test", 'node "node-of-test" deleted\n'],
      ]);
    });

    test("raw requests are passed on as they are", async () => {
      const path = `/api/v1/namespaces/${at.namespace}/configmaps`;
      const made = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "raw" } };
      const yaml = at.file("pod.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\n");
      await follow(at, [
        [`create --raw ${path} -f -`, /"name":"raw"/, made],
        [`replace --raw ${path}/raw -f -`, /"uid":"/, { ...made, data: { key1: "config1" } }],
        [`get --raw ${path}/raw`, /"key1":"config1"/],
        [`delete --raw ${path}/raw`, /"status":"Success"/],
        ["get configmap raw", refused(/configmaps "raw" not found/)],
        [
          `create --raw /api/v1/namespaces -f ${yaml}`,
          refused(/the object provided is unrecognized \(must be of type Namespace\): /),
        ],
      ]);
    });
  },
  { newest: true },
);
