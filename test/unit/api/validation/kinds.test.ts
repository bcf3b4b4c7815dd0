/** What creation refuses of kinds outside of the core, in whole messages. Rows are facts from the validation tests of Kubernetes. */
import { describe, expect, it } from "vitest";
import { refused, type Body, type RefusalRow } from "./refusals.ts";

const scaleTargetRef = { apiVersion: "apps/v1", kind: "Deployment", name: "a" };
const path = (body: Body): Body => ({
  spec: {
    rules: [
      { http: { paths: [{ backend: { service: { name: "a", port: { number: 1 } } }, ...body }] } },
    ],
  },
});
const from = (peer: Body): Body => ({ spec: { ingress: [{ from: [peer] }] } });

const kinds: Readonly<Record<string, readonly RefusalRow[]>> = {
  Ingress: [
    [
      "nothing",
      { spec: {} },
      [
        "FieldValueInvalid spec: Invalid value: null: either `defaultBackend` or `rules` must be specified",
      ],
    ],
    [
      "no type of path",
      path({ path: "/" }),
      [
        "FieldValueRequired spec.rules[0].http.paths[0].pathType: Required value: pathType must be specified",
      ],
    ],
    [
      "a path that climbs",
      path({ path: "/a/../b", pathType: "Prefix" }),
      [
        "FieldValueInvalid spec.rules[0].http.paths[0].path: Invalid value: \"/a/../b\": must not contain '/../'",
      ],
    ],
    [
      "a relative path",
      path({ path: "a", pathType: "Exact" }),
      [
        'FieldValueInvalid spec.rules[0].http.paths[0].path: Invalid value: "a": must be an absolute path',
      ],
    ],
    ["any path at all", path({ path: "/a/../b", pathType: "ImplementationSpecific" }), []],
    [
      "an address for a host",
      { spec: { rules: [{ host: "1.2.3.4" }] } },
      [
        'FieldValueInvalid spec.rules[0].host: Invalid value: "1.2.3.4": must be a DNS name, not an IP address',
      ],
    ],
    ["every host below", { spec: { rules: [{ host: "*.a.b" }] } }, []],
    [
      "two classes",
      {
        metadata: { annotations: { "kubernetes.io/ingress.class": "a" } },
        spec: { ingressClassName: "b", rules: [{}] },
      },
      [
        'FieldValueInvalid annotations.kubernetes.io/ingress.class: Invalid value: "a": must match `ingressClassName` when both are specified',
      ],
    ],
  ],
  NetworkPolicy: [
    [
      "no peer",
      from({}),
      ["FieldValueRequired spec.ingress[0].from[0]: Required value: must specify a peer"],
    ],
    [
      "two kinds of peer",
      from({ podSelector: {}, ipBlock: { cidr: "10.0.0.0/8" } }),
      [
        "FieldValueForbidden spec.ingress[0].from[0]: Forbidden: may not specify both ipBlock and another peer",
      ],
    ],
    [
      "an exception outside",
      from({ ipBlock: { cidr: "10.0.0.0/8", except: ["11.0.0.0/16"] } }),
      [
        'FieldValueInvalid spec.ingress[0].from[0].ipBlock.except[0]: Invalid value: "11.0.0.0/16": must be a strict subset of `cidr`',
      ],
    ],
    [
      "a range of ports that ends before",
      { spec: { egress: [{ ports: [{ port: 80, endPort: 79 }] }] } },
      [
        "FieldValueInvalid spec.egress[0].ports[0].endPort: Invalid value: 80: must be greater than or equal to `port`",
      ],
    ],
  ],
  EndpointSlice: [
    [
      "an address of another family",
      { addressType: "IPv6" },
      [
        'FieldValueInvalid endpoints[0].addresses: Invalid value: "10.1.2.3": must be an IPv6 address',
      ],
    ],
    [
      "no address",
      { endpoints: [{}] },
      [
        "FieldValueRequired endpoints[0].addresses: Required value: must contain at least 1 address",
      ],
    ],
    [
      "too many endpoints",
      { endpoints: Array.from({ length: 1001 }, () => ({ addresses: ["10.0.0.1"] })) },
      ["FieldValueTooMany endpoints: Too many: 1001: must have at most 1000 items"],
    ],
  ],
  Role: [
    [
      "a rule about URLs",
      { rules: [{ verbs: ["get"], nonResourceURLs: ["/a"] }] },
      [
        'FieldValueInvalid rules[0].nonResourceURLs: Invalid value: ["/a"]: namespaced rules cannot apply to non-resource URLs',
      ],
    ],
    [
      "a rule about nothing",
      { rules: [{}] },
      [
        "FieldValueRequired rules[0].verbs: Required value: verbs must contain at least one value",
        "FieldValueRequired rules[0].apiGroups: Required value: resource rules must supply at least one api group",
        "FieldValueRequired rules[0].resources: Required value: resource rules must supply at least one resource",
      ],
    ],
  ],
  ClusterRoleBinding: [
    [
      "an account of no namespace",
      { subjects: [{ kind: "ServiceAccount", name: "a" }] },
      ["FieldValueRequired subjects[0].namespace: Required value"],
    ],
    [
      "a Role",
      { roleRef: { kind: "Role", name: "a" } },
      [
        'FieldValueNotSupported roleRef.kind: Unsupported value: "Role": supported values: "ClusterRole"',
      ],
    ],
    [
      "a subject",
      { subjects: [{ kind: "Robot", name: "a" }] },
      [
        'FieldValueNotSupported subjects[0].kind: Unsupported value: "Robot": supported values: "ServiceAccount", "User", "Group"',
      ],
    ],
  ],
  PodDisruptionBudget: [
    [
      "both bounds",
      { spec: { minAvailable: 1, maxUnavailable: 1 } },
      [
        'FieldValueInvalid spec: Invalid value: {"MinAvailable":1,"Selector":null,"MaxUnavailable":1,"UnhealthyPodEvictionPolicy":null}: minAvailable and maxUnavailable cannot be both set',
      ],
    ],
    [
      "a negative bound",
      { spec: { minAvailable: -1 } },
      [
        "FieldValueInvalid spec.minAvailable: Invalid value: -1: must be greater than or equal to 0",
      ],
    ],
  ],
  Lease: [
    [
      "no duration",
      { spec: { leaseDurationSeconds: 0 } },
      ["FieldValueInvalid spec.leaseDurationSeconds: Invalid value: 0: must be greater than 0"],
    ],
  ],
  PriorityClass: [
    [
      "a billion and one",
      { value: 1000000001 },
      [
        "FieldValueForbidden value: Forbidden: maximum allowed value of a user defined priority is 1000000000",
      ],
    ],
    [
      "a reserved name",
      { metadata: { name: "system-mine" } },
      [
        "FieldValueForbidden metadata.name: Forbidden: priority class names with 'system-' prefix are reserved for system use only. error: system-mine is not a known system priority class",
      ],
    ],
    ["a system class", { metadata: { name: "system-node-critical" }, value: 2000001000 }, []],
  ],
  HorizontalPodAutoscaler: [
    [
      "fewer than the fewest",
      {
        spec: { minReplicas: 3, maxReplicas: 2, scaleTargetRef },
      },
      [
        "FieldValueInvalid spec.maxReplicas: Invalid value: 2: must be greater than or equal to `minReplicas`",
      ],
    ],
    [
      "no target",
      { spec: { maxReplicas: 2 } },
      [
        "FieldValueRequired spec.scaleTargetRef.kind: Required value",
        "FieldValueRequired spec.scaleTargetRef.name: Required value",
        'FieldValueInvalid spec.scaleTargetRef.apiVersion: Invalid value: "": apiVersion must specify API group',
      ],
    ],
    [
      "a metric of another type",
      {
        spec: {
          maxReplicas: 2,
          scaleTargetRef,
          metrics: [
            {
              type: "Pods",
              resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 1 } },
            },
          ],
        },
      },
      [
        "FieldValueRequired spec.metrics[0].pods: Required value: must populate information for the given metric source",
      ],
    ],
  ],
  StorageClass: [
    ["no provisioner", { provisioner: "" }, ["FieldValueRequired provisioner: Required value"]],
    [
      "a policy",
      { reclaimPolicy: "Recycle" },
      [
        'FieldValueNotSupported reclaimPolicy: Unsupported value: "Recycle": supported values: "Delete", "Retain"',
      ],
    ],
  ],
  CustomResourceDefinition: [
    [
      "another name",
      { metadata: { name: "bars.example.com" } },
      [
        'FieldValueInvalid metadata.name: Invalid value: "bars.example.com": must be spec.names.plural+"."+spec.group',
      ],
    ],
    [
      "no schema, and none stored",
      {
        spec: {
          group: "example.com",
          scope: "Namespaced",
          names: { plural: "foos", kind: "Foo" },
          versions: [{ name: "v1", served: true, storage: false }],
        },
      },
      [
        "FieldValueRequired spec.versions[0].schema.openAPIV3Schema: Required value",
        'FieldValueInvalid spec.versions: Invalid value: [{"Name":"v1","Served":true,"Storage":false,"Deprecated":false,"DeprecationWarning":null,"Schema":null,"Subresources":null,"AdditionalPrinterColumns":null,"SelectableFields":null}]: must have exactly one version marked as storage version',
        "FieldValueInvalid status.storedVersions: Invalid value: null: must have at least one stored version",
      ],
    ],
  ],
  APIService: [
    [
      "no priority",
      { spec: { group: "example.com", version: "v1" } },
      [
        "FieldValueInvalid spec.groupPriorityMinimum: Invalid value: 0: must be positive and less than 20000",
        "FieldValueInvalid spec.versionPriority: Invalid value: 0: must be positive and less than 1000",
      ],
    ],
  ],
  ValidatingWebhookConfiguration: [
    [
      "much",
      {
        webhooks: [
          {
            name: "a.b",
            clientConfig: { url: "http://h" },
            sideEffects: "Some",
            admissionReviewVersions: ["v2"],
          },
        ],
      },
      [
        'FieldValueInvalid webhooks[0].name: Invalid value: "a.b": should be a domain with at least three segments separated by dots',
        'FieldValueNotSupported webhooks[0].sideEffects: Unsupported value: "Some": supported values: "None", "NoneOnDryRun"',
        "FieldValueInvalid webhooks[0].clientConfig.url: Invalid value: \"http\": 'https' is the only allowed URL scheme; desired format: https://host[/path]",
        'FieldValueInvalid webhooks[0].admissionReviewVersions: Invalid value: ["v2"]: must include at least one of v1, v1beta1',
      ],
    ],
  ],
};

describe.each(Object.entries(kinds))("of a %s", (kind, rows) => {
  it.each(rows)("%s", (_name, body, expected) => {
    expect(refused(kind, body)).toEqual(expected);
  });
});
