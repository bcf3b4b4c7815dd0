import { describe, expect, test } from "vitest";
import { decodeBody } from "../../../../src/api/decode/body.ts";
import { checkFields } from "../../../../src/api/decode/check-fields.ts";
import { protobufMessages } from "../../../../src/api/decode/protobuf-fields.ts";
import type { JsonObject } from "../../../../src/api/json.ts";
import { builtInResources } from "../../../../src/api/resources.ts";
import { schemaOf } from "../../../../src/api/schema/built-in.ts";
import type { StructSchema } from "../../../../src/api/schema/type-schema.ts";
import { StatusError } from "../../../../src/api/status.ts";
import { Double, envelope, message, type WireField } from "./wire-writer.ts";

const type = "application/vnd.kubernetes.protobuf";
const decode = (body: Uint8Array): JsonObject => decodeBody(body, type, { kind: "Pod" }).object;
const json = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

/** What Go sends for an ObjectMeta of which only the name is set: every field that is no pointer. */
const metaNamed = (name: string, ...more: WireField[]): WireField => [
  1,
  [[1, name], [2, ""], [3, ""], [4, ""], [5, ""], [6, ""], [7, 0], [8, []], ...more],
];

describe("the table of field numbers", () => {
  const messages = [...protobufMessages()];

  test("every field is a field of its definition, or an inlined message of the table", () => {
    const strays: string[] = [];
    const check = (owner: string, message: string): void => {
      const struct = schemaOf(owner);
      for (const field of protobufMessages().get(message)?.values() ?? []) {
        if (field.inline !== undefined) check(owner, field.inline);
        else if (struct?.kind === "struct" && !struct.fields.has(field.name)) {
          strays.push(`${owner}.${field.name}`);
        }
      }
      if (!protobufMessages().has(message)) strays.push(message);
    };
    for (const [name] of messages) if (schemaOf(name)?.kind === "struct") check(name, name);
    expect(strays).toEqual([]);
  });

  test("every field of every resource is in the table, all the way down", () => {
    const missing: string[] = [];
    const seen = new Set<string>();
    const namesOf = (message: string): string[] =>
      [...(protobufMessages().get(message)?.values() ?? [])].flatMap((field) =>
        field.inline === undefined ? [field.name] : namesOf(field.inline),
      );
    const visit = (struct: StructSchema): void => {
      if (seen.has(struct.name)) return;
      seen.add(struct.name);
      const names = new Set([...namesOf(struct.name), "apiVersion", "kind"]);
      for (const [name, { schema }] of struct.fields) {
        if (!names.has(name) && protobufMessages().has(struct.name)) {
          missing.push(`${struct.name}.${name}`);
        }
        let inner = schema;
        while (inner.kind === "list" || inner.kind === "map") {
          inner = inner.kind === "list" ? inner.items : inner.values;
        }
        if (inner.kind !== "struct") continue;
        if (!protobufMessages().has(inner.name)) missing.push(inner.name);
        visit(inner);
      }
    };
    for (const { definition } of builtInResources) visit(schemaOf(definition) as StructSchema);
    expect(missing).toEqual([]);
  });
});

describe("what Go clients send", () => {
  test.each<[string, Uint8Array, JsonObject]>([
    [
      "create namespace",
      envelope("v1", "Namespace", metaNamed("shop"), [2, []], [3, [[1, ""]]]),
      { apiVersion: "v1", kind: "Namespace", metadata: { name: "shop" }, spec: {}, status: {} },
    ],
    [
      "create configmap: a map of strings and one of bytes",
      envelope(
        "v1",
        "ConfigMap",
        metaNamed("c", [
          11,
          [
            [1, "app"],
            [2, "web"],
          ],
        ]),
        [
          2,
          [
            [1, "a"],
            [2, "1"],
          ],
        ],
        [2, [[1, "empty"]]],
        [
          3,
          [
            [1, "b"],
            [2, Uint8Array.of(0, 255, 16)],
          ],
        ],
        [4, false],
      ),
      {
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: { name: "c", labels: { app: "web" } },
        data: { a: "1", empty: "" },
        binaryData: { b: "AP8Q" },
        immutable: false,
      },
    ],
    [
      "create deployment: pointers keep their zero, other fields do not",
      envelope(
        "apps/v1",
        "Deployment",
        metaNamed("web"),
        [
          2,
          [
            [1, 0],
            [
              2,
              [
                [
                  1,
                  [
                    [1, "app"],
                    [2, "web"],
                  ],
                ],
              ],
            ],
            [
              3,
              [
                metaNamed(""),
                [
                  2,
                  [
                    [
                      2,
                      [
                        [1, "nginx"],
                        [2, "nginx"],
                        [5, ""],
                        [8, []],
                        [16, false],
                      ],
                    ],
                    [11, false],
                  ],
                ],
              ],
            ],
            [
              4,
              [
                [1, ""],
                [
                  2,
                  [
                    [
                      1,
                      [
                        [1, 1],
                        [2, 0],
                        [3, "25%"],
                      ],
                    ],
                    [
                      2,
                      [
                        [1, 0],
                        [2, 0],
                        [3, ""],
                      ],
                    ],
                  ],
                ],
              ],
            ],
            [5, 0],
            [7, false],
          ],
        ],
        [
          3,
          [
            [1, 0],
            [2, 0],
          ],
        ],
      ),
      {
        apiVersion: "apps/v1",
        kind: "Deployment",
        metadata: { name: "web" },
        spec: {
          replicas: 0,
          selector: { matchLabels: { app: "web" } },
          template: {
            metadata: {},
            spec: { containers: [{ name: "nginx", image: "nginx", resources: {} }] },
          },
          strategy: { rollingUpdate: { maxUnavailable: "25%", maxSurge: 0 } },
        },
        status: {},
      },
    ],
    [
      "inlined messages: a volume's source, a probe's handler, a reference's name",
      envelope("v1", "Pod", [
        2,
        [
          [
            1,
            [
              [1, "conf"],
              [
                2,
                [
                  [
                    19,
                    [
                      [1, [[1, "web"]]],
                      [4, true],
                    ],
                  ],
                ],
              ],
            ],
          ],
          [
            2,
            [
              [1, "a"],
              [
                10,
                [
                  [
                    1,
                    [
                      [
                        2,
                        [
                          [1, "/ok"],
                          [
                            2,
                            [
                              [1, 0],
                              [2, 80],
                              [3, ""],
                            ],
                          ],
                        ],
                      ],
                    ],
                  ],
                  [2, 5],
                  [3, 0],
                ],
              ],
            ],
          ],
        ],
      ]),
      {
        apiVersion: "v1",
        kind: "Pod",
        spec: {
          volumes: [{ name: "conf", configMap: { name: "web", optional: true } }],
          containers: [
            {
              name: "a",
              livenessProbe: { httpGet: { path: "/ok", port: 80 }, initialDelaySeconds: 5 },
            },
          ],
        },
      },
    ],
    [
      "quantities, times and negative numbers",
      envelope(
        "v1",
        "PersistentVolumeClaim",
        [
          1,
          [
            [
              8,
              [
                [1, 1_704_164_645],
                [2, 0],
              ],
            ],
            [9, []],
          ],
        ],
        [
          2,
          [
            [
              2,
              [
                [
                  2,
                  [
                    [1, "storage"],
                    [2, [[1, "1Gi"]]],
                  ],
                ],
              ],
            ],
            [5, ""],
          ],
        ],
      ),
      {
        apiVersion: "v1",
        kind: "PersistentVolumeClaim",
        metadata: { creationTimestamp: "2024-01-02T03:04:05Z" },
        spec: { resources: { requests: { storage: "1Gi" } }, storageClassName: "" },
      },
    ],
    [
      "a lease's micro time",
      envelope("coordination.k8s.io/v1", "Lease", [
        2,
        [
          [1, "me"],
          [2, 15],
          [
            4,
            [
              [1, 1_704_164_645],
              [2, 1_234_567],
            ],
          ],
        ],
      ]),
      {
        apiVersion: "coordination.k8s.io/v1",
        kind: "Lease",
        spec: {
          holderIdentity: "me",
          leaseDurationSeconds: 15,
          renewTime: "2024-01-02T03:04:05.001234Z",
        },
      },
    ],
    [
      "a subject access review: lists as map values are wrapped",
      envelope("authorization.k8s.io/v1", "SubjectAccessReview", [
        2,
        [
          [3, "jane"],
          [
            5,
            [
              [1, "scopes"],
              [
                2,
                [
                  [1, "a"],
                  [1, "b"],
                ],
              ],
            ],
          ],
        ],
      ]),
      {
        apiVersion: "authorization.k8s.io/v1",
        kind: "SubjectAccessReview",
        spec: { user: "jane", extra: { scopes: ["a", "b"] } },
      },
    ],
    [
      "raw JSON, and required zeroes stay",
      envelope(
        "apps/v1",
        "ControllerRevision",
        [2, [[1, json({ spec: { a: [1, null] } })]]],
        [3, 0],
      ),
      {
        apiVersion: "apps/v1",
        kind: "ControllerRevision",
        data: { spec: { a: [1, null] } },
        revision: 0,
      },
    ],
    [
      "an object in raw protobuf inside another",
      envelope("apps/v1", "ControllerRevision", [
        2,
        [[1, envelope("v1", "Secret", [3, "Opaque"])]],
      ]),
      {
        apiVersion: "apps/v1",
        kind: "ControllerRevision",
        data: { apiVersion: "v1", kind: "Secret", type: "Opaque" },
      },
    ],
    [
      "delete options, which every group version has",
      envelope("apps/v1", "DeleteOptions", [1, 0], [2, [[1, "u"]]], [4, "Foreground"], [5, "All"]),
      {
        apiVersion: "apps/v1",
        kind: "DeleteOptions",
        gracePeriodSeconds: 0,
        preconditions: { uid: "u" },
        propagationPolicy: "Foreground",
        dryRun: ["All"],
      },
    ],
    [
      "a schema, with doubles and its fields that are one of two things",
      envelope("apiextensions.k8s.io/v1", "CustomResourceDefinition", [
        2,
        [
          [
            7,
            [
              [1, "v1"],
              [
                4,
                [
                  [
                    1,
                    [
                      [5, "object"],
                      [9, new Double(1.5)],
                      [8, [[1, json("x")]]],
                      [24, [[1, [[5, "string"]]]]],
                      [30, [[1, true]]],
                      [
                        29,
                        [
                          [1, "a"],
                          [
                            2,
                            [
                              [5, "array"],
                              [24, [[2, [[5, "null"]]]]],
                            ],
                          ],
                        ],
                      ],
                      [
                        32,
                        [
                          [1, "d"],
                          [
                            2,
                            [
                              [2, "e"],
                              [2, "f"],
                            ],
                          ],
                        ],
                      ],
                    ],
                  ],
                ],
              ],
            ],
          ],
        ],
      ]),
      {
        apiVersion: "apiextensions.k8s.io/v1",
        kind: "CustomResourceDefinition",
        spec: {
          versions: [
            {
              name: "v1",
              schema: {
                openAPIV3Schema: {
                  type: "object",
                  maximum: 1.5,
                  default: "x",
                  items: { type: "string" },
                  additionalProperties: true,
                  properties: { a: { type: "array", items: [{ type: "null" }] } },
                  dependencies: { d: ["e", "f"] },
                },
              },
            },
          ],
        },
      },
    ],
  ])("%s", (_, body, expected) => {
    const object = decode(body);
    expect(object).toEqual(expected);
    const [apiVersion, kind] = [String(object["apiVersion"]), String(object["kind"])];
    const row = builtInResources.find(
      (r) => `${r.group ? `${r.group}/` : ""}${r.version}` === apiVersion && r.kind === kind,
    );
    if (row) expect(checkFields(object, schemaOf(row.definition)!).unknownFields).toEqual([]);
  });

  test("field numbers that are not known are passed over, whatever their wire type", () => {
    const body = envelope("v1", "Secret", [90, 1], [91, "x"], [92, new Double(1)], [3, "Opaque"]);
    expect(decode(body)).toEqual({ apiVersion: "v1", kind: "Secret", type: "Opaque" });
  });

  test("packed numbers are a list as well", () => {
    const body = envelope("v1", "Pod", [2, [[14, [[4, Uint8Array.of(1, 0xac, 0x02)]]]]]);
    expect(decode(body)).toMatchObject({
      spec: { securityContext: { supplementalGroups: [1, 300] } },
    });
  });

  test("negative numbers keep their sign", () => {
    expect(decode(envelope("scheduling.k8s.io/v1", "PriorityClass", [2, -5]))).toMatchObject({
      value: -5,
    });
  });
});

describe("what is no message is refused with 400", () => {
  const secret = envelope("v1", "Secret", [3, "Opaque"]);
  const inPod = (why: string): RegExp =>
    new RegExp(`^Secret in version "v1" cannot be handled as a Pod: ${why}`);
  let deep: Uint8Array = message([5, "object"]);
  for (let i = 0; i < 1200; i++) deep = Uint8Array.from(message([28, deep]));
  test.each<[string, Uint8Array, RegExp]>([
    [
      "JSON",
      json({ kind: "Pod" }),
      /^the object provided is unrecognized \(must be of type Pod\): provided data does not appear to be a protobuf message, expected prefix \[107 56 115 0\] \({"kind":"Pod"}\)$/,
    ],
    ["nothing", new Uint8Array(), /\(<empty>\)$/],
    ["a cut envelope", secret.subarray(0, 9), /unexpected EOF \(6b387300/],
    [
      "an unknown kind",
      envelope("v1", "Nothing"),
      /^Nothing in version "v1" cannot be handled as a Pod: no kind "Nothing" is registered for version "v1"/,
    ],
    [
      "a cut message",
      envelope("v1", "Secret", [1, Uint8Array.of(0x0a, 0x7f, 1)]),
      inPod("unexpected EOF"),
    ],
    [
      "a varint without end",
      envelope("v1", "Secret", [1, new Uint8Array(12).fill(0xff)]),
      inPod("proto: integer overflow"),
    ],
    [
      "a huge length",
      envelope("v1", "Secret", [1, Uint8Array.of(0x0a, 0xff, 0xff, 0xff, 0xff, 0xff, 1)]),
      inPod("proto: negative length found during unmarshaling"),
    ],
    [
      "a wrong wire type",
      envelope("v1", "Secret", [3, 7]),
      inPod("proto: wrong wireType = 0 for field Type"),
    ],
    [
      "an illegal wire type",
      envelope("v1", "Secret", [1, Uint8Array.of(0xff, 0x06)]),
      inPod("proto: illegal wireType 7"),
    ],
    [
      "field zero",
      envelope("v1", "Secret", [1, Uint8Array.of(0)]),
      inPod("proto: ObjectMeta: illegal tag 0 \\(wire type 0\\)"),
    ],
    [
      "the end of a group",
      envelope("v1", "Secret", [1, Uint8Array.of(0x0c)]),
      inPod("proto: ObjectMeta: wiretype end group for non-group"),
    ],
    [
      "a year beyond the calendar",
      envelope("v1", "Secret", [1, [[8, [[1, 2n ** 60n]]]]]),
      inPod("Time.MarshalJSON: year outside of range"),
    ],
    [
      "__proto__ as key",
      envelope("v1", "Secret", [
        2,
        [
          [1, "__proto__"],
          [2, "x"],
        ],
      ]),
      inPod('the field name "__proto__" is not supported'),
    ],
    [
      "bad raw JSON",
      envelope("apps/v1", "ControllerRevision", [2, [[1, "{"]]]),
      /invalid raw JSON/,
    ],
    [
      "messages in messages without end",
      envelope("apiextensions.k8s.io/v1", "CustomResourceDefinition", [
        2,
        [[7, [[4, [[1, deep]]]]]],
      ]),
      /exceeded max depth$/,
    ],
  ])("%s", (_, body, why) => {
    let refused: unknown;
    try {
      decode(body);
    } catch (error) {
      refused = error;
    }
    expect(refused).toBeInstanceOf(StatusError);
    expect((refused as StatusError).status).toMatchObject({ code: 400, reason: "BadRequest" });
    expect((refused as StatusError).message).toMatch(why);
  });

  test("mutilated messages are decoded or refused with StatusError, never anything else", () => {
    const seeds = [
      envelope(
        "apps/v1",
        "Deployment",
        metaNamed("web", [
          17,
          [
            [1, "me"],
            [7, [[1, json({ "f:a": {} })]]],
          ],
        ]),
        [
          2,
          [
            [1, 3],
            [
              3,
              [
                metaNamed(""),
                [
                  2,
                  [
                    [
                      1,
                      [
                        [1, "v"],
                        [2, [[19, [[1, [[1, "x"]]]]]]],
                      ],
                    ],
                    [
                      2,
                      [
                        [1, "a"],
                        [
                          8,
                          [
                            [
                              1,
                              [
                                [1, "cpu"],
                                [2, [[1, "1"]]],
                              ],
                            ],
                          ],
                        ],
                      ],
                    ],
                  ],
                ],
              ],
            ],
          ],
        ],
      ),
      envelope("v1", "Service", metaNamed("s"), [
        2,
        [
          [
            1,
            [
              [1, "p"],
              [3, 80],
              [
                4,
                [
                  [1, 0],
                  [2, 80],
                  [3, ""],
                ],
              ],
            ],
          ],
          [
            2,
            [
              [1, "a"],
              [2, "b"],
            ],
          ],
        ],
      ]),
    ];
    let state = 11;
    const random = (n: number): number => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((state / 2 ** 32) * n);
    };
    let refused = 0;
    for (let round = 0; round < 6000; round++) {
      const body = Uint8Array.from(seeds[round % 2]!);
      for (let edits = 1 + random(5); edits > 0; edits--) {
        body[4 + random(body.length - 4)] = random(256);
      }
      try {
        decode(body.subarray(0, random(6) === 0 ? random(body.length) : body.length));
      } catch (error) {
        if (!(error instanceof StatusError)) throw error;
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(1000);
  });
});
