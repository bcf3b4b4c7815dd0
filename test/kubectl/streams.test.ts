/**
 * kubectl's streams: exec, run and attach with what is typed, debug by profile, logs by all their options, cp with links, the proxy.
 * Expectations: test/cmd/exec.sh, debug.sh, run.sh and proxy.sh, and test/e2e/kubectl of Kubernetes, as facts.
 */
import { mkdirSync, readFileSync, readlinkSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { eventually } from "../fixtures/eventually.ts";
import { describeKubectls } from "../fixtures/kubectl-suite.ts";
import { becomes, follow, refused, value, type Step } from "../fixtures/kubectl-steps.ts";

const pod = (name: string, ...containers: { name: string; [field: string]: unknown }[]) => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name, labels: { name } },
  spec: {
    containers: containers.map((one) => ({ image: "busybox", ...one })),
    terminationGracePeriodSeconds: 0,
    restartPolicy: "Never",
  },
});
const sleep = { command: ["sleep", "1000"] };

describeKubectls(
  (at) => {
    const words = (command: string) => command.split(" ");

    beforeAll(async () => {
      await at.ok(
        ["create", "-f", "-"],
        JSON.stringify(pod("two", { name: "a", ...sleep }, { name: "b", ...sleep })),
      );
      await at.ok(words("wait pod/two --for=condition=Ready --timeout=20s"));
    });

    describe("exec", () => {
      test("finds the container, also through what owns the Pod", async () => {
        const set = {
          apiVersion: "apps/v1",
          kind: "ReplicaSet",
          metadata: { name: "set" },
          spec: {
            replicas: 1,
            selector: { matchLabels: { name: "of-set" } },
            template: {
              ...pod("of-set", { name: "c", ...sleep }),
              kind: undefined,
              apiVersion: undefined,
            },
          },
        };
        Object.assign(set.spec.template.spec, { restartPolicy: "Always" });
        await follow(at, [
          ["create -f -", "replicaset.apps/set created\n", set],
          ["wait rs/set --for=jsonpath={.status.readyReplicas}=1 --timeout=10s", /met/],
          ["exec rs/set -- echo set", "set\n"],
          ["exec two -- hostname", "two\n"],
          ["exec pod/two -c b -- hostname", "two\n"],
          ["exec two -c c -- hostname", refused(/container c is not valid for pod two/)],
          ["exec nope -- date", refused('Error from server (NotFound): pods "nope" not found\n')],
          [
            "exec rs/nope -- date",
            refused('Error from server (NotFound): replicasets.apps "nope" not found\n'),
          ],
          [
            "exec configmap/kube-root-ca.crt -- date",
            refused(
              /cannot attach to \*v1\.ConfigMap: selector for \*v1\.ConfigMap not implemented/,
            ),
          ],
          ["exec two", refused(/you must specify at least one command for the container/)],
          ["delete rs set", /deleted/],
        ]);
      });

      test("of what is not running is refused", async () => {
        await follow(at, [
          ["run done --image=busybox --restart=Never -- true", "pod/done created\n"],
          ["wait pod/done --for=jsonpath={.status.phase}=Succeeded --timeout=10s", /met/],
          [
            "exec done -- date",
            refused(/cannot exec into a container in a completed pod; current phase is Succeeded/),
          ],
          [
            "attach done",
            refused(/cannot attach a container in a completed pod; current phase is Succeeded/),
          ],
          ["delete pod done", /deleted/],
        ]);
      });
    });

    describe("run", () => {
      const run = (args: string, program: string) => [
        ...words(`run one --image=busybox --pod-running-timeout=20s ${args} --`),
        "sh",
        "-c",
        program,
      ];

      test("ends as its program ends", async () => {
        const codes = async (program: string, input?: string) => {
          const { code } = await at.run(run("-i --restart=Never --rm", program), input);
          return code;
        };
        expect(await codes("exit 0")).toBe(0);
        expect(await codes("exit 42")).toBe(42);
        expect(await codes("cat && exit 42", "abcd1234")).toBe(42);
        const removed = await at.run(
          run("-i --rm --restart=Never", "cat && echo stdin closed"),
          "abcd",
        );
        expect(removed.stdout).toMatch(/^abcdstdin closed\npod "one" deleted/);
        await follow(at, [
          ["get pod one", refused(/NotFound/)],
          [
            "run one --image=busybox --rm",
            refused(/--rm should only be used for attached containers/),
          ],
          ["run one --image=busybox --restart=Odd", refused(/invalid restart policy: Odd/)],
          ["run one --image=busybox --port=80 --expose", "service/one created\npod/one created\n"],
          ["get svc one -o jsonpath={.spec.ports[0].port}", "80"],
          ["delete pod,svc one --now", /deleted/],
        ]);
      });

      test("hands over what is typed; later what is attached", async () => {
        const { stdout } = await at.run(
          run(
            "--restart=Never --attach --stdin",
            "while read l; do echo said: $l; done; echo closed",
          ),
          "one\ntwo\n",
        );
        expect(stdout).toContain("said: one\nsaid: two\nclosed\n");
        await becomes(at, "pod one", "{.status.phase}", "Succeeded");
        expect(await at.ok(words("logs one"))).toBe("said: one\nsaid: two\nclosed\n");
        await at.ok(words("delete pod one --now"));
        const left = await at.run(
          run(
            "--restart=Never --attach --stdin --leave-stdin-open",
            "cat && echo stdin closed; sleep 100",
          ),
          "abcd1234",
        );
        expect(left.code).toBe(0);
        expect(await value(at, "pod one", "{.status.phase}/{.spec.containers[0].stdinOnce}")).toBe(
          "Running/",
        );
        await at.ok(words("delete pod one --now"));
      });
    });

    describe("debug", () => {
      const context = "{.spec.ephemeralContainers[-1:].securityContext}";
      const profiles: [string, string][] = [
        ["general", '{"capabilities":{"add":["SYS_PTRACE"]}}'],
        ["baseline", ""],
        [
          "restricted",
          '{"allowPrivilegeEscalation":false,"capabilities":{"drop":["ALL"]},"runAsNonRoot":true,"seccompProfile":{"type":"RuntimeDefault"}}',
        ],
        ["netadmin", '{"capabilities":{"add":["NET_ADMIN","NET_RAW"]}}'],
        ["sysadmin", '{"privileged":true}'],
      ];

      test("adds containers by every profile, which cannot be taken away", async () => {
        for (const [profile, wanted] of profiles) {
          const container = `debug-${profile}`;
          const { code, stderr } = await at.run(
            words(
              `debug two --image=busybox --container=${container} --profile=${profile} -- sleep 9`,
            ),
          );
          expect(code, stderr).toBe(0);
          expect(await value(at, "pod two", context), profile).toBe(wanted);
        }
        const custom = at.file("custom.json", {
          env: [{ name: "A", value: "b" }],
          securityContext: { runAsUser: 7 },
        });
        await follow(at, [
          [
            `debug two --image=busybox -c custom --custom=${custom} --profile=general -- sleep 9`,
            "",
          ],
          [`get pod two -o jsonpath={.spec.ephemeralContainers[-1:].env[0].value}`, "b"],
          [
            "debug two --image=busybox --target=a -c aimed -- sleep 9",
            /^Targeting container "a"\./,
          ],
          [`get pod two -o jsonpath={.spec.ephemeralContainers[-1:].targetContainerName}`, "a"],
          ["debug two --image=busybox --profile=odd", refused(/unknown profile: odd/)],
          [
            "debug two --image=busybox -c a",
            refused(/"?a"? already exists|duplicate|Duplicate value: "a"/i),
          ],
          ["debug nope --image=busybox", refused(/pods "nope" not found/)],
        ]);
      });

      test("copies Pods with another image, and debugs nodes", async () => {
        await follow(at, [
          ["debug two --copy-to=copied --image=busybox -c more --share-processes -- sleep 9", ""],
          [
            "get pod copied -o jsonpath={.spec.containers[*].name}/{.spec.shareProcessNamespace}",
            "a b more/true",
          ],
          ["get pod copied -o jsonpath={.metadata.labels}", ""],
          ["debug two --copy-to=other --set-image=a=example/a:2,b=example/b:2 --same-node", ""],
          ["get pod other -o jsonpath={.spec.containers[*].image}", "example/a:2 example/b:2"],
          ["debug other --copy-to=next --replace --image=example/x -c a", ""],
          ["get pod other", refused(/NotFound/)],
          [
            "debug node/node-1 --image=busybox -- sleep 9",
            /^Creating debugging pod node-debugger-node-1-\w+ with container debugger on node node-1\.\n$/,
          ],
          ["delete pod copied next --now", /next/],
        ]);
        const running = "{.status.ephemeralContainerStatuses[?(@.state.running)].name}";
        await becomes(
          at,
          "pod two",
          running,
          [...profiles.map(([one]) => `debug-${one}`), "custom", "aimed"].sort().join(" "),
        );
        const [name] =
          (await at.ok(words("get pods -o name"))).match(/node-debugger-node-1-\w+/) ?? [];
        const path =
          "{.spec.nodeName}{.spec.hostNetwork}{.spec.hostPID}{.spec.hostIPC}{.spec.volumes[0].hostPath.path}{.spec.tolerations[0].operator}";
        expect(await value(at, `pod ${name}`, path)).toBe("node-1truetruetrue/Exists");
        await at.ok(["delete", "pod", name ?? "", "--now"]);
      });

      test("keeps to what the namespace enforces", async () => {
        const n = `${at.namespace}-restricted`;
        const target = pod("p", {
          name: "c",
          ...sleep,
          securityContext: JSON.parse(profiles[2]?.[1] ?? "") as object,
        });
        await follow(at, [
          [`create namespace ${n}`, /created/],
          [`label namespace ${n} pod-security.kubernetes.io/enforce=restricted`, /labeled/],
          [`create -n ${n} -f -`, "pod/p created\n", target],
          [
            `debug p -n ${n} --image=busybox --profile=general -- sleep 9`,
            refused(/violates PodSecurity "restricted:latest"/),
          ],
          [
            `debug p -n ${n} --image=busybox --profile=restricted -- sleep 9`,
            /^Defaulting debug container name to debugger-\w+\.\n$/,
          ],
          [`delete namespace ${n} --wait=false`, /deleted/],
        ]);
      });
    });

    test("logs are cut, timed, and gathered as one asks", async () => {
      const args = ["logs-generator", "--log-lines-total", "10", "--run-duration", "1s"];
      const agnhost = (name: string) => ({
        name,
        image: "agnhost:2.53",
        args,
      });
      const maker = pod("maker", agnhost("first"), agnhost("second"));
      const logs = async (options: string) => {
        const said = await at.ok(words(`logs ${options}`));
        return said.split("\n").slice(0, -1);
      };
      Object.assign(maker.metadata, {
        annotations: { "kubectl.kubernetes.io/default-container": "second" },
      });
      await follow(at, [
        ["create -f -", "pod/maker created\n", maker],
        ["wait pod/maker --for=jsonpath={.status.phase}=Succeeded --timeout=20s", /met/],
      ]);
      expect(await logs("maker first")).toHaveLength(10);
      expect(await logs("maker")).toHaveLength(10);
      expect(await logs("maker first --tail=1")).toHaveLength(1);
      expect(await at.ok(words("logs maker first --limit-bytes=1"))).toHaveLength(1);
      expect((await logs("maker first --tail=1 --timestamps"))[0]).toMatch(
        /^\d{4}-\d\d-\d\dT\S+ I\d{4} /,
      );
      expect(await logs("maker first --since=24h")).toHaveLength(10);
      expect(await logs("maker first --since-time=2999-01-01T00:00:00Z")).toEqual([]);
      expect(await logs("maker --all-containers")).toHaveLength(20);
      const prefixed = await logs("maker --all-containers --prefix --tail=1");
      const prefixes = new Set(prefixed.map((line) => line.split(" ")[0]));
      expect(prefixes).toEqual(new Set(["[pod/maker/first]", "[pod/maker/second]"]));
      expect(await logs("-l name=maker --all-containers --tail=2")).toHaveLength(4);
      expect(await logs("-l name=nope")).toEqual([]);
      await follow(at, [
        ["logs maker third", refused(/container third is not valid for pod maker/)],
        [
          "logs maker --since=1h --since-time=2000-01-01T00:00:00Z",
          refused(/at most one of `sinceTime` or `sinceSeconds` may be specified/),
        ],
        ["logs maker --tail=-2", refused(/--tail must be greater than or equal to -1/)],
        ["logs maker -l a=b", refused(/only a selector \(-l\) or a POD name is allowed/)],
        [
          "logs maker first -p",
          refused(/previous terminated container "first" in pod "maker" not found/),
        ],
        ["delete pod maker", /deleted/],
      ]);
    });

    test("cp takes links along to the Pod, and warns of those that it leaves there", async () => {
      const source = join(at.home, `${at.namespace}-source`);
      mkdirSync(join(source, "sub"), { recursive: true });
      writeFileSync(join(source, "sub", "file"), "text\n");
      symlinkSync("sub/file", join(source, "link"));
      symlinkSync("sub", join(source, "folder"));
      const inside = (program: string): Step[0] => ["exec", "two", "--", "sh", "-c", program];
      await follow(at, [
        [["cp", source, "two:/tmp/copied"], ""],
        [
          inside("readlink /tmp/copied/link; cat /tmp/copied/link /tmp/copied/folder/file"),
          "sub/file\ntext\ntext\n",
        ],
        [inside("ln -s /etc/hostname /tmp/copied/out"), ""],
      ]);
      const back = join(at.home, `${at.namespace}-back`);
      const { stderr } = await at.run(["cp", "two:/tmp/copied", back]);
      expect(stderr).toMatch(/^warning: skipping symlink: .*link" -> "sub\/file"/m);
      expect(readFileSync(join(back, "sub", "file"), "utf8")).toBe("text\n");
      expect(() => readlinkSync(join(back, "out"))).toThrow();
      await follow(at, [
        [
          ["cp", "two:/tmp/copied/sub/file", join(back, "named"), "-c", "a"],
          /^tar: removing leading '\/' from member names\n$/,
        ],
        [["cp", join(back, "nope"), "two:/tmp"], refused(/nope doesn't exist in local filesystem/)],
        [
          ["cp", "two:/tmp/a", "two:/tmp/b"],
          refused(/one of src or dest must be a local file specification/),
        ],
        [["cp", source, "nope:/tmp"], refused(/pods "nope" not found/)],
        [
          ["cp", source, "two:/tmp", "-c", "c"],
          refused(/container c is not valid for pod two|container not found/),
        ],
      ]);
      expect(readFileSync(join(back, "named"), "utf8")).toBe("text\n");
    });

    test("the proxy serves the API, under its own prefix, and nothing beside it", async () => {
      const start = async (...args: string[]) => {
        const proxy = at.start(["proxy", "--port=0", ...args]);
        let said = "";
        proxy.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
        const port = await eventually(async () => {
          const [, found] = /127\.0\.0\.1:(\d+)\n/.exec(said) ?? [];
          expect(found).toBeDefined();
          return String(found);
        });
        const status = async (path: string, method = "GET") =>
          (await fetch(`http://127.0.0.1:${port}${path}`, { method })).status;
        return { status, stop: () => proxy.kill() };
      };
      const [plain, prefixed] = [
        await start(`--www=${at.home}`),
        await start("--api-prefix=/custom"),
      ];
      try {
        expect(await plain.status("/api/kubernetes")).toBe(404);
        expect(await plain.status("/api/v1/namespaces")).toBe(200);
        expect(await plain.status("/static/")).toBe(200);
        expect(await plain.status("/api/v1/namespaces/default/pods/x/exec")).toBe(403);
        expect(await prefixed.status("/custom/api/v1/namespaces")).toBe(200);
        expect(await prefixed.status("/custom/api/kubernetes")).toBe(404);
        expect(await prefixed.status("/api/v1/namespaces")).toBe(404);
        expect(await prefixed.status("/custom/version")).toBe(200);
      } finally {
        plain.stop();
        prefixed.stop();
      }
    });
  },
  { newest: true },
);
