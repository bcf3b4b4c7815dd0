/**
 * kubectl on nodes, and on the cluster as a whole: taint, cordon, drain, top, api-resources, explain, cluster-info. Expectations:
 * test/cmd/node-management.sh, discovery.sh and version.sh of Kubernetes, and its reference of kubectl, as facts.
 */
import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { eventually } from "../fixtures/eventually.ts";
import { describeKubectls } from "../fixtures/kubectl-suite.ts";
import { becomes, follow, refused } from "../fixtures/kubectl-steps.ts";

const node = "node-2";
const pod = (name: string, more: object = {}) => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name, labels: { type: "test-pod", name } },
  spec: {
    nodeName: node,
    containers: [{ name: "c", image: "example/c:1" }],
    terminationGracePeriodSeconds: 0,
    ...more,
  },
});

describeKubectls(
  (at) => {
    const spec = `get node ${node} -o jsonpath={.spec.`;

    test("taint adds, overwrites and removes, one effect or all of a key", async () => {
      await follow(at, [
        [
          `taint node ${node} dedicated=foo:PreferNoSchedule --dry-run=server`,
          new RegExp(`^node/${node} tainted`),
        ],
        [`${spec}taints}`, ""],
        [`taint node ${node} dedicated=foo:PreferNoSchedule`, `node/${node} tainted\n`],
        [`${spec}taints}`, '[{"effect":"PreferNoSchedule","key":"dedicated","value":"foo"}]'],
        [
          `get node ${node} --show-managed-fields -o jsonpath={.metadata.managedFields[*].manager}`,
          /\bkubectl-taint\b/,
        ],
        [
          `taint node ${node} dedicated=x:PreferNoSchedule`,
          refused(
            /already has dedicated taint\(s\) with same effect\(s\) and --overwrite is false/,
          ),
        ],
        [`taint node ${node} dedicated=x:PreferNoSchedule --overwrite`, `node/${node} modified\n`],
        [`taint node ${node} dedicated:NoSchedule`, `node/${node} tainted\n`],
        [`taint node ${node} dedicated:NoSchedule-`, `node/${node} untainted\n`],
        [`${spec}taints}`, '[{"effect":"PreferNoSchedule","key":"dedicated","value":"x"}]'],
        [`taint node ${node} dedicated-`, `node/${node} untainted\n`],
        [`taint node ${node} dedicated-`, refused('error: taint "dedicated" not found\n')],
        [
          `taint node ${node} a=b:Odd`,
          refused(/invalid taint effect: Odd, unsupported taint effect/),
        ],
      ]);
    });

    test("cordon and uncordon, by name and by label, when there is something to do", async () => {
      await follow(at, [
        [`cordon ${node} --dry-run=server`, `node/${node} cordoned (server dry run)\n`],
        [`${spec}unschedulable}`, ""],
        [`label node ${node} test=label`, `node/${node} labeled\n`],
        ["cordon --selector test=label", `node/${node} cordoned\n`],
        [`${spec}unschedulable}`, "true"],
        [`get node ${node}`, /Ready,SchedulingDisabled/],
        ["cordon --selector invalid=label", ""],
        [`uncordon ${node}`, `node/${node} uncordoned\n`],
        [`uncordon ${node} --dry-run=server`, `node/${node} already uncordoned (server dry run)\n`],
        ["cordon", refused(/error: USAGE: cordon NODE/)],
        ["cordon --selector=", refused(/must provide one or more resources/)],
        [
          `drain ${node} --selector test=label`,
          refused(/cannot specify both a node name and a --selector option/),
        ],
        [
          ["patch", "node", node, "-p", '{"spec":{"unschedulable":true}}'],
          `node/${node} patched\n`,
        ],
        [
          ["patch", "node", node, "-p", '{"spec":{"unschedulable":null}}'],
          `node/${node} patched\n`,
        ],
        [`${spec}unschedulable}`, ""],
      ]);
    });

    describe("drain", () => {
      const mine = `drain ${node} --pod-selector type=test-pod`;

      test("evicts what is chosen, page by page, and nothing in a dry run", async () => {
        for (const name of ["test-pod-1", "test-pod-2"]) {
          await at.ok(["create", "-f", "-"], JSON.stringify(pod(name)));
        }
        await follow(at, [
          [
            mine,
            refused(
              /cannot delete cannot delete Pods that declare no controller \(use --force to override\)|declare no controller/,
            ),
          ],
          [
            `${mine} --force --dry-run=server`,
            /evicting pod \S+\/test-pod-1 \(server dry run\)[^]*drained \(server dry run\)/,
          ],
          ["get pods -o name", "pod/test-pod-1\npod/test-pod-2\n"],
        ]);
        const paged =
          "-v=6 drain --force --pod-selector type=test-pod --selector test=label --chunk-size=1 --dry-run=client";
        const { stderr } = await at.run(paged.split(" "));
        expect(stderr).toMatch(/\/nodes\?labelSelector=test%3Dlabel&limit=1" status="200 OK"/);
        const selected = `fieldSelector=spec.nodeName%3D${node}&labelSelector=type%3Dtest-pod&limit=1" status="200 OK"`;
        expect(stderr).toContain(`/pods?${selected}`);
        expect(stderr).toMatch(
          new RegExp(String.raw`/pods\?continue=[^&]+&${selected.replaceAll(".", "\\.")}`),
        );
        await follow(at, [
          [
            ["drain", node, "--force", "--pod-selector", "name in (test-pod-1)"],
            /pod\/test-pod-1 evicted\nnode\/node-2 drained\n$/,
          ],
          ["get pods -o name", "pod/test-pod-2\n"],
          [`uncordon ${node}`, `node/${node} uncordoned\n`],
        ]);
      });

      test("respects budgets, unless it may not evict, and spares local data", async () => {
        const budget = {
          apiVersion: "policy/v1",
          kind: "PodDisruptionBudget",
          metadata: { name: "all" },
        };
        const kept = {
          ...budget,
          spec: { minAvailable: 1, selector: { matchLabels: { type: "test-pod" } } },
        };
        await at.ok(["create", "-f", "-"], JSON.stringify(kept));
        await becomes(at, "pdb/all", "{.status.currentHealthy}", "1");
        await follow(at, [
          [
            `${mine} --force --timeout=1s`,
            refused(/Cannot evict pod as it would violate the pod's disruption budget/),
          ],
          [
            `${mine} --force --disable-eviction --grace-period=0`,
            /pod\/test-pod-2 deleted\nnode\/node-2 drained\n$/,
          ],
          ["delete pdb all", /deleted/],
          [
            "create -f -",
            "pod/local created\n",
            pod("local", { volumes: [{ name: "v", emptyDir: {} }] }),
          ],
          [
            `${mine} --force`,
            refused(
              /cannot delete Pods with local storage \(use --delete-emptydir-data to override\)/,
            ),
          ],
          [`${mine} --force --delete-emptydir-data`, /pod\/local evicted\nnode\/node-2 drained\n$/],
          [`uncordon ${node}`, `node/${node} uncordoned\n`],
          [`label node ${node} test-`, `node/${node} unlabeled\n`],
        ]);
      });
    });

    test("top sorts, sums, and shows containers", async () => {
      await follow(at, [["run busy --image=example/busy:1", "pod/busy created\n"]]);
      const head = /^POD +NAME +CPU\(cores\) +MEMORY\(bytes\) *\nbusy +busy +\d+m +\d+Mi/;
      await eventually(async () =>
        expect(await at.ok("top pod busy --containers".split(" "))).toMatch(head),
      );
      await follow(at, [
        ["top pods --sum", /busy +\d+m +\d+Mi *\n +_+ +_+ *\n +\d+m +\d+Mi/],
        ["top pods -l run=busy --no-headers", /^busy +\d+m +\d+Mi/],
        ["top pods -l none=x", ""],
        ["top pod nobody", refused('Error from server (NotFound): pods "nobody" not found\n')],
        ["top node nobody", refused('Error from server (NotFound): nodes "nobody" not found\n')],
        ["top nodes --sort-by=odd", refused(/--sort-by accepts only cpu or memory/)],
      ]);
      const used = async (column: number, by: string) =>
        (await at.ok(`top nodes --no-headers --sort-by=${by}`.split(" ")))
          .trim()
          .split("\n")
          .map((line) => Number.parseInt(line.split(/ +/)[column] ?? ""));
      for (const [column, by] of [
        [1, "cpu"],
        [3, "memory"],
      ] as const) {
        const found = await used(column, by);
        expect(found).toHaveLength(3);
        expect(found).toEqual(found.toSorted((a, b) => b - a));
      }
    });

    test("resources are told by name, kind, verb, category and group", async () => {
      const sorted = async (by: string, column: string) => {
        const out = await at.ok(`api-resources --sort-by=${by} --no-headers`.split(" "));
        const found = out
          .trim()
          .split("\n")
          .map(
            (line) => (column === "first" ? line.split(/ +/)[0] : line.split(/ +/).at(-1)) ?? "",
          );
        expect(found).toEqual(found.toSorted((a, b) => (a < b ? -1 : 1)));
      };
      await sorted("name", "first");
      await sorted("kind", "last");
      await follow(at, [
        [
          "api-resources --api-group=apps --no-headers -o name",
          "controllerrevisions.apps\ndaemonsets.apps\ndeployments.apps\nreplicasets.apps\nstatefulsets.apps\n",
        ],
        [
          "api-resources --categories=all --no-headers -o name",
          /^pods\nreplicationcontrollers\nservices\ndaemonsets\.apps\n/,
        ],
        ["api-resources --verbs=nothing --no-headers", ""],
        [
          "get --raw=/api/v1",
          /\{"name":"configmaps","singularName":"configmap","namespaced":true,"kind":"ConfigMap","verbs":\["create","delete","deletecollection","get","list","patch","update","watch"\],"shortNames":\["cm"\],"storageVersionHash":/,
        ],
        ["get --raw=/api/v1", /"name":"pods"[^}]*"categories":\["all"\]/],
        [
          "get unknownresourcetype",
          refused('error: the server doesn\'t have a resource type "unknownresourcetype"\n'),
        ],
      ]);
      const listed = (await at.ok("api-resources --verbs=list --namespaced -o name".split(" ")))
        .trim()
        .split("\n");
      expect(await at.ok(["get", listed.join(","), "-o", "name"])).toContain(
        "serviceaccount/default",
      );
    });

    test("explain knows short names, fields, and the schemas of both kinds", async () => {
      await follow(at, [
        ["explain po", /^KIND: +Pod\nVERSION: +v1\n/],
        ["explain po.status.message", /FIELD: message <string>/],
        ["explain cronjob", /KIND: +CronJob\nVERSION: +v1/],
        [
          "explain pods.spec.containers --output=plaintext-openapiv2",
          /^KIND: +Pod\nVERSION: +v1\n\nRESOURCE: containers <\[\]Object>\n/,
        ],
        ["explain nothing", refused(/the server doesn't have a resource type "nothing"/)],
        ["explain pods --output=odd", refused(/unrecognized format: odd/)],
      ]);
    });

    test("cluster-info dumps what there is, and the version is the same in every form", async () => {
      const folder = `${at.home}/dump`;
      await follow(at, [
        [
          `cluster-info dump --namespaces default,${at.namespace} --output-directory=${folder}`,
          `Cluster info dumped to ${folder}\n`,
        ],
      ]);
      expect(readdirSync(`${folder}/${at.namespace}`)).toContain("pods.json");
      const { serverVersion } = await at.json<{ serverVersion: { gitVersion: string } }>([
        "version",
      ]);
      expect(await at.ok(["version"])).toContain(`Server Version: ${serverVersion.gitVersion}`);
      expect(await at.ok("version -o yaml".split(" "))).toContain(
        `gitVersion: ${serverVersion.gitVersion}`,
      );
      expect(JSON.parse(await at.ok("get --raw /version".split(" ")))).toEqual(serverVersion);
    });
  },
  { newest: true },
);
