/** What is said of an APIService before anything is asked: rows of kube-aggregator's available_controller_test.go, with its messages. */
import { describe, expect, test } from "vitest";
import type { APIService, EndpointSlice, Service } from "../../../../src/api/generated/types.ts";
import type { Stored } from "../../../../src/api/object.ts";
import { builtInResources } from "../../../../src/api/resources.ts";
import { localAvailability } from "../../../../src/api/defaults/extensions.ts";
import {
  passedAvailability,
  unavailability,
  withAvailability,
} from "../../../../src/server/aggregation/availability.ts";
import { userHeaders } from "../../../../src/server/aggregation/backend.ts";
import { localServices } from "../../../../src/server/aggregation/local-services.ts";
import { rowsOf } from "../../../../src/server/aggregation/remote-discovery.ts";

const backing = { namespace: "foo", name: "bar", port: 443 };
const service = (port: number, more: object = {}) =>
  ({
    metadata: { name: "bar", namespace: "foo" },
    spec: { type: "ClusterIP", ports: [{ port, name: "testPort" }], ...more },
  }) as unknown as Stored<Service>;
const slice = (ready: boolean | undefined, name = "testPort") =>
  ({
    metadata: { name: "bar-1", namespace: "foo" },
    endpoints: [{ addresses: ["10.0.0.1"], conditions: ready === undefined ? {} : { ready } }],
    ports: [{ name, port: 443 }],
  }) as unknown as Stored<EndpointSlice>;

describe("an APIService whose Service", () => {
  test.each<
    [
      string,
      Stored<Service> | undefined,
      readonly Stored<EndpointSlice>[],
      readonly [string, string] | undefined,
    ]
  >([
    [
      "is not there",
      undefined,
      [slice(true)],
      ["ServiceNotFound", 'service/bar in "foo" is not present'],
    ],
    [
      "has another port",
      service(6443),
      [slice(true)],
      ["ServicePortError", 'service/bar in "foo" is not listening on port 443'],
    ],
    [
      "has no slices",
      service(443),
      [],
      ["EndpointsNotFound", 'cannot find endpointslices for service/bar in "foo"'],
    ],
    [
      "has endpoints that are not ready",
      service(443),
      [slice(false)],
      [
        "MissingEndpoints",
        'endpointslices for service/bar in "foo" have no addresses with port name "testPort"',
      ],
    ],
    [
      "has endpoints of another port name",
      service(443),
      [slice(true, "wrongName")],
      [
        "MissingEndpoints",
        'endpointslices for service/bar in "foo" have no addresses with port name "testPort"',
      ],
    ],
    ["has a ready endpoint", service(443), [slice(false), slice(true)], undefined],
    ["has an endpoint that does not say", service(443), [slice(undefined)], undefined],
    ["is a name elsewhere", service(1, { type: "ExternalName" }), [], undefined],
  ])("%s", (_what, found, slices, expected) => {
    const wrong = unavailability(backing, { service: found, slices });
    expect(wrong && [wrong.reason, wrong.message]).toEqual(expected);
    if (wrong) expect(wrong.status).toBe("False");
  });
});

test("a condition keeps the time of its last change of status", () => {
  const bare = { metadata: { name: "v1.foo" } } as unknown as Stored<APIService>;
  const first = withAvailability(bare, localAvailability, "2026-01-01T00:00:00Z");
  expect(first.status?.conditions).toEqual([
    {
      type: "Available",
      status: "True",
      lastTransitionTime: "2026-01-01T00:00:00Z",
      reason: "Local",
      message: "Local APIServices are always available",
    },
  ]);
  expect(withAvailability(first, localAvailability, "2026-01-02T00:00:00Z")).toBe(first);
  const passed = withAvailability(first, passedAvailability, "2026-01-02T00:00:00Z");
  expect(passed.status?.conditions).toMatchObject([
    { reason: "Passed", lastTransitionTime: "2026-01-01T00:00:00Z" },
  ]);
});

test("local APIServices have kube-apiserver's priorities", () => {
  const found = localServices(builtInResources);
  const priorities = (name: string) => {
    const { groupPriorityMinimum, versionPriority } = found.get(name)?.spec ?? {};
    return [groupPriorityMinimum, versionPriority];
  };
  // cmd/kube-apiserver/app/aggregator.go
  expect(
    ["v1.", "v1.apps", "v2.autoscaling", "v1.autoscaling", "v1.policy"].map(priorities),
  ).toEqual([
    [18_000, 1],
    [17_800, 15],
    [17_500, 30],
    [17_500, 15],
    [17_100, 15],
  ]);
  expect(found.has("v1.apiregistration.k8s.io")).toBe(false);
});

test("a user is told of in headers, each group a line of its own", () => {
  const user = {
    name: "jane",
    uid: "7",
    groups: ["a", "b,c"],
    extra: { "Example.com/Scopes": ["x", "y"] },
  };
  expect(userHeaders(user)).toEqual({
    headers: { "x-remote-user": "jane", "x-remote-uid": "7" },
    repeatedHeaders: {
      "x-remote-group": ["a", "b,c"],
      "x-remote-extra-example.com%2Fscopes": ["x", "y"],
    },
  });
});

describe("what another server says that it serves", () => {
  const served = { group: "wardle.example.com", version: "v1alpha1" };

  test("becomes rows, subresources with their resource", () => {
    const list = {
      kind: "APIResourceList",
      resources: [
        {
          name: "flunders",
          singularName: "flunder",
          namespaced: true,
          kind: "Flunder",
          verbs: ["get"],
        },
        { name: "flunders/status", namespaced: true, kind: "Flunder", verbs: ["get", "patch"] },
      ],
    };
    expect(rowsOf(JSON.stringify(list), served)).toMatchObject([
      {
        ...served,
        resource: "flunders",
        singular: "flunder",
        kind: "Flunder",
        namespaced: true,
        verbs: ["get"],
        subresources: [{ name: "status", kind: "Flunder", verbs: ["get", "patch"] }],
      },
    ]);
  });

  test.each([["null"], ["[]"], ['{"kind":"Status"}']])("is nothing when it is %s", (text) => {
    expect(rowsOf(text, served)).toBeUndefined();
  });

  test.each([
    ['{"kind":"APIResourceList"}'],
    ['{"kind":"APIResourceList","resources":7}'],
    ['{"kind":"APIResourceList","resources":[null,3,"x"]}'],
  ])("is empty when it is %s", (text) => {
    expect(rowsOf(text, served)).toEqual([]);
  });
});
