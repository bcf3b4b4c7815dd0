/** What creation refuses of devices, flows and storage, in whole messages. Facts from the validation tests of Kubernetes. */
import { describe, expect, it } from "vitest";
import { label, refused, subdomain, type Body } from "./refusals.ts";

type Row = readonly [name: string, body: Body, expected: readonly string[]];

const exactly = { deviceClassName: "gpu.example.com" };
const claim = (devices: Body): Body => ({ spec: { devices } });
const request = (body: Body): Body =>
  claim({ requests: [{ name: "gpu", exactly: { ...exactly, ...body } }] });
const reference =
  "must be the name of a request in the claim or the name of a request and a subrequest separated by '/'";

const claims: readonly Row[] = [
  ["nothing asked", claim({}), []],
  ["one device", request({}), []],
  ["a share of all", request({ allocationMode: "All" }), []],
  [
    "all and a count",
    request({ allocationMode: "All", count: 1 }),
    [
      "FieldValueInvalid spec.devices.requests[0].exactly.count: Invalid value: 1: must not be specified when allocationMode is 'All'",
    ],
  ],
  [
    "a negative count",
    request({ allocationMode: "ExactCount", count: -1 }),
    [
      "FieldValueInvalid spec.devices.requests[0].exactly.count: Invalid value: -1: must be greater than zero",
    ],
  ],
  [
    "no class",
    request({ deviceClassName: "" }),
    ["FieldValueRequired spec.devices.requests[0].exactly.deviceClassName: Required value"],
  ],
  [
    "no kind of request",
    claim({ requests: [{ name: "gpu" }] }),
    [
      "FieldValueRequired spec.devices.requests[0]: Required value: exactly one of `exactly` or `firstAvailable` is required",
    ],
  ],
  [
    "both kinds of request",
    claim({
      requests: [{ name: "gpu", exactly, firstAvailable: [{ name: "a", ...exactly }] }],
    }),
    [
      "FieldValueInvalid spec.devices.requests[0]: Invalid value: null: exactly one of `exactly` or `firstAvailable` is required, but multiple fields are set",
    ],
  ],
  [
    "a name twice, and no name",
    claim({
      requests: [
        { name: "gpu", exactly },
        { name: "gpu", exactly },
        { name: "", exactly },
      ],
    }),
    [
      `FieldValueInvalid spec.devices.requests[2].name: Invalid value: "": ${label}`,
      'FieldValueDuplicate spec.devices.requests[1]: Duplicate value: "gpu"',
    ],
  ],
  [
    "too many requests",
    claim({ requests: Array.from({ length: 33 }, (_, i) => ({ name: `r-${i}`, exactly })) }),
    ["FieldValueTooMany spec.devices.requests: Too many: 33: must have at most 32 items"],
  ],
  [
    "a selector without an expression",
    request({ selectors: [{}] }),
    ["FieldValueRequired spec.devices.requests[0].exactly.selectors[0].cel: Required value"],
  ],
  [
    "a selector of eleven kilobytes",
    request({ selectors: [{ cel: { expression: "x".repeat(10 * 1024 + 1) } }] }),
    [
      "FieldValueTooLong spec.devices.requests[0].exactly.selectors[0].cel.expression: Too long: may not be more than 10240 bytes",
    ],
  ],
  [
    "a toleration that compares with nothing",
    request({ tolerations: [{ key: "a", operator: "Exists", value: "b" }] }),
    [
      'FieldValueInvalid spec.devices.requests[0].exactly.tolerations[0].value: Invalid value: "b": must be empty for operator `Exists`',
    ],
  ],
  [
    "constraints on what is not asked for",
    claim({
      requests: [{ name: "gpu", firstAvailable: [{ name: "big", ...exactly }] }],
      constraints: [
        { requests: ["gpu", "gpu/big"], matchAttribute: "example.com/model" },
        { requests: ["cpu", "gpu/small"], matchAttribute: "example.com/model" },
        { matchAttribute: "model" },
      ],
    }),
    [
      `FieldValueInvalid spec.devices.constraints[1].requests[0]: Invalid value: "cpu": ${reference}`,
      `FieldValueInvalid spec.devices.constraints[1].requests[1]: Invalid value: "gpu/small": ${reference}`,
      'FieldValueInvalid spec.devices.constraints[2].matchAttribute: Invalid value: "model": a fully qualified name must be a domain and a name separated by a slash',
    ],
  ],
  [
    "parameters that are no object",
    claim({ config: [{ opaque: { driver: "example.com", parameters: "text" } }, {}] }),
    [
      'FieldValueInvalid spec.devices.config[0].opaque.parameters: Invalid value: "<value omitted>": must be a valid JSON object',
      "FieldValueRequired spec.devices.config[1].opaque: Required value",
    ],
  ],
];

const pool = { name: "n", generation: 1, resourceSliceCount: 1 };
const slice = (body: Body): Body => ({
  spec: { driver: "example.com", nodeName: "n", pool, ...body },
});
const device = (body: Body): Body => slice({ devices: [{ name: "gpu-0", ...body }] });

const slices: readonly Row[] = [
  ["one device", device({}), []],
  [
    "no nodes",
    slice({ nodeName: undefined }),
    [
      "FieldValueRequired spec: Required value: exactly one of `nodeName`, `nodeSelector`, `allNodes`, `perDeviceNodeSelection` is required",
    ],
  ],
  [
    "nodes in two ways",
    slice({ allNodes: true }),
    [
      'FieldValueInvalid spec: Invalid value: "{`nodeName`, `allNodes`}": exactly one of `nodeName`, `nodeSelector`, `allNodes`, `perDeviceNodeSelection` is required, but multiple fields are set',
    ],
  ],
  [
    "a pool of nothing",
    slice({ pool: { name: "", generation: -1 } }),
    [
      "FieldValueRequired spec.pool.name: Required value",
      "FieldValueInvalid spec.pool.resourceSliceCount: Invalid value: 0: must be greater than zero",
      "FieldValueInvalid spec.pool.generation: Invalid value: -1: must be greater than or equal to zero",
    ],
  ],
  [
    "a device twice",
    slice({ devices: [{ name: "gpu" }, { name: "gpu" }] }),
    ['FieldValueDuplicate spec.devices[1]: Duplicate value: "gpu"'],
  ],
  [
    "129 devices",
    slice({ devices: Array.from({ length: 129 }, (_, i) => ({ name: `gpu-${i}` })) }),
    ["FieldValueTooMany spec.devices: Too many: 129: must have at most 128 items"],
  ],
  [
    "an attribute of two values, and one of none",
    device({ attributes: { a: { int: 1, bool: true }, b: {} } }),
    [
      'FieldValueInvalid spec.devices[0].attributes[a]: Invalid value: {"bool":true,"int":1}: exactly one value must be specified',
      'FieldValueInvalid spec.devices[0].attributes[b]: Invalid value: "": exactly one value must be specified',
    ],
  ],
  [
    "a version that is none",
    device({ attributes: { a: { version: "1.2" } } }),
    [
      'FieldValueInvalid spec.devices[0].attributes[a].version: Invalid value: "1.2": must be a string compatible with semver.org spec 2.0.0',
    ],
  ],
  [
    "attributes without a domain or a name",
    device({ attributes: { "/a": { int: 1 }, "example.com/": { int: 1 } } }),
    [
      'FieldValueInvalid spec.devices[0].attributes: Invalid value: "": the domain must not be empty',
      'FieldValueInvalid spec.devices[0].attributes: Invalid value: "": the name must not be empty',
    ],
  ],
  [
    "nodes of a device, where the slice has them",
    device({ allNodes: true }),
    [
      "FieldValueInvalid spec.devices[0]: Invalid value: null: `nodeName`, `nodeSelector` and `allNodes` can only be set if `perDeviceNodeSelection` is set to true in the ResourceSlice spec",
    ],
  ],
  [
    "a policy for what nobody shares",
    device({ capacity: { memory: { value: "1Gi", requestPolicy: {} } } }),
    [
      "FieldValueForbidden spec.devices[0].capacity[memory].requestPolicy: Forbidden: allowMultipleAllocations must be true",
    ],
  ],
  [
    "values out of order and beyond the capacity",
    device({
      allowMultipleAllocations: true,
      capacity: {
        memory: {
          value: "4Gi",
          requestPolicy: { default: "1Gi", validValues: ["2Gi", "1Gi", "8Gi"] },
        },
      },
    }),
    [
      'FieldValueInvalid spec.devices[0].capacity[memory].requestPolicy.validValues[1]: Invalid value: "1Gi": values must be sorted in ascending order',
      'FieldValueInvalid spec.devices[0].capacity[memory].requestPolicy.validValues[2]: Invalid value: "8Gi": option is larger than capacity value: 4Gi',
    ],
  ],
  [
    "a range that its steps miss",
    device({
      allowMultipleAllocations: true,
      capacity: {
        memory: {
          value: "10",
          requestPolicy: { default: "2", validRange: { min: "1", max: "9", step: "2" } },
        },
      },
    }),
    [
      'FieldValueInvalid spec.devices[0].capacity[memory].requestPolicy.validRange.step: Invalid value: "2": value is not a multiple of a given step (2) from (1)',
    ],
  ],
  [
    "a taint without an effect",
    device({ taints: [{ key: "broken" }] }),
    ["FieldValueRequired spec.devices[0].taints[0].effect: Required value"],
  ],
  [
    "counters of nothing",
    device({ consumesCounters: [{ counterSet: "memory", counters: {} }] }),
    ["FieldValueRequired spec.devices[0].consumesCounters[0].counters: Required value"],
  ],
  [
    "failure conditions alone",
    device({ bindingFailureConditions: ["example.com/failed"] }),
    [
      "FieldValueInvalid spec.devices[0].bindingConditions: Invalid value: null: bindingConditions are required to use bindingFailureConditions",
    ],
  ],
];

const flow = (body: Body): Body => ({
  spec: { priorityLevelConfiguration: { name: "low" }, matchingPrecedence: 50, ...body },
});
const rule = (body: Body): Body =>
  flow({
    rules: [
      {
        subjects: [{ kind: "User", user: { name: "jo" } }],
        resourceRules: [
          { verbs: ["get"], apiGroups: [""], resources: ["pods"], clusterScope: true },
        ],
        ...body,
      },
    ],
  });

const flows: readonly Row[] = [
  ["one rule", rule({}), []],
  [
    "no level",
    flow({ priorityLevelConfiguration: { name: "" } }),
    [
      "FieldValueRequired spec.priorityLevelConfiguration.name: Required value: must reference a priority level",
    ],
  ],
  [
    "the precedence of the exempt",
    flow({ matchingPrecedence: 1 }),
    [
      "FieldValueInvalid spec.matchingPrecedence: Invalid value: 1: only the schema named 'exempt' may have matchingPrecedence 1",
    ],
  ],
  [
    "a precedence too low",
    flow({ matchingPrecedence: 10_001 }),
    [
      "FieldValueInvalid spec.matchingPrecedence: Invalid value: 10001: must not be greater than 10000",
    ],
  ],
  [
    "subjects that say two things",
    rule({ subjects: [{ kind: "User", group: { name: "ops" } }, { kind: "Robot" }] }),
    [
      "FieldValueRequired spec.rules[0].subjects[0].user: Required value: user is required when subject kind is 'User'",
      "FieldValueForbidden spec.rules[0].subjects[0].group: Forbidden: group is forbidden when subject kind is not 'Group'",
      'FieldValueNotSupported spec.rules[0].subjects[1].kind: Unsupported value: "Robot": supported values: "Group", "ServiceAccount", "User"',
    ],
  ],
  [
    "a wildcard beside other verbs, and no namespace",
    rule({ resourceRules: [{ verbs: ["*", "get"], apiGroups: [""], resources: ["pods"] }] }),
    [
      `FieldValueInvalid spec.rules[0].resourceRules[0].verbs: Invalid value: ["*","get"]: if '*' is present, must not specify other verbs`,
      "FieldValueRequired spec.rules[0].resourceRules[0].namespaces: Required value: resource rules that are not cluster scoped must supply at least one namespace",
    ],
  ],
  [
    "paths that match nothing",
    rule({
      resourceRules: [],
      nonResourceRules: [
        { verbs: ["get"], nonResourceURLs: ["", "x", "/a b", "//", "/a*", "/a/*"] },
      ],
    }),
    [
      'FieldValueInvalid spec.rules[0].nonResourceRules[0].nonResourceURLs[0]: Invalid value: "": must not be empty',
      'FieldValueInvalid spec.rules[0].nonResourceRules[0].nonResourceURLs[1]: Invalid value: "x": must start with slash',
      'FieldValueInvalid spec.rules[0].nonResourceRules[0].nonResourceURLs[2]: Invalid value: "/a b": must not contain white-space',
      'FieldValueInvalid spec.rules[0].nonResourceRules[0].nonResourceURLs[3]: Invalid value: "//": must not contain double slash',
      'FieldValueInvalid spec.rules[0].nonResourceRules[0].nonResourceURLs[4]: Invalid value: "/a*": wildcard can only do suffix matching',
    ],
  ],
];

const level = (body: Body): Body => ({ spec: { type: "Limited", ...body } });
const queue = (queuing: Body): Body =>
  level({ limited: { limitResponse: { type: "Queue", queuing } } });
const queuing = "spec.limited.limitResponse.queuing";

const levels: readonly Row[] = [
  ["rejection", level({ limited: { limitResponse: { type: "Reject" } } }), []],
  [
    "no limits",
    level({}),
    ["FieldValueRequired spec.limited: Required value: must not be empty when type is Limited"],
  ],
  [
    "exemption under another name",
    { spec: { type: "Exempt" } },
    [
      "FieldValueInvalid spec.type: Invalid value: \"Exempt\": must be 'Exempt' if and only if `name` is 'exempt'",
    ],
  ],
  [
    "shares out of bounds",
    level({
      limited: {
        limitResponse: { type: "Reject" },
        nominalConcurrencyShares: -1,
        lendablePercent: 101,
        borrowingLimitPercent: -1,
      },
    }),
    [
      "FieldValueInvalid spec.limited.nominalConcurrencyShares: Invalid value: -1: must be a non-negative integer",
      "FieldValueInvalid spec.limited.lendablePercent: Invalid value: 101: must be between 0 and 100, inclusive",
      "FieldValueInvalid spec.limited.borrowingLimitPercent: Invalid value: -1: if specified, must be a non-negative integer",
    ],
  ],
  [
    "the queues of Kubernetes' own levels",
    queue({ queues: 128, handSize: 6, queueLengthLimit: 50 }),
    [],
  ],
  [
    "a hand larger than the deck",
    queue({ queues: 2, handSize: 3, queueLengthLimit: 1 }),
    [
      `FieldValueInvalid ${queuing}.handSize: Invalid value: 3: should not be greater than queues (2)`,
    ],
  ],
  [
    "a hand of more bits than the hash has",
    queue({ queues: 512, handSize: 8, queueLengthLimit: 1 }),
    [
      `FieldValueInvalid ${queuing}.handSize: Invalid value: 8: required entropy bits of deckSize 512 and handSize 8 should not be greater than 60`,
    ],
  ],
];

const storage: readonly (readonly [kind: string, ...Row])[] = [
  [
    "CSINode",
    "a driver twice, and none",
    {
      spec: {
        drivers: [
          { name: "a.b", nodeID: "1" },
          { name: "a.b", nodeID: "" },
        ],
      },
    },
    [
      "FieldValueRequired spec.drivers[1].nodeID: Required value",
      'FieldValueDuplicate spec.drivers[1].name: Duplicate value: "a.b"',
    ],
  ],
  [
    "CSINode",
    "fewer than no volumes",
    { spec: { drivers: [{ name: "a.b", nodeID: "1", allocatable: { count: -1 } }] } },
    [
      "FieldValueInvalid spec.drivers[0].allocatable.count: Invalid value: -1: must be greater than or equal to 0",
    ],
  ],
  [
    "CSIStorageCapacity",
    "no class and less than nothing",
    { storageClassName: "", capacity: "-1Gi" },
    [
      `FieldValueInvalid storageClassName: Invalid value: "": ${subdomain}`,
      'FieldValueInvalid capacity: Invalid value: "-1Gi": must be greater than or equal to 0',
    ],
  ],
  [
    "VolumeAttributesClass",
    "no parameters",
    { parameters: {} },
    ["FieldValueRequired parameters: Required value: must contain at least one key/value pair"],
  ],
];

describe.each([
  ["ResourceClaim", claims],
  ["ResourceSlice", slices],
  ["FlowSchema", flows],
  ["PriorityLevelConfiguration", levels],
] as const)("a %s", (kind, rows) => {
  it.each(rows)("of %s", (_name, body, expected) => {
    expect(refused(kind, body, kind === "ResourceClaim" ? "resource.k8s.io" : undefined)).toEqual(
      expected,
    );
  });
});

describe("storage", () => {
  it.each(storage)("%s: %s", (kind, _name, body, expected) => {
    expect(refused(kind, body)).toEqual(expected);
  });
});
