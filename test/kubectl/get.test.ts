/**
 * kubectl get: what it says when nothing is there, every form of output, sorting, pages and watches. Expectations: test/cmd/get.sh,
 * template-output.sh, core.sh and request-timeout.sh of Kubernetes, as facts.
 */
import { beforeAll, describe, expect, test } from "vitest";
import { describeKubectls } from "../fixtures/kubectl-suite.ts";
import { follow, refused } from "../fixtures/kubectl-steps.ts";

const map = (name: string) => ({ apiVersion: "v1", kind: "ConfigMap", metadata: { name } });

describeKubectls(
  (at) => {
    describe("get", () => {
      beforeAll(async () => {
        const maps = {
          apiVersion: "v1",
          kind: "List",
          items: ["c", "a", "b"].map((one) => map(one)),
        };
        await at.ok(["create", "-f", "-"], JSON.stringify(maps));
      });

      test("says what is not there, as loudly as it is asked to", async () => {
        await follow(at, [
          ["get pods nope", refused('Error from server (NotFound): pods "nope" not found\n')],
          ["get pods nope --ignore-not-found", ""],
          [
            "get pods nope -o json",
            refused('Error from server (NotFound): pods "nope" not found\n'),
          ],
          ["get pods -o name", ""],
          ["get pods --ignore-not-found", ""],
          [["get", "pods", "-o", "json"], /"items": \[\],\n/],
          [
            ["get", "pods", "-o", "yaml"],
            /^apiVersion: v1\nitems: \[\]\nkind: List\nmetadata:\n +resourceVersion: ""\n$/,
          ],
          ["get nope", refused(/^error: the server doesn't have a resource type "nope"$/m)],
          ["get nope.example.com", refused(/doesn't have a resource type "nope"/)],
          [
            "get configmap a -o jsonpath={.nope} --allow-missing-template-keys=false",
            refused(/nope is not found/),
          ],
          ["get configmap a -o jsonpath={.nope} --allow-missing-template-keys", ""],
          [
            "get configmap a -o go-template={{.nope}} --allow-missing-template-keys=false",
            refused(/map has no entry for key "nope"/),
          ],
          ["get configmap a -o go-template={{.nope}}", "<no value>"],
          ["get configmap a -o jsonpath={.nope", refused(/unclosed action/)],
          ["get configmaps -n nowhere", ""],
          ["get pods,configmaps -n nowhere", ""],
        ]);
        const nothing = async (command: string) => (await at.run(command.split(" "))).stderr;
        const none = `No resources found in ${at.namespace} namespace.\n`;
        expect(await nothing("get pods")).toBe(none);
        expect(await nothing("get pods -o wide")).toBe(none);
        expect(await nothing("get pods -n nowhere")).toBe(
          "No resources found in nowhere namespace.\n",
        );
        expect(await nothing("get priorityclasses -l nope")).toBe("No resources found\n");
        expect(await nothing("get pods --ignore-not-found")).toBe("");
        expect(await nothing("get deployments,pods -l nope -A")).toBe("No resources found\n");
      });

      test("shows names, columns, versions, templates, and what the server does not print", async () => {
        const names = "a\nb\nc\nkube-root-ca.crt\n";
        const template = at.file("template", '{{range .items}}{{.metadata.name}}{{"\\n"}}{{end}}');
        const path = at.file("path", '{range .items[*]}{.metadata.name}{"\\n"}{end}');
        const columns = at.file("columns", "NAME          DATA\nmetadata.name kind\n");

        await follow(at, [
          [`get configmaps -o go-template-file=${template}`, names],
          [`get configmaps -o jsonpath-file=${path}`, names],
          [`get configmaps -o templatefile=${template}`, names],
          [`get configmaps a -o custom-columns-file=${columns}`, /^NAME +DATA\na +ConfigMap\n$/],
          ["get configmaps a --server-print=false", /^NAME +AGE\na +\d+s\n$/],
          ["get configmaps a --no-headers", /^a +0 +\d+s\n$/],
          [
            "get configmaps a b --show-kind",
            /^NAME +DATA +AGE\nconfigmap\/a .*\nconfigmap\/b .*\n$/,
          ],
          ["get configmaps a --show-labels", /^NAME +DATA +AGE +LABELS\na +0 +\w+ +<none>\n$/],
          ["get configmap a -o custom-columns=N:.metadata.name,X:.nope", /^N +X\na +<none>\n$/],
          [
            "get configmap a -o yaml",
            /^apiVersion: v1\nkind: ConfigMap\nmetadata:\n  creationTimestamp: "/,
          ],
          ["get configmap a -o yaml", /^(?![^]*managedFields)/],
          ["get configmap kube-root-ca.crt -o json --show-managed-fields", /"managedFields": \[/],
          ["get configmap a -o nothing", refused(/unable to match a printer/)],
          ["get nodes -A -o name", "node/node-1\nnode/node-2\nnode/node-3\n"],
          [
            "get svc kubernetes -n default -o wide",
            /^NAME +TYPE +CLUSTER-IP +EXTERNAL-IP +PORT\(S\) +AGE +SELECTOR\n/,
          ],
          ["get apiservices v1.apps -o jsonpath={.status.conditions[0].reason}", "Local"],
        ]);
      });

      test("sorts, also by quantities", async () => {
        const claim = (name: string, storage: string) => ({
          apiVersion: "v1",
          kind: "PersistentVolumeClaim",
          metadata: { name },
          spec: {
            storageClassName: "none",
            accessModes: ["ReadWriteOnce"],
            resources: { requests: { storage } },
          },
        });
        const items = [claim("x", "1Gi"), claim("y", "900Mi"), claim("z", "2G")];
        const order = "get pvc -o name --sort-by={.spec.resources.requests.storage}";
        await follow(at, [
          ["create -f -", /x created/, { apiVersion: "v1", kind: "List", items }],
          [order, ["y", "x", "z"].map((one) => `persistentvolumeclaim/${one}\n`).join("")],
          ["get configmaps --sort-by=metadata.name", /^NAME .*\na .*\nb .*\nc .*\nkube-root-ca/],
          ["get configmaps --sort-by={.metadata.name} --no-headers", /^a .*\nb .*\nc .*\nkube/],
          ["get pods --sort-by=metadata.name", ""],
          ["delete pvc x y z --wait=false", /z" deleted/],
        ]);
      });

      test("reads pages until it has all, and what it watches until its time is over", async () => {
        const { stdout, stderr } = await at.run("get configmaps --chunk-size=1 -v=6".split(" "));
        expect(stdout.trim().split("\n")).toHaveLength(5);
        expect(stderr.match(/continue=/g)).toHaveLength(3);
        const asked = (await at.run("get all -v=6".split(" "))).stderr;
        for (const part of ["pods?limit=500", "services?limit=500", "deployments?limit=500"])
          expect(asked).toContain(part);
        const raw = await at.ok([
          "get",
          "--raw",
          `/api/v1/namespaces/${at.namespace}/configmaps?limit=1`,
        ]);
        expect(JSON.parse(raw)).toMatchObject({ metadata: { remainingItemCount: 3 } });
        await follow(at, [
          [
            "get configmaps a b --watch",
            refused(/you may only watch a single resource or type of resource at a time/),
          ],
          ["get configmaps --watch --request-timeout=1s", /^NAME .*\na .*\nb .*\nc .*\n/],
          ["get configmaps a --watch --request-timeout=1s -o name", "configmap/a\n"],
          ["get configmaps --watch-only --request-timeout=1s -o name", ""],
          ["get configmap a --request-timeout=1 -o name", "configmap/a\n"],
          ["get configmap a --request-timeout=1m -o name", "configmap/a\n"],
          ["get configmap a --request-timeout=1p", refused(/Invalid timeout value/)],
          [
            "get --raw /nope",
            refused(
              "Error from server (NotFound): the server could not find the requested resource\n",
            ),
          ],
        ]);
      });
    });
  },
  { newest: true },
);
