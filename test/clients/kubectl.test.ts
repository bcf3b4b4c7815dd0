/** kubectl of the version that the cluster speaks, built from its published library: newer than any that a test machine brings. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { CliCluster, run } from "../fixtures/running-cluster.ts";
import { buildMsMax, goProgram, type GoProgram } from "./go-programs.ts";

const version = {
  "k8s.io/component-base/version.gitMajor": "1",
  "k8s.io/component-base/version.gitMinor": "36",
  "k8s.io/component-base/version.gitVersion": "v1.36.2",
};

const deployment = (replicas: number) => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "web" },
  spec: {
    replicas,
    selector: { matchLabels: { app: "web" } },
    template: {
      metadata: { labels: { app: "web" } },
      spec: { containers: [{ name: "main", image: "example/echo:1" }] },
    },
  },
});

/** What kubectl says of its own accord: which of several Pods it takes, and that what was applied is rolled back. */
const remarks = /^(Found \d pods, using .*|Warning: resource .* was previously managed with .*)\n/;

describe("kubectl 1.36", () => {
  const cluster = new CliCluster();
  let program: GoProgram;

  beforeAll(async () => {
    program = await goProgram("kubectl", "./kubectl", version);
    if ("path" in program) await cluster.start(["--nodes", "2"]);
  }, buildMsMax);
  beforeEach(({ skip }) => {
    if ("skipped" in program) skip(program.skipped);
  });
  afterAll(() => cluster.dispose());

  /** Standard output of a command that succeeds and has nothing to say on standard error. */
  const kubectl = async (words: string, input: unknown = ""): Promise<string> => {
    const path = "path" in program ? program.path : "";
    const text = typeof input === "string" ? input : JSON.stringify(input);
    const { code, stdout, stderr } = await run(path, words.split(" "), {
      env: { ...cluster.env, KUBECONFIG: cluster.kubeconfig },
      input: text,
    });
    expect({ code, stderr: stderr.replace(remarks, "") }, words).toEqual({ code: 0, stderr: "" });
    return stdout;
  };

  test.each<[title: string, steps: readonly [string, string | RegExp, unknown?][]]>([
    [
      "applies, waits, scales, rolls out and back",
      [
        ["apply -f -", "deployment.apps/web created\n", deployment(1)],
        ["wait --for=condition=Available deployment/web --timeout=15s", /condition met\n$/],
        ["diff -f -", "", deployment(1)],
        ["apply --server-side --force-conflicts -f -", /serverside-applied/, deployment(2)],
        ["rollout status deployment/web --timeout=15s", /successfully rolled out\n$/],
        ["set image deployment/web main=example/echo:2", "deployment.apps/web image updated\n"],
        ["rollout status deployment/web --timeout=15s", /successfully rolled out\n$/],
        ["rollout undo deployment/web", "deployment.apps/web rolled back\n"],
        ["rollout status deployment/web --timeout=15s", /successfully rolled out\n$/],
        ["rollout history deployment/web", /REVISION +CHANGE-CAUSE\n2 .*\n3 /],
        ["scale deployment/web --replicas=1", "deployment.apps/web scaled\n"],
        [
          "wait --for=jsonpath={.status.readyReplicas}=1 deployment/web --timeout=15s",
          /condition met/,
        ],
        ["get deployment web", /NAME +READY +UP-TO-DATE +AVAILABLE +AGE\nweb +1\/1 +1 +1 /],
        ["get deployment web -o kyaml", /^---\n\{\n {2}apiVersion: "apps\/v1",\n/],
        ["autoscale deployment/web --min=1 --max=2 --cpu=50%", /autoscaled\n$/],
      ],
    ],
    [
      "describes, explains and asks what it may do",
      [
        ["describe deployment web", /Events:\n.*\n.*\n +Normal +ScalingReplicaSet/],
        ["events --for deployment/web", /ScalingReplicaSet +Deployment\/web/],
        ["explain deployment.spec.replicas", /FIELD: replicas <integer>/],
        ["auth whoami", /Username +kubarium-admin/],
        ["auth can-i delete pods", "yes\n"],
        ["api-resources --api-group=apps -o name", /^controllerrevisions.apps\n/],
        ["create token default", /^[\w-]+\.[\w-]+\.[\w-]+\n?$/],
        ["version -o json", /"minor": "36"/],
      ],
    ],
    [
      "runs commands, reads logs and copies files",
      [
        ["run shell --image=busybox:1 -- sleep 1h", "pod/shell created\n"],
        ["wait --for=condition=Ready pod/shell --timeout=15s", /condition met/],
        ["exec shell -- hostname", "shell\n"],
        ["exec -i shell -- cat", "fed\n", "fed\n"],
        ["logs deployment/web --tail=1", /./],
        ["label pod shell a=b", "pod/shell labeled\n"],
        ["get pods -l a=b -o name", "pod/shell\n"],
      ],
    ],
    [
      "deletes, and waits until it is done",
      [
        ["delete pod shell --now", 'pod "shell" deleted from default namespace\n'],
        ["delete deployment web --cascade=foreground", /^deployment.apps "web" deleted from/],
        ["get replicasets -o name", ""],
      ],
    ],
  ])("%s", async (_title, steps) => {
    for (const [words, answer, input] of steps) {
      const output = await kubectl(words, input);
      if (typeof answer === "string") expect(output, words).toBe(answer);
      else expect(output, words).toMatch(answer);
    }
  });

  test("copies files there and back", async () => {
    const dir = join(cluster.home, "copied");
    mkdirSync(dir);
    writeFileSync(join(dir, "there"), "and back\n");
    await kubectl("run copied --image=busybox:1 -- sleep 1h");
    await kubectl("wait --for=condition=Ready pod/copied --timeout=15s");
    await kubectl(`cp ${dir}/there copied:/tmp/there`);
    await kubectl(`cp copied:/tmp/there ${dir}/back`);
    expect(readFileSync(join(dir, "back"), "utf8")).toBe("and back\n");
  });
});
