/**
 * kubectl on what has a template: services and controllers, rollouts, sets, scales, Jobs, events, waits. Expectations:
 * test/cmd/core.sh, apps.sh, scale.sh, batch.sh, events.sh and wait.sh, and test/e2e/kubectl/rollout.go of Kubernetes, as facts.
 */
import { describe, expect, test } from "vitest";
import { eventually } from "../fixtures/eventually.ts";
import { controller, deployment, describeKubectls } from "../fixtures/kubectl-suite.ts";
import { follow, managers, refused, value } from "../fixtures/kubectl-steps.ts";

describeKubectls(
  (at) => {
    const template = "{.spec.template.spec.containers[*].image}";

    describe("a Service", () => {
      test("gets another selector, at the revision that one names", async () => {
        const service = { apiVersion: "v1", kind: "Service", metadata: { name: "chosen" } };
        const path = at.file("chosen.json", {
          ...service,
          spec: { ports: [{ port: 80 }], selector: { role: "a" } },
        });
        await follow(at, [
          [`create -f ${path}`, "service/chosen created\n"],
          [`set selector -f ${path} role=b --local -o yaml`, /role: b/],
          ["set selector service chosen role=b --dry-run=server -o yaml", /role: b/],
          ["get service chosen -o jsonpath={.spec.selector}", '{"role":"a"}'],
          [`set selector -f ${path} role=b`, "service/chosen selector updated\n"],
          ["get service chosen -o jsonpath={.spec.selector}", '{"role":"b"}'],
          ["set selector service chosen c=d --resource-version=1", refused(/\(Conflict\)/)],
        ]);
        expect(await managers(at, "service/chosen")).toContain("kubectl-set");
        const shown = await at.ok("get service chosen -o json".split(" "));
        await follow(at, [
          ["replace -f -", "service/chosen replaced\n", shown],
          ["delete service chosen", 'service "chosen" deleted\n'],
          ["create -f -", "service/chosen created\n", shown],
        ]);
      });

      test.each(["ReplicationController", "ReplicaSet", "Deployment"])(
        "exposes a %s by its own labels",
        async (kind) => {
          const name = `open-${kind.toLowerCase()}`;
          await follow(at, [
            ["create -f -", / created\n$/, controller(kind, name, 1)],
            [`expose ${kind} ${name} --port=80`, `service/${name} exposed\n`],
            [
              `get service ${name} -o jsonpath={.spec.selector},{.spec.ports[0].name},{.spec.ports[0].port}`,
              `{"app":"${name}"},,80`,
            ],
            [`expose service ${name} --port=443 --name=${name}-2`, `service/${name}-2 exposed\n`],
            [`expose service ${name} --name=${name}-3`, `service/${name}-3 exposed\n`],
            [`get service ${name}-3 -o jsonpath={.spec.ports[0].port}`, "80"],
          ]);
        },
      );

      test("comes with a Pod, or after it, and has a name that fits", async () => {
        const long =
          "a-service-whose-name-has-many-more-letters-than-the-sixty-three-that-are-left";
        const overrides = '{"metadata":{"annotations":{"zone-context":"work"}}}';
        await follow(at, [
          [
            "run seen --image=example/web:1 --port=80 --expose --dry-run=server",
            /service\/seen created \(server dry run\)/,
          ],
          [
            "run seen --image=example/web:1 --port=80 --expose",
            "service/seen created\npod/seen created\n",
          ],
          [
            [
              "expose",
              "pod",
              "seen",
              "--port=1000",
              "--target-port=80",
              "--type=NodePort",
              "--name=again",
              "--overrides",
              overrides,
            ],
            "service/again exposed\n",
          ],
          ["get service again -o jsonpath={.metadata.annotations.zone-context}", "work"],
          ["expose nodes nobody --port=80", refused(/nodes "nobody" not found/)],
          [`expose pod seen --port=80 --name=${long}`, refused(/metadata\.name: Invalid value/)],
        ]);
        expect(await managers(at, "service/again")).toContain("kubectl-expose");
      });
    });

    describe("scale", () => {
      test.each(["ReplicationController", "ReplicaSet", "Deployment", "StatefulSet"])(
        "of a %s goes by what it is now",
        async (kind) => {
          const name = `scaled-${kind.toLowerCase()}`;
          await follow(at, [
            ["create -f -", / created\n$/, controller(kind, name, 3)],
            [
              `scale ${kind} ${name} --current-replicas=3 --replicas=2 --dry-run=server`,
              / scaled \(server dry run\)\n$/,
            ],
            [`scale ${kind} ${name} --current-replicas=3 --replicas=2`, / scaled\n$/],
            [
              `scale ${kind} ${name} --current-replicas=3 --replicas=1`,
              refused("error: Expected replicas to be 3, was 2\n"),
            ],
            [`get ${kind} ${name} -o jsonpath={.spec.replicas}`, "2"],
            [`delete ${kind} ${name} --cascade=orphan`, / deleted\n$/],
          ]);
          await eventually(async () =>
            expect(await at.ok(["get", kind, "-o", "name"])).not.toContain(name),
          );
          expect(await at.ok(["get", "pods", "-l", `app=${name}`, "-o", "name"])).not.toBe("");
        },
      );

      test("takes all, or those that a selector takes", async () => {
        const names = ["one", "two", "three"];
        for (const name of names) {
          const { metadata, ...rest } = deployment(name);
          const labels = name === "three" ? { run: "other" } : { run: "hello" };
          await at.ok(
            ["create", "-f", "-"],
            JSON.stringify({ ...rest, metadata: { ...metadata, labels } }),
          );
        }
        const replicas = "get deployments one two three -o jsonpath={.items[*].spec.replicas}";
        await follow(at, [
          [
            "scale deployment one two three --replicas=3 --dry-run=client",
            /one scaled \(dry run\)/,
          ],
          [replicas, "1 1 1"],
          ["scale deployment -l run=hello --replicas=2", /one scaled[^]*two scaled/],
          [replicas, "2 2 1"],
          [
            "autoscale deployment one --min=2 --max=3 --dry-run=server",
            "horizontalpodautoscaler.autoscaling/one autoscaled (server dry run)\n",
          ],
          [
            "autoscale deployment one --min=2 --max=3",
            "horizontalpodautoscaler.autoscaling/one autoscaled\n",
          ],
          [
            "get hpa one -o jsonpath={.spec.minReplicas},{.spec.maxReplicas},{..averageUtilization}",
            "2,3,80",
          ],
          [
            "autoscale deployment two --max=2 --cpu-percent=70",
            "horizontalpodautoscaler.autoscaling/two autoscaled\n",
          ],
          [
            "get hpa two -o jsonpath={.spec.minReplicas},{.spec.maxReplicas},{..averageUtilization}",
            "1,2,70",
          ],
          ["autoscale deployment three", refused('error: required flag(s) "max" not set\n')],
          ["delete hpa one two", /"two" deleted/],
        ]);
      });
    });

    describe("set", () => {
      test.each(["Deployment", "ReplicaSet", "DaemonSet"])(
        "on a %s makes a generation each time, and no dry run does",
        async (kind) => {
          const name = `set-${kind.toLowerCase()}`;
          const target = `${kind.toLowerCase()}/${name}`;
          await at.ok(["create", "-f", "-"], JSON.stringify(controller(kind, name, 1)));
          const steps = [
            `image ${target} *=example/web:2`,
            `env ${target} foo=bar`,
            `resources ${target} --limits=cpu=200m`,
            `serviceaccount ${target} robot`,
          ];
          for (const [made, step] of steps.entries()) {
            await at.ok(`set ${step} --dry-run=server`.split(" "));
            expect(await value(at, target, "{.metadata.generation}"), step).toBe(`${made + 1}`);
            await at.ok(`set ${step}`.split(" "));
            expect(await value(at, target, "{.metadata.generation}"), step).toBe(`${made + 2}`);
          }
          expect(await managers(at, target)).toContain("kubectl-set");
          expect(
            await value(
              at,
              target,
              `${template},{..env[0].value},{..limits.cpu},{..serviceAccountName}`,
            ),
          ).toBe("example/web:2,bar,200m,robot");
          await at.ok(["delete", target]);
        },
      );

      test("knows containers by their names, and takes variables from where they are", async () => {
        const made = deployment("pair");
        const [first] = made.spec.template.spec.containers;
        made.spec.template.spec.containers = [
          first,
          { ...first, name: "second", ports: [] },
        ] as never;
        const all =
          "get deployment pair -o jsonpath={.spec.template.spec.containers[*].resources.limits.cpu}";
        await follow(at, [
          ["create -f -", "deployment.apps/pair created\n", made],
          ["set resources deployment pair --limits=cpu=100m", / resource requirements updated\n$/],
          [all, "100m 100m"],
          [
            "set resources deployment pair -c=nobody --limits=cpu=1",
            refused("error: unable to find container named nobody\n"),
          ],
          [
            "set resources deployment pair -c=second --limits=cpu=300m --requests=cpu=200m",
            / updated\n$/,
          ],
          [all, "100m 300m"],
          [
            "set image deployment pair nobody=x",
            refused('error: unable to find container named "nobody"\n'),
          ],
          ["set image deployment pair *=example/web:3", / image updated\n$/],
          ["set image deployment pair *=example/web:3", ""],
          ["create configmap vars --from-literal=key-1=a --from-literal=key-2=b", /created/],
          ["set env deployment pair --keys=key-2 --from=configmap/vars", / env updated\n$/],
          [
            "set env deployment pair --list -c main",
            "# Deployment pair, container main\n# KEY_2 from configmap vars, key key-2\n",
          ],
          [
            "set env deployment pair --list --resolve -c main",
            "# Deployment pair, container main\nKEY_2=b\n",
          ],
          ["set env deployment pair KEY_2-", / env updated\n$/],
          ["set env deployment pair --list -c main", "# Deployment pair, container main\n"],
        ]);
      });
    });

    describe("Jobs and their schedules", () => {
      test("are made by hand, and tell of a time that never comes", async () => {
        const schedule = [
          "create",
          "cronjob",
          "never",
          "--schedule=59 23 31 2 *",
          "--image=example/pi:1",
        ];
        await follow(at, [
          [[...schedule, "--dry-run=server"], "cronjob.batch/never created (server dry run)\n"],
          [[...schedule, "--", "perl", "-e", "print bpi(10)"], "cronjob.batch/never created\n"],
          [
            "create job once --from=cronjob/never --dry-run=server",
            "job.batch/once created (server dry run)\n",
          ],
          ["create job once --from=cronjob/never", "job.batch/once created\n"],
          [
            "get job once -o jsonpath={.spec.template.spec.containers[0].command}",
            '["perl","-e","print bpi(10)"]',
          ],
          ["describe job once", /Controlled By: +CronJob\/never/],
        ]);
        const said = /Warning +InvalidSchedule +CronJob\/never +invalid schedule: 59 23 31 2 \*/;
        await eventually(async () => expect(await at.ok(["events", "-A"])).toMatch(said));
        await follow(at, [
          ["events --for=CronJob/never", said],
          [
            "events --for=CronJob/never --types=Warning --no-headers",
            /^(?!LAST SEEN)[^]*InvalidSchedule/,
          ],
          ["events --for=CronJob/never --types=Normal", /^(?![^]*InvalidSchedule)/],
          ["events --for=CronJob/never --output=json", /"reason": "InvalidSchedule"/],
          ["events --types=Odd", refused("error: valid --types are Normal or Warning\n")],
        ]);
      });
    });

    test("waits end with what was waited for, in time", async () => {
      await follow(at, [
        ["create deployment awaited --image=example/web:1", /created/],
        [
          "wait --for=jsonpath=.status.readyReplicas=5 deployment/awaited --timeout=1s",
          refused(/timed out waiting for the condition on deployments\/awaited/),
        ],
        [
          "wait --for=jsonpath={.status.replicas} deployment/awaited --timeout=10s",
          "deployment.apps/awaited condition met\n",
        ],
        [
          "wait pod -l app=awaited --for=condition=Ready --timeout=10s",
          /^pod\/awaited-\S+ condition met\n$/,
        ],
        [
          "wait pod -l app=awaited --for=condition=Odd --timeout=1s",
          refused(/timed out waiting for the condition/),
        ],
        [
          "wait pod -l app=nobody --for=condition=Ready --timeout=1s",
          refused("error: no matching resources found\n"),
        ],
        ["wait pod/nobody --for=delete --timeout=1s", ""],
      ]);
      const gone = at.ok("wait deployment/awaited --for=delete --timeout=20s".split(" "));
      await at.ok(["delete", "deployment", "awaited"]);
      expect(await gone).toMatch(/^(deployment\.apps\/awaited condition met\n)?$/);
    });
  },
  { newest: true },
);
