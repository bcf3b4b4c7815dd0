/** What creation refuses of kinds of the core but Pods and Services, in whole messages. Rows are facts from the validation tests of Kubernetes. */
import { describe, expect, it } from "vitest";
import { refused, type RefusalRow } from "./refusals.ts";

const kinds: Readonly<Record<string, readonly RefusalRow[]>> = {
  ConfigMap: [
    [
      "a key",
      { data: { "a b": "" } },
      [
        "FieldValueInvalid data[a b]: Invalid value: \"a b\": a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')",
      ],
    ],
    [
      "a key in both",
      { data: { a: "" }, binaryData: { a: "" } },
      ['FieldValueInvalid data[a]: Invalid value: "a": duplicate of key present in binaryData'],
    ],
    [
      "a mebibyte and one",
      { data: { a: "x".repeat(1024 * 1024 + 1) } },
      ["FieldValueTooLong []: Too long: may not be more than 1048576 bytes"],
    ],
    ["a mebibyte is fine", { data: { a: "x".repeat(1024 * 1024) } }, []],
    [
      "a mebibyte and one, of both",
      { data: { a: "x".repeat(5) }, binaryData: { b: "AAAA".repeat((1024 * 1024 - 4) / 3) } },
      ["FieldValueTooLong []: Too long: may not be more than 1048576 bytes"],
    ],
    [
      "a mebibyte of both is fine",
      { data: { a: "x".repeat(4) }, binaryData: { b: "AAAA".repeat((1024 * 1024 - 4) / 3) } },
      [],
    ],
  ],
  Secret: [
    [
      "a certificate without key",
      { type: "kubernetes.io/tls", data: { "tls.crt": "" } },
      ["FieldValueRequired data[tls.key]: Required value"],
    ],
    [
      "a token of no account",
      { type: "kubernetes.io/service-account-token" },
      [
        "FieldValueRequired metadata.annotations[kubernetes.io/service-account.name]: Required value",
      ],
    ],
    [
      "a configuration that is no JSON",
      { type: "kubernetes.io/dockerconfigjson", data: { ".dockerconfigjson": "eA==" } },
      [
        "FieldValueInvalid data[.dockerconfigjson]: Invalid value: \"<secret contents redacted>\": invalid character 'x' looking for beginning of value",
      ],
    ],
    [
      "a configuration",
      { type: "kubernetes.io/dockerconfigjson", data: { ".dockerconfigjson": "e30=" } },
      [],
    ],
  ],
  Node: [
    [
      "a taint's effect",
      { spec: { taints: [{ key: "a", effect: "Never" }] } },
      [
        'FieldValueNotSupported metadata.taints[0].effect: Unsupported value: "Never": supported values: "NoSchedule", "PreferNoSchedule", "NoExecute"',
      ],
    ],
    [
      "a taint twice",
      {
        spec: {
          taints: [
            { key: "a", effect: "NoSchedule" },
            { key: "a", effect: "NoSchedule" },
          ],
        },
      },
      [
        'FieldValueDuplicate metadata.taints[1]: Duplicate value: {"Key":"a","Value":"","Effect":"NoSchedule","TimeAdded":null}: taints must be unique by key and effect pair',
      ],
    ],
    [
      "a range of addresses",
      { spec: { podCIDRs: ["10.0.0.0/33"] } },
      [
        'FieldValueInvalid spec.podCIDRs[0]: Invalid value: "10.0.0.0/33": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)',
      ],
    ],
  ],
  PersistentVolumeClaim: [
    [
      "nothing",
      { spec: {} },
      [
        "FieldValueRequired spec.accessModes: Required value: at least 1 access mode is required",
        "FieldValueRequired spec.resources[storage]: Required value",
      ],
    ],
    [
      "modes that exclude others",
      {
        spec: {
          accessModes: ["ReadWriteOnce", "ReadWriteOncePod"],
          resources: { requests: { storage: "0" } },
        },
      },
      [
        "FieldValueForbidden spec.accessModes: Forbidden: may not use ReadWriteOncePod with other access modes",
        'FieldValueInvalid spec.resources[storage]: Invalid value: "0": must be greater than zero',
      ],
    ],
  ],
  PersistentVolume: [
    [
      "no source",
      { spec: { accessModes: ["ReadWriteOnce"], capacity: { storage: "1" } } },
      ["FieldValueRequired spec: Required value: must specify a volume type"],
    ],
    [
      "a local one anywhere",
      {
        spec: { accessModes: ["ReadWriteOnce"], capacity: { storage: "1" }, local: { path: "/a" } },
      },
      ["FieldValueRequired spec.nodeAffinity: Required value: Local volume requires node affinity"],
    ],
  ],
  ResourceQuota: [
    [
      "a resource",
      { spec: { hard: { apples: "1" } } },
      [
        'FieldValueInvalid spec.hard[apples]: Invalid value: "apples": must be a standard resource type or fully qualified',
        'FieldValueInvalid spec.hard[apples]: Invalid value: "apples": must be a standard resource for quota',
      ],
    ],
    [
      "half a Pod",
      { spec: { hard: { pods: "500m" } } },
      ['FieldValueInvalid spec.hard[pods]: Invalid value: "500m": must be an integer'],
    ],
    [
      "scopes that exclude each other",
      { spec: { scopes: ["Terminating", "NotTerminating"] } },
      [
        'FieldValueInvalid spec.scopes: Invalid value: ["Terminating","NotTerminating"]: conflicting scopes',
      ],
    ],
  ],
  LimitRange: [
    [
      "a minimum over the maximum",
      { spec: { limits: [{ type: "Pod", min: { cpu: "2" }, max: { cpu: "1" } }] } },
      [
        'FieldValueInvalid spec.limits[0].min[cpu]: Invalid value: "2": min value 2 is greater than max value 1',
      ],
    ],
    [
      "a type twice",
      { spec: { limits: [{ type: "Pod" }, { type: "Pod" }] } },
      ['FieldValueDuplicate spec.limits[1].type: Duplicate value: "Pod"'],
    ],
  ],
  Event: [
    [
      "of another namespace",
      { involvedObject: { namespace: "b" } },
      [
        'FieldValueInvalid involvedObject.namespace: Invalid value: "b": does not match event.namespace',
      ],
    ],
    [
      "a new one that says little",
      { eventTime: "2026-01-01T00:00:00.000000Z" },
      [
        "FieldValueRequired reportingComponent: Required value",
        'FieldValueInvalid reportingComponent: Invalid value: "": name part must be non-empty',
        "FieldValueInvalid reportingComponent: Invalid value: \"\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')",
        "FieldValueRequired reportingInstance: Required value",
        "FieldValueRequired action: Required value",
        "FieldValueRequired reason: Required value",
      ],
    ],
  ],
  Endpoints: [
    [
      "nobody",
      { subsets: [{}] },
      [
        "FieldValueRequired subsets[0]: Required value: must specify `addresses` or `notReadyAddresses`",
      ],
    ],
    [
      "the node itself",
      { subsets: [{ addresses: [{ ip: "169.254.1.1" }] }] },
      [
        'FieldValueInvalid subsets[0].addresses[0].ip: Invalid value: "169.254.1.1": may not be in the link-local range (169.254.0.0/16, fe80::/10)',
      ],
    ],
  ],
};

describe.each(Object.entries(kinds))("of a %s", (kind, rows) => {
  it.each(rows)("%s", (_name, body, expected) => {
    expect(refused(kind, body)).toEqual(expected);
  });
});
