/** Several versions of a kind, converted by name alone or by a webhook (ConversionReview v1). */
import { afterEach, describe, expect, test } from "vitest";
import {
  OutboundError,
  type Outbound,
  type OutboundRequest,
} from "../../../../src/server/outbound/outbound.ts";
import { startApiOnly, type ApiOnly, type Body } from "../../../fixtures/api-only.ts";
import { definitionsPath, twoVersions } from "./definitions.ts";

let api: ApiOnly;
afterEach(() => api.stop());

const path = (version: string) => `/apis/example.com/${version}/things`;
const merge = { "content-type": "application/merge-patch+json" };
const thing = (version: string, spec: object, more: object = {}) => ({
  apiVersion: `example.com/${version}`,
  kind: "Thing",
  metadata: { name: "a", ...more },
  spec,
});
const webhook = {
  strategy: "Webhook",
  webhook: {
    clientConfig: { url: "https://127.0.0.1:9443/convert" },
    conversionReviewVersions: ["v1"],
  },
};

/** A webhook in the process: `answer` makes the ConversionReview's response. */
function outbound(answer: (request: Body) => unknown): Outbound & { readonly calls: Body[] } {
  const calls: Body[] = [];
  return {
    calls,
    request(_target, { body }: OutboundRequest) {
      const review = JSON.parse(new TextDecoder().decode(body));
      calls.push(review.request);
      const text = JSON.stringify(answer(review.request));
      return Promise.resolve({ status: 200, headers: {}, body: new Blob([text]).stream() });
    },
    close: () => undefined,
    upgrade: () => Promise.reject(new OutboundError("failed", "no upgrades here")),
  };
}

/** Renames hostPort to address and back. */
function rename(request: Body): unknown {
  const convertedObjects = request.objects.map((object: Body) => {
    const { hostPort, address, ...rest } = object.spec ?? {};
    const value = hostPort ?? address;
    const field = request.desiredAPIVersion.endsWith("v2") ? "address" : "hostPort";
    return {
      ...object,
      apiVersion: request.desiredAPIVersion,
      spec: { ...rest, ...(value === undefined ? {} : { [field]: value }) },
    };
  });
  return reviewOf({ uid: request.uid, result: { status: "Success" }, convertedObjects });
}

function reviewOf(response: unknown): unknown {
  return { apiVersion: "apiextensions.k8s.io/v1", kind: "ConversionReview", response };
}

async function start(conversion: object, calls?: Outbound): Promise<void> {
  api = await startApiOnly(calls ? { outbound: calls } : {});
  const { status, body } = await api.call("POST", definitionsPath, twoVersions(conversion));
  expect([status, body.message]).toEqual([201, undefined]);
  await api.host.settle();
}

describe("without conversion", () => {
  test("only the version's name changes, and each version knows its own fields", async () => {
    await start({ strategy: "None" });
    await api.call("POST", path("v1"), thing("v1", { hostPort: "h:1", plain: "x" }));
    const { body } = await api.call("GET", `${path("v2")}/a`);
    expect([body.apiVersion, body.spec]).toEqual(["example.com/v2", { plain: "x" }]);
    expect((await api.call("GET", path("v1"))).body.items[0].spec).toEqual({
      hostPort: "h:1",
      plain: "x",
    });
  });

  test("a new storage version takes over object by object", async () => {
    await start({ strategy: "None" });
    await api.call("POST", path("v1"), thing("v1", { plain: "x" }));
    const definition = `${definitionsPath}/things.example.com`;
    const crd = structuredClone((await api.call("GET", definition)).body);
    crd.spec.versions[0].storage = false;
    crd.spec.versions[1].storage = true;
    const changed = await api.call("PUT", definition, crd);
    expect(changed.body.status.storedVersions).toEqual(["v1", "v2"]);
    await api.host.settle();
    const stored = () =>
      api.store.get({ resource: "things.example.com", namespace: "", name: "a" })?.object
        .apiVersion;
    expect(stored()).toBe("example.com/v1");
    const current = (await api.call("GET", `${path("v1")}/a`)).body;
    await api.call("PUT", `${path("v1")}/a`, current);
    expect(stored()).toBe("example.com/v2");
    expect((await api.call("GET", `${path("v1")}/a`)).body.apiVersion).toBe("example.com/v1");
  });
});

describe("with a webhook", () => {
  test("objects are converted on the way in and out, watches included", async () => {
    const calls = outbound(rename);
    await start(webhook, calls);
    const watching = api.fetch(
      new Request(`http://kubarium${path("v2")}?watch=true&timeoutSeconds=1`),
    );
    const created = await api.call("POST", path("v2"), thing("v2", { address: "h:1" }));
    expect([created.status, created.body.apiVersion, created.body.spec]).toEqual([
      201,
      "example.com/v2",
      { address: "h:1" },
    ]);
    expect((await api.call("GET", `${path("v1")}/a`)).body.spec).toEqual({ hostPort: "h:1" });
    const patched = await api.call("PATCH", `${path("v2")}/a`, { spec: { address: "h:2" } }, merge);
    expect(patched.body.spec).toEqual({ address: "h:2" });
    expect(patched.body.metadata.generation).toBe(2);
    expect((await api.call("GET", path("v1"))).body.items[0].spec).toEqual({ hostPort: "h:2" });
    expect(calls.calls[0]).toMatchObject({
      desiredAPIVersion: "example.com/v1",
      objects: [{ kind: "Thing" }],
    });
    const text = (await watching).text();
    await api.host.advance(2000);
    const events = (await text)
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(events.map(({ type, object }) => [type, object.spec.address])).toEqual([
      ["ADDED", "h:1"],
      ["MODIFIED", "h:2"],
    ]);
  });

  test("a list is converted in one call", async () => {
    const calls = outbound(rename);
    await start(webhook, calls);
    for (const name of ["a", "b", "c"])
      await api.call("POST", path("v1"), thing("v1", { hostPort: name }, { name }));
    expect(calls.calls).toHaveLength(0);
    const { body } = await api.call("GET", path("v2"));
    expect(body.items.map(({ spec }: Body) => spec.address)).toEqual(["a", "b", "c"]);
    expect(calls.calls.map(({ objects }) => objects.length)).toEqual([3]);
    await api.call("GET", path("v2"));
    expect(calls.calls).toHaveLength(1);
  });

  const faults: readonly (readonly [string, (request: Body) => unknown, string])[] = [
    [
      "another uid",
      ({ objects }) =>
        reviewOf({ uid: "no", result: { status: "Success" }, convertedObjects: objects }),
      "failed: expected response.uid=",
    ],
    [
      "a failure",
      ({ uid }) => reviewOf({ uid, result: { status: "Failed", message: "cannot" } }),
      "failed: cannot",
    ],
    ["no response", () => reviewOf(undefined), "failed: no response provided"],
    [
      "too few objects",
      ({ uid }) => reviewOf({ uid, result: { status: "Success" }, convertedObjects: [] }),
      "returned 0 objects, expected 1",
    ],
    [
      "the wrong version",
      ({ uid, objects }) =>
        reviewOf({ uid, result: { status: "Success" }, convertedObjects: objects }),
      "returned invalid converted object at index 0: invalid groupVersion (expected example.com/v2, received example.com/v1)",
    ],
    [
      "another name",
      (request) => {
        const review = rename(request) as Body;
        review.response.convertedObjects[0].metadata.name = "b";
        return review;
      },
      "returned invalid converted object at index 0: must have the same name: a != b",
    ],
  ];
  test.each(faults)(
    "that answers with %s: the request fails and says so",
    async (_name, answer, why) => {
      await start(webhook, outbound(answer));
      await api.call("POST", path("v1"), thing("v1", { hostPort: "x" }));
      const { status, body } = await api.call("GET", `${path("v2")}/a`);
      expect([status, body.message]).toEqual([
        500,
        expect.stringContaining(
          `Internal error occurred: conversion webhook for example.com/v1, Kind=Thing ${why}`,
        ),
      ]);
      expect((await api.call("GET", `${path("v1")}/a`)).status).toBe(200);
    },
  );

  test("that cannot be reached is told in Go's words", async () => {
    await start(webhook);
    await api.call("POST", path("v1"), thing("v1", {}));
    const { body } = await api.call("GET", path("v2"));
    expect(body.message).toContain(
      'conversion webhook for example.com/v1, Kind=Thing failed: Post "https://127.0.0.1:9443/convert?timeout=30s": ',
    );
  });
});
