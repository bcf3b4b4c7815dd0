import { describe, expect, test } from "vitest";
import { decodeBody } from "../../../../src/api/decode/body.ts";
import type { JsonObject } from "../../../../src/api/json.ts";
import { StatusError } from "../../../../src/api/status.ts";
import { envelope, message, metaNamed } from "./wire-writer.ts";

const type = "application/vnd.kubernetes.protobuf";
const decode = (body: Uint8Array): JsonObject => decodeBody(body, type, { kind: "Pod" }).object;
const json = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

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
      /^Nothing in version "v1" cannot be handled as a Pod: no kind "Nothing" is registered for version "v1" in scheme "pkg\/api\/legacyscheme\/scheme\.go:30"$/,
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
