/** What creation refuses of workloads, in whole messages. Rows are facts from the validation tests of Kubernetes. */
import { describe, expect, it } from "vitest";
import { refused, type Body } from "./refusals.ts";

describe("workloads", () => {
  const pod = { containers: [{ name: "c", image: "a:1" }] };
  const template = { metadata: { labels: { app: "a" } }, spec: pod };
  const selector = { matchLabels: { app: "a" } };
  const mismatch =
    'FieldValueInvalid spec.template.metadata.labels: Invalid value: {"app":"a"}: `selector` does not match template `labels`';
  const rolling = (rollingUpdate: Body): Body => ({
    selector,
    template,
    strategy: { type: "RollingUpdate", rollingUpdate },
  });

  it.each<[string, string, Body, readonly string[]]>([
    [
      "Deployment",
      "no selector",
      { template },
      ["FieldValueRequired spec.selector: Required value", mismatch],
    ],
    [
      "Deployment",
      "an empty selector",
      { selector: {}, template },
      [
        "FieldValueInvalid spec.selector: Invalid value: {}: empty selector is invalid for deployment",
      ],
    ],
    [
      "Deployment",
      "a selector of others",
      { selector: { matchLabels: { app: "b" } }, template },
      [mismatch],
    ],
    [
      "Deployment",
      "a selector's operator",
      { selector: { matchExpressions: [{ key: "app", operator: "Like" }] }, template },
      [
        'FieldValueInvalid spec.selector.matchExpressions[0].operator: Invalid value: "Like": not a valid selector operator',
        'FieldValueInvalid spec.selector: Invalid value: {"matchExpressions":[{"key":"app","operator":"Like"}]}: invalid label selector',
      ],
    ],
    [
      "Deployment",
      "negative replicas",
      { replicas: -1, selector, template },
      ["FieldValueInvalid spec.replicas: Invalid value: -1: must be greater than or equal to 0"],
    ],
    [
      "Deployment",
      "another restart policy",
      { selector, template: { ...template, spec: { ...pod, restartPolicy: "Never" } } },
      [
        'FieldValueNotSupported spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always"',
      ],
    ],
    [
      "Deployment",
      "a strategy of neither",
      rolling({ maxSurge: 0, maxUnavailable: "0%" }),
      [
        'FieldValueInvalid spec.strategy.rollingUpdate.maxUnavailable: Invalid value: "0%": may not be 0 when `maxSurge` is 0',
      ],
    ],
    [
      "Deployment",
      "over all",
      rolling({ maxUnavailable: "101%" }),
      [
        'FieldValueInvalid spec.strategy.rollingUpdate.maxUnavailable: Invalid value: "101%": must not be greater than 100%',
      ],
    ],
    [
      "Deployment",
      "a percentage",
      rolling({ maxSurge: "half" }),
      [
        "FieldValueInvalid spec.strategy.rollingUpdate.maxSurge: Invalid value: \"half\": a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')",
      ],
    ],
    [
      "Deployment",
      "rolling and recreating",
      { selector, template, strategy: { type: "Recreate", rollingUpdate: {} } },
      [
        "FieldValueForbidden spec.strategy.rollingUpdate: Forbidden: may not be specified when strategy `type` is 'Recreate'",
      ],
    ],
    [
      "Deployment",
      "a deadline before ready",
      { selector, template, minReadySeconds: 600 },
      [
        "FieldValueInvalid spec.progressDeadlineSeconds: Invalid value: 600: must be greater than minReadySeconds",
      ],
    ],
    [
      "ReplicaSet",
      "a deadline",
      { selector, template: { ...template, spec: { ...pod, activeDeadlineSeconds: 1 } } },
      [
        "FieldValueForbidden spec.template.spec.activeDeadlineSeconds: Forbidden: activeDeadlineSeconds in ReplicaSet is not Supported",
      ],
    ],
    ["DaemonSet", "no selector", { template }, [mismatch]],
    [
      "DaemonSet",
      "both at once",
      { selector, template, updateStrategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 1 } } },
      [
        "FieldValueInvalid spec.updateStrategy.rollingUpdate.maxSurge: Invalid value: 1: may not be set when maxUnavailable is non-zero",
      ],
    ],
    [
      "StatefulSet",
      "a policy",
      { selector, template, podManagementPolicy: "Any" },
      [
        "FieldValueInvalid spec.podManagementPolicy: Invalid value: \"Any\": must be 'OrderedReady' or 'Parallel'",
      ],
    ],
    [
      "StatefulSet",
      "a mount of a claim is fine",
      {
        selector,
        volumeClaimTemplates: [
          {
            metadata: { name: "d" },
            spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1" } } },
          },
        ],
        template: {
          ...template,
          spec: {
            containers: [{ name: "c", image: "a", volumeMounts: [{ name: "d", mountPath: "/d" }] }],
          },
        },
      },
      [],
    ],
    [
      "Job",
      "a template that restarts",
      { template: { spec: pod } },
      [
        'FieldValueRequired spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"',
      ],
    ],
    [
      "Job",
      "indexes without number",
      {
        completionMode: "Indexed",
        parallelism: 1,
        template: { spec: { ...pod, restartPolicy: "Never" } },
      },
      ["FieldValueRequired spec.completions: Required value: when completion mode is Indexed"],
    ],
    [
      "CronJob",
      "no schedule",
      { jobTemplate: { spec: { template: { spec: { ...pod, restartPolicy: "Never" } } } } },
      ["FieldValueRequired spec.schedule: Required value"],
    ],
    [
      "CronJob",
      "a schedule",
      {
        schedule: "error",
        jobTemplate: { spec: { template: { spec: { ...pod, restartPolicy: "Never" } } } },
      },
      [
        'FieldValueInvalid spec.schedule: Invalid value: "error": expected exactly 5 fields, found 1: [error]',
      ],
    ],
    [
      "CronJob",
      "a minute",
      {
        schedule: "60 * * * *",
        jobTemplate: { spec: { template: { spec: { ...pod, restartPolicy: "Never" } } } },
      },
      [
        'FieldValueInvalid spec.schedule: Invalid value: "60 * * * *": end of range (60) above maximum (59): 60',
      ],
    ],
  ])("%s: %s", (kind, _name, spec, expected) => {
    expect(refused(kind, { spec })).toEqual(expected);
  });

  it("a CronJob leaves room for the names of its Jobs", () => {
    const name = "a".repeat(53);
    expect(refused("CronJob", { metadata: { name } })).toEqual([
      `FieldValueInvalid metadata.name: Invalid value: "${name}": must be no more than 52 characters`,
    ]);
  });
});
