import { describe, expect, test } from "vitest";
import { decodeBody } from "../../../../src/api/decode/body.ts";
import { checkFields } from "../../../../src/api/decode/check-fields.ts";
import type { JsonObject } from "../../../../src/api/json.ts";
import { schemaOf } from "../../../../src/api/schema/built-in.ts";
import { definitionOfKind } from "../../../../src/api/schema/definitions.ts";
import { Double, envelope, metaNamed } from "./wire-writer.ts";

const type = "application/vnd.kubernetes.protobuf";
const decode = (body: Uint8Array): JsonObject => decodeBody(body, type, { kind: "Pod" }).object;

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
  ])("%s", (_, body, expected) => {
    const object = decode(body);
    expect(object).toEqual(expected);
    const { apiVersion, kind } = expected as { apiVersion: string; kind: string };
    const schema = schemaOf(definitionOfKind(apiVersion, kind) ?? "");
    expect(schema).toBeDefined();
    expect(checkFields(object, schema!)).toEqual({ object, unknownFields: [] });
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
