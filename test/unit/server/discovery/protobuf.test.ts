/**
 * Discovery in protobuf, byte for byte: field numbers of apimachinery, pkg/apis/meta/v1/generated.proto, and k8s.io/api,
 * apidiscovery/v2/generated.proto. As everywhere, zeros of fields that are no pointers are left out.
 */
import { describe, expect, test } from "vitest";
import { builtInResources, type ResourceDefinition } from "../../../../src/api/resources.ts";
import { discoveryResponse } from "../../../../src/server/discovery/respond.ts";
import { envelope, type WireField } from "../../api/decode/wire-writer.ts";

const bindable: ResourceDefinition = {
  group: "",
  version: "v1",
  resource: "things",
  singular: "thing",
  kind: "Thing",
  namespaced: true,
  shortNames: ["th", "t"],
  categories: ["all"],
  verbs: ["get", "list"],
  subresources: [
    { name: "scale", group: "autoscaling", version: "v1", kind: "Scale", verbs: ["get", "update"] },
  ],
  definition: "io.example.v1.Thing",
};
const clusterWide: ResourceDefinition = {
  ...bindable,
  group: "example.com",
  resource: "grounds",
  singular: "ground",
  kind: "Ground",
  namespaced: false,
  shortNames: [],
  categories: [],
  verbs: ["create"],
  subresources: [],
};
const definitions = [bindable, clusterWide];

const protobuf = "application/vnd.kubernetes.protobuf";
const aggregated = `${protobuf};g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList`;
const beta = `${protobuf};g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList`;

const get = (path: string, accept: string, headers: Record<string, string> = {}) =>
  discoveryResponse(definitions, { path, headers: { accept, ...headers } }, "10.0.0.1:6443");

const exampleVersions: WireField[] = [
  [
    2,
    [
      [1, "example.com/v1"],
      [2, "v1"],
    ],
  ],
  [
    3,
    [
      [1, "example.com/v1"],
      [2, "v1"],
    ],
  ],
];

describe("one document a path", () => {
  test.each<[string, Uint8Array]>([
    [
      "/api",
      envelope(
        "",
        "APIVersions",
        [1, "v1"],
        [
          2,
          [
            [1, "0.0.0.0/0"],
            [2, "10.0.0.1:6443"],
          ],
        ],
      ),
    ],
    ["/apis", envelope("v1", "APIGroupList", [1, [[1, "example.com"], ...exampleVersions]])],
    ["/apis/example.com", envelope("v1", "APIGroup", [1, "example.com"], ...exampleVersions)],
    [
      "/apis/example.com/v1",
      envelope(
        "v1",
        "APIResourceList",
        [1, "example.com/v1"],
        [
          2,
          [
            [1, "grounds"],
            [3, "Ground"],
            [4, [[1, "create"]]],
            [6, "ground"],
          ],
        ],
      ),
    ],
    [
      "/api/v1",
      envelope(
        "",
        "APIResourceList",
        [1, "v1"],
        [
          2,
          [
            [1, "things"],
            [2, true],
            [3, "Thing"],
            [
              4,
              [
                [1, "get"],
                [1, "list"],
              ],
            ],
            [5, "th"],
            [5, "t"],
            [6, "thing"],
            [7, "all"],
          ],
        ],
        [
          2,
          [
            [1, "things/scale"],
            [2, true],
            [3, "Scale"],
            [
              4,
              [
                [1, "get"],
                [1, "update"],
              ],
            ],
            [8, "autoscaling"],
            [9, "v1"],
          ],
        ],
      ),
    ],
  ])("%s", (path, bytes) => {
    const response = get(path, protobuf);
    expect(response?.headers["content-type"]).toBe(protobuf);
    expect(response?.body).toEqual(bytes);
  });
});

test("a resource that is stored has the hash of its storage version", () => {
  const path = "/apis/scheduling.k8s.io/v1";
  const { body } =
    discoveryResponse(builtInResources, { path, headers: { accept: protobuf } }) ?? {};
  const verbs = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];
  const priorityClasses: WireField[] = [
    [1, "priorityclasses"],
    [3, "PriorityClass"],
    [4, verbs.map((verb): WireField => [1, verb])],
    [5, "pc"],
    [6, "priorityclass"],
    [10, "1QwjyaZjj3Y="],
  ];
  expect(body).toEqual(
    envelope("v1", "APIResourceList", [1, "scheduling.k8s.io/v1"], [2, priorityClasses]),
  );
});

describe("aggregated", () => {
  const core: WireField = [
    2,
    [
      [1, []],
      [
        2,
        [
          [1, "v1"],
          [
            2,
            [
              [1, "things"],
              [2, [[3, "Thing"]]],
              [3, "Namespaced"],
              [4, "thing"],
              [5, "get"],
              [5, "list"],
              [6, "th"],
              [6, "t"],
              [7, "all"],
              [
                8,
                [
                  [1, "scale"],
                  [
                    2,
                    [
                      [1, "autoscaling"],
                      [2, "v1"],
                      [3, "Scale"],
                    ],
                  ],
                  [4, "get"],
                  [4, "update"],
                ],
              ],
            ],
          ],
          [3, "Current"],
        ],
      ],
    ],
  ];
  const example: WireField = [
    2,
    [
      [1, [[1, "example.com"]]],
      [
        2,
        [
          [1, "v1"],
          [
            2,
            [
              [1, "grounds"],
              [2, [[3, "Ground"]]],
              [3, "Cluster"],
              [4, "ground"],
              [5, "create"],
            ],
          ],
          [3, "Current"],
        ],
      ],
    ],
  ];

  test.each<[string, string, string, WireField]>([
    ["/api", aggregated, "apidiscovery.k8s.io/v2", core],
    ["/apis", aggregated, "apidiscovery.k8s.io/v2", example],
    ["/apis", beta, "apidiscovery.k8s.io/v2beta1", example],
  ])("%s as %s", (path, accept, apiVersion, item) => {
    const response = get(path, `${accept},${protobuf}`);
    expect(response?.headers["content-type"]).toBe(accept);
    expect(response?.body).toEqual(envelope(apiVersion, "APIGroupDiscoveryList", [1, []], item));
  });

  test("has the ETag that its JSON has, which Vary tells apart", () => {
    const json = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
    const etag = String(get("/apis", aggregated)?.headers["etag"]);
    expect(get("/apis", json)?.headers).toMatchObject({ etag, vary: "Accept" });
    expect(get("/apis", aggregated, { "if-none-match": etag })?.status).toBe(304);
    expect(get("/apis", protobuf)?.headers["etag"]).not.toBe(etag);
  });
});

test.each<[string, string]>([
  [`${protobuf},application/json`, protobuf],
  [`application/json,${protobuf}`, "application/json"],
  [`${protobuf};q=0.5,application/json;q=0.4`, protobuf],
  [`${protobuf};q=0.4,application/json;q=0.5`, "application/json"],
  [`${aggregated};q=0.1,application/json`, aggregated],
  [`application/yaml,${protobuf}`, "application/yaml"],
])("%s gets %s", (accept, contentType) => {
  expect(get("/apis", accept)?.headers["content-type"]).toBe(contentType);
});

test.each([aggregated, `${protobuf};g=meta.k8s.io;v=v1;as=Table`, `${protobuf};sv=2`])(
  "a group version is not to be had as %s",
  (accept) => {
    expect(() => get("/api/v1", accept)).toThrow("only the following media types are accepted");
  },
);
