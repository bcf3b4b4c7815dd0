import { describe, expect, test } from "vitest";
import { decodeBody } from "../../../../src/api/decode/body.ts";
import { checkFields } from "../../../../src/api/decode/check-fields.ts";
import type { JsonObject } from "../../../../src/api/json.ts";
import { schemaOf } from "../../../../src/api/schema/built-in.ts";
import { definitionOfKind } from "../../../../src/api/schema/definitions.ts";
import { Double, envelope } from "./wire-writer.ts";

const type = "application/vnd.kubernetes.protobuf";
const decode = (body: Uint8Array): JsonObject => decodeBody(body, type, { kind: "Pod" }).object;
const json = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

describe("messages that JSON shows in another form", () => {
  test.each<[string, Uint8Array, JsonObject]>([
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
    const { apiVersion, kind } = expected as { apiVersion: string; kind: string };
    const schema = schemaOf(definitionOfKind(apiVersion, kind) ?? "");
    expect(schema).toBeDefined();
    expect(checkFields(object, schema!)).toEqual({ object, unknownFields: [] });
  });
});
