/** What is written is what Go's generated code reads; its zeros of fields that are no pointers are not written. Source: k8s.io/api, generated.proto. */
import { describe, expect, test } from "vitest";
import { decodeProtobuf } from "../../../../src/api/decode/protobuf.ts";
import { encodeProtobuf } from "../../../../src/api/encode/protobuf.ts";
import type { JsonObject } from "../../../../src/api/json.ts";
import { Double, envelope, message, named, pair } from "../decode/wire-writer.ts";

const text = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

describe("an object as protobuf", () => {
  test.each<[string, JsonObject, Uint8Array]>([
    [
      "maps by their keys, bytes, and a pointer to false",
      {
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: { name: "c", labels: { z: "1", a: "2" } },
        data: { empty: "" },
        binaryData: { b: "AP8Q" },
        immutable: false,
      },
      envelope(
        "v1",
        "ConfigMap",
        named("c", [11, pair("a", "2")], [11, pair("z", "1")]),
        [2, pair("empty", "")],
        [3, pair("b", Uint8Array.of(0, 255, 16))],
        [4, false],
      ),
    ],
    [
      "times, and fields of managers as their JSON",
      {
        apiVersion: "v1",
        kind: "Namespace",
        metadata: {
          name: "n",
          creationTimestamp: "1970-01-01T00:01:00Z",
          generation: 9_007_199_254_740_993n,
          managedFields: [{ manager: "m", time: "1970-01-01T00:00:01Z", fieldsV1: { "f:a": {} } }],
        },
        spec: {},
        status: { conditions: null },
      },
      envelope(
        "v1",
        "Namespace",
        named(
          "n",
          [7, 9_007_199_254_740_993n],
          [
            8,
            [
              [1, 60],
              [2, 0],
            ],
          ],
          [
            17,
            [
              [1, "m"],
              [
                4,
                [
                  [1, 1],
                  [2, 0],
                ],
              ],
              [7, [[1, text({ "f:a": {} })]]],
            ],
          ],
        ),
        [2, []],
        [3, []],
      ),
    ],
    [
      "microseconds, and times before 1970",
      {
        apiVersion: "coordination.k8s.io/v1",
        kind: "Lease",
        metadata: { name: "l", creationTimestamp: "1969-12-31T23:59:59Z" },
        spec: { leaseDurationSeconds: 0, renewTime: "1970-01-01T00:00:02.000003Z" },
      },
      envelope(
        "coordination.k8s.io/v1",
        "Lease",
        named("l", [
          8,
          [
            [1, -1],
            [2, 0],
          ],
        ]),
        [
          2,
          [
            [2, 0],
            [
              4,
              [
                [1, 2],
                [2, 3000],
              ],
            ],
          ],
        ],
      ),
    ],
    [
      "numbers or texts, and quantities",
      {
        apiVersion: "policy/v1",
        kind: "PodDisruptionBudget",
        metadata: { name: "b" },
        spec: { minAvailable: "50%", maxUnavailable: 3 },
        status: { disruptedPods: { gone: null }, disruptionsAllowed: 0 },
      },
      envelope(
        "policy/v1",
        "PodDisruptionBudget",
        named("b"),
        [
          2,
          [
            [
              1,
              [
                [1, 1],
                [2, 0],
                [3, "50%"],
              ],
            ],
            [
              3,
              [
                [1, 0],
                [2, 3],
                [3, ""],
              ],
            ],
          ],
        ],
        [
          3,
          [
            [
              2,
              [
                [1, "gone"],
                [2, []],
              ],
            ],
          ],
        ],
      ),
    ],
    [
      "an inlined message beside its outer one, and lists in maps",
      {
        apiVersion: "authorization.k8s.io/v1",
        kind: "SubjectAccessReview",
        metadata: {},
        spec: { user: "u", extra: { k: ["a", ""] } },
        status: { allowed: false },
      },
      envelope(
        "authorization.k8s.io/v1",
        "SubjectAccessReview",
        [1, []],
        [
          2,
          [
            [3, "u"],
            [
              5,
              [
                [1, "k"],
                [
                  2,
                  [
                    [1, "a"],
                    [1, ""],
                  ],
                ],
              ],
            ],
          ],
        ],
        [3, []],
      ),
    ],
    [
      "a Status, which discovery does not know",
      {
        apiVersion: "v1",
        kind: "Status",
        metadata: {},
        status: "Failure",
        reason: "NotFound",
        details: { name: "x", causes: [{ reason: "r", field: "f" }] },
        code: 404,
      },
      envelope(
        "v1",
        "Status",
        [1, []],
        [2, "Failure"],
        [4, "NotFound"],
        [
          5,
          [
            [1, "x"],
            [
              4,
              [
                [1, "r"],
                [3, "f"],
              ],
            ],
          ],
        ],
        [6, 404],
      ),
    ],
    [
      "a list: the items have their kind from it",
      {
        apiVersion: "v1",
        kind: "ConfigMapList",
        metadata: { resourceVersion: "7", remainingItemCount: 0 },
        items: [{ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a" } }, { metadata: {} }],
      },
      envelope(
        "v1",
        "ConfigMapList",
        [
          1,
          [
            [2, "7"],
            [4, 0],
          ],
        ],
        [2, [named("a")]],
        [2, [[1, []]]],
      ),
    ],
    [
      "metadata alone",
      {
        apiVersion: "meta.k8s.io/v1",
        kind: "PartialObjectMetadataList",
        metadata: { resourceVersion: "7" },
        items: [{ kind: "PartialObjectMetadata", metadata: { name: "a" } }],
      },
      envelope("meta.k8s.io/v1", "PartialObjectMetadataList", [1, [[2, "7"]]], [2, [named("a")]]),
    ],
    [
      "metadata alone in its beta, whose numbers are the other way round",
      {
        apiVersion: "meta.k8s.io/v1beta1",
        kind: "PartialObjectMetadataList",
        metadata: { resourceVersion: "7" },
        items: [{ metadata: { name: "a" } }],
      },
      envelope(
        "meta.k8s.io/v1beta1",
        "PartialObjectMetadataList",
        [1, [named("a")]],
        [2, [[2, "7"]]],
      ),
    ],
  ])("has %s", (_title, object, bytes) => {
    expect(encodeProtobuf(object)).toEqual(bytes);
  });

  test("has schemas that are one of two things", () => {
    const schema = (props: JsonObject): JsonObject => ({
      apiVersion: "apiextensions.k8s.io/v1",
      kind: "CustomResourceDefinition",
      metadata: { name: "d" },
      spec: {
        group: "g",
        names: { kind: "K", plural: "ks" },
        scope: "Cluster",
        versions: [{ name: "v1", served: true, storage: true, schema: { openAPIV3Schema: props } }],
      },
    });
    for (const props of [
      { items: { type: "string" } },
      { items: [{ type: "string" }, { maximum: 0.5 }] },
      { additionalProperties: false },
      { additionalProperties: true },
      { additionalProperties: { type: "object", default: { a: [1, "b", null] } } },
      { default: false },
      { default: 0, example: "" },
      { dependencies: { a: ["b"], c: { type: "object" } }, enum: [1, "x", null], maxLength: 0 },
    ]) {
      const object = schema(props);
      expect(decodeProtobuf(encodeProtobuf(object) ?? new Uint8Array())).toEqual(object);
    }
    const bytes = encodeProtobuf(schema({ maximum: 0.5 })) ?? new Uint8Array();
    expect(String(bytes)).toContain(String(message([9, new Double(0.5)])));
  });

  test.each([
    [{ apiVersion: "example.com/v1", kind: "Widget", metadata: {} }],
    [{ apiVersion: "v1", kind: "Widget" }],
    [{ kind: "ConfigMap" }],
    [{ apiVersion: "example.com/v1", kind: "PartialObjectMetadata", metadata: {} }],
    [{ apiVersion: "metrics.k8s.io/v1", kind: "NodeMetrics", metadata: {} }],
    [{}],
  ])("is none for %j, which has no message", (object) => {
    expect(encodeProtobuf(object)).toBeUndefined();
  });

  test("is as large as it must be", () => {
    const data = Object.fromEntries(
      Array.from({ length: 3000 }, (_, n) => [`k${n}`, "ü".repeat(n)]),
    );
    const object = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "big" }, data };
    expect(decodeProtobuf(encodeProtobuf(object) ?? new Uint8Array())).toEqual(object);
  });
});
