/**
 * kubectl rollout of every kind that has revisions. Expectations: test/cmd/apps.sh, generic-resources.sh and
 * test/e2e/kubectl/rollout.go of Kubernetes, as facts.
 */
import { describe, expect, test } from "vitest";
import { eventually } from "../fixtures/eventually.ts";
import { controller, deployment, describeKubectls } from "../fixtures/kubectl-suite.ts";
import { becomes, follow, managers, refused, value } from "../fixtures/kubectl-steps.ts";

describeKubectls(
  (at) => {
    const template = "{.spec.template.spec.containers[*].image}";

    describe("rollouts", () => {
      test("of a Deployment go back and forth by revisions", async () => {
        const steps = async (image: string, revision: string) => {
          await at.ok("rollout status deployment/rolled --timeout=20s".split(" "));
          expect(
            await value(
              at,
              "deployment/rolled",
              `${template} {.metadata.annotations.deployment\\.kubernetes\\.io/revision}`,
            ),
          ).toBe(`${image} ${revision}`);
        };
        await at.ok("create deployment rolled --image=example/web:1".split(" "));
        await steps("example/web:1", "1");
        await follow(at, [["rollout undo deployment rolled --to-revision=1", /skipped rollback/]]);
        await at.ok("set image deployment rolled web=example/web:2".split(" "));
        await steps("example/web:2", "2");
        await follow(at, [
          [
            "rollout undo deployment rolled --dry-run=server",
            "deployment.apps/rolled rolled back (server dry run)\n",
          ],
          ["rollout undo deployment rolled --dry-run=client", /Pod Template:[^]*example\/web:1/],
        ]);
        await at.ok("rollout undo deployment rolled --to-revision=1".split(" "));
        await steps("example/web:1", "3");
        await follow(at, [
          [
            "rollout undo deployment rolled --to-revision=1000000",
            refused(/unable to find specified revision 1000000 in history/),
          ],
          ["rollout undo deployment rolled", "deployment.apps/rolled rolled back\n"],
        ]);
        await steps("example/web:2", "4");
        await follow(at, [
          ["rollout pause deployment rolled", "deployment.apps/rolled paused\n"],
          ["rollout undo deployment rolled", refused(/you cannot rollback a paused deployment/)],
          ["rollout restart deployment rolled", refused(/can't restart paused deployment/)],
          ["rollout resume deployment rolled", "deployment.apps/rolled resumed\n"],
          [
            "rollout status deployment/rolled --revision=3",
            refused(/desired revision \(3\) is different from the running revision \(4\)/),
          ],
          ["rollout undo deployment rolled", "deployment.apps/rolled rolled back\n"],
        ]);
        await steps("example/web:1", "5");
        await eventually(async () => {
          const sets = await at.ok("get rs -l app=rolled -o yaml".split(" "));
          expect(sets).toContain("deployment.kubernetes.io/revision-history: 1,3");
        });
        await at.ok("rollout restart deployment/rolled".split(" "));
        await steps("example/web:1", "6");
        expect(await managers(at, "deployment/rolled")).toContain("kubectl-rollout");
      });

      test("undone leave no trace in the template", async () => {
        const made = deployment("traced");
        Object.assign(made.spec.template.metadata, { annotations: { a: "b" } });
        await at.ok(["apply", "-f", "-"], JSON.stringify(made));
        const before = await value(at, "deployment/traced", "{.spec.template}");
        await follow(at, [
          ["set env deployment/traced foo=bar", / env updated\n$/],
          ["rollout status deployment/traced --timeout=20s", /successfully rolled out/],
          ["rollout undo deployment/traced", / rolled back\n$/],
        ]);
        expect(await value(at, "deployment/traced", "{.spec.template}")).toBe(before);
      });

      test.each(["DaemonSet", "StatefulSet"])(
        "of a %s keep their revisions, and who caused them",
        async (kind) => {
          const name = `kept-${kind.toLowerCase()}`;
          const target = `${kind.toLowerCase()}/${name}`;
          const made = controller(kind, name, 0);
          const path = at.file(`${name}.json`, made);
          await at.ok(["apply", "-f", path, "--record"]);
          await eventually(async () =>
            expect(await at.ok(["get", "controllerrevisions", "-o", "json"])).toContain(
              `${name}.json --record`,
            ),
          );
          await follow(at, [
            [`rollout undo ${target} --to-revision=1`, /skipped rollback|rolled back/],
          ]);
          await at.ok(`set image ${target} *=example/web:2`.split(" "));
          await eventually(async () =>
            expect(await at.ok(["rollout", "history", target])).toMatch(/\n2 /),
          );
          await follow(at, [
            [`rollout undo ${target} --dry-run=server`, / rolled back \(server dry run\)\n$/],
            [
              `rollout undo ${target} --to-revision=1000000`,
              refused(/unable to find specified revision/),
            ],
            [`rollout undo ${target} --to-revision=1`, / rolled back\n$/],
          ]);
          await becomes(at, target, template, "example/web:1");
          await eventually(async () =>
            expect(await at.ok(["rollout", "history", target])).toMatch(/\n3 /),
          );
          await at.ok(["rollout", "undo", target]);
          await becomes(at, target, template, "example/web:2");
          await at.ok(["delete", target]);
        },
      );

      test("are nothing for a ReplicationController", async () => {
        await follow(at, [
          ["create -f -", / created\n$/, controller("ReplicationController", "plain", 1)],
          [
            "rollout undo rc/plain",
            refused('error: no rollbacker has been implemented for "ReplicationController"\n'),
          ],
          [
            "rollout pause rc/plain",
            refused(/replicationcontrollers "plain" pausing is not supported/),
          ],
          [
            "rollout history rc/plain",
            refused(/no history viewer has been implemented for "ReplicationController"/),
          ],
          [
            "describe rc plain",
            /Replicas: +1 current \/ 1 desired\nPods Status: +\d Running \/ \d Waiting \/ 0 Succeeded \/ 0 Failed/,
          ],
        ]);
      });
    });
  },
  { newest: true },
);
