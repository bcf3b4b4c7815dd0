/** What Pods and nodes use, as protobuf; a Duration is in nanoseconds. Source: k8s.io/metrics, pkg/apis/metrics/v1beta1/generated.proto. */
import { expect, test } from "vitest";
import { encodeProtobuf } from "../../../../src/api/encode/protobuf.ts";
import type { JsonObject } from "../../../../src/api/json.ts";
import { envelope, named } from "../decode/wire-writer.ts";

test.each<[string, JsonObject, Uint8Array]>([
  [
    "what containers use, over how long",
    {
      apiVersion: "metrics.k8s.io/v1beta1",
      kind: "PodMetricsList",
      metadata: {},
      items: [
        {
          metadata: { name: "p" },
          timestamp: "1970-01-01T00:01:00Z",
          window: "1m30.5s",
          containers: [{ name: "c", usage: { memory: "4Ki", cpu: "12n" } }],
        },
      ],
    },
    envelope(
      "metrics.k8s.io/v1beta1",
      "PodMetricsList",
      [1, []],
      [
        2,
        [
          named("p"),
          [
            2,
            [
              [1, 60],
              [2, 0],
            ],
          ],
          [3, [[1, 90_500_000_000]]],
          [
            4,
            [
              [1, "c"],
              [
                2,
                [
                  [1, "cpu"],
                  [2, [[1, "12n"]]],
                ],
              ],
              [
                2,
                [
                  [1, "memory"],
                  [2, [[1, "4Ki"]]],
                ],
              ],
            ],
          ],
        ],
      ],
    ),
  ],
  [
    "what a node uses",
    {
      apiVersion: "metrics.k8s.io/v1beta1",
      kind: "NodeMetrics",
      metadata: { name: "n" },
      timestamp: null,
      window: "10s",
      usage: { cpu: "0" },
    },
    envelope(
      "metrics.k8s.io/v1beta1",
      "NodeMetrics",
      named("n"),
      [3, [[1, 10_000_000_000]]],
      [
        4,
        [
          [1, "cpu"],
          [2, [[1, "0"]]],
        ],
      ],
    ),
  ],
])("protobuf tells %s", (_title, object, bytes) => {
  expect(encodeProtobuf(object)).toEqual(bytes);
});
