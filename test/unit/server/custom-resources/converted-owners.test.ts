/**
 * The owners of fields of custom kinds that a webhook converts: what one version calls hostPort, the other calls address. The
 * facts are those of structured-merge-diff's tables of renamed fields (merge/multiple_appliers_test.go).
 */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { OutboundError, type OutboundRequest } from "../../../../src/server/outbound/outbound.ts";
import { startApiOnly, type Answer, type ApiOnly, type Body } from "../../../fixtures/api-only.ts";
import { owners } from "../apply/fixture.ts";
import { definitionsPath, twoVersions } from "./definitions.ts";

let api: ApiOnly;
let broken: boolean;
let asked: number;

/** Answers as the webhook would: the field goes by its name in the version wanted. */
function convert(review: Body): Body {
  const { uid, objects, desiredAPIVersion } = review.request;
  asked++;
  const convertedObjects = objects.map((object: Body) => {
    const { hostPort, address, ...rest } = object.spec ?? {};
    const value = hostPort ?? address;
    const field = desiredAPIVersion.endsWith("v2") ? "address" : "hostPort";
    const spec = { ...rest, ...(value === undefined ? {} : { [field]: value }) };
    return { ...object, apiVersion: desiredAPIVersion, ...(object.spec ? { spec } : {}) };
  });
  const response = { uid, result: { status: "Success" }, convertedObjects };
  return { apiVersion: "apiextensions.k8s.io/v1", kind: "ConversionReview", response };
}

const path = (version: string): string => `/apis/example.com/${version}/things/a`;

const thing = (version: string, spec: object, more: object = {}): Body => ({
  apiVersion: `example.com/${version}`,
  kind: "Thing",
  metadata: { name: "a", ...more },
  spec,
});

function apply(manager: string, version: string, spec: object, more = ""): Promise<Answer> {
  const headers = { "content-type": "application/apply-patch+yaml" };
  const query = `?fieldManager=${manager}${more}`;
  return api.call("PATCH", path(version) + query, thing(version, spec), headers);
}

async function put(manager: string, version: string, spec: object): Promise<Answer> {
  const { metadata } = (await api.call("GET", path(version))).body;
  const { resourceVersion } = metadata;
  return api.call(
    "PUT",
    `${path(version)}?fieldManager=${manager}`,
    thing(version, spec, { resourceVersion }),
  );
}

const spec = (fields: object): object => ({ "f:spec": fields });

beforeEach(async () => {
  broken = false;
  asked = 0;
  api = await startApiOnly({
    outbound: {
      request(_target, { body }: OutboundRequest) {
        if (broken) return Promise.reject(new OutboundError("failed", "connection refused"));
        const text = JSON.stringify(convert(JSON.parse(new TextDecoder().decode(body))));
        return Promise.resolve({ status: 200, headers: {}, body: new Blob([text]).stream() });
      },
      close: () => undefined,
      upgrade: () => Promise.reject(new OutboundError("failed", "no upgrades here")),
    },
  });
  const webhook = {
    clientConfig: { url: "https://127.0.0.1:9443/convert" },
    conversionReviewVersions: ["v1"],
  };
  await api.call("POST", definitionsPath, twoVersions({ strategy: "Webhook", webhook }));
  await api.host.settle();
});
afterEach(() => api.stop());

describe("an owner in another version", () => {
  it("is in the way of who applies another value to its field", async () => {
    await apply("one", "v1", { hostPort: "h:1" });
    const { status, body } = await apply("two", "v2", { address: "h:2" });
    expect([status, body.message]).toEqual([
      409,
      'Apply failed with 1 conflict: conflict with "one": .spec.hostPort',
    ]);
  });

  it("shares a field that is applied with the same value", async () => {
    await apply("one", "v1", { hostPort: "h:1" });
    const { status, body } = await apply("two", "v2", { address: "h:1" });
    expect([status, owners(body)]).toEqual([
      200,
      {
        "one Apply example.com/v1": spec({ "f:hostPort": {} }),
        "two Apply example.com/v2": spec({ "f:address": {} }),
      },
    ]);
  });

  it("loses a field that is taken by force", async () => {
    await apply("one", "v1", { hostPort: "h:1", plain: "x" });
    const { body } = await apply("two", "v2", { address: "h:2" }, "&force=true");
    expect(body.spec).toEqual({ address: "h:2", plain: "x" });
    expect(owners(body)).toEqual({
      "one Apply example.com/v1": spec({ "f:plain": {} }),
      "two Apply example.com/v2": spec({ "f:address": {} }),
    });
  });

  it("loses a field that is updated", async () => {
    await apply("one", "v1", { hostPort: "h:1", plain: "x" });
    const { body } = await put("two", "v2", { address: "h:2", plain: "x" });
    expect(owners(body)).toEqual({
      "one Apply example.com/v1": spec({ "f:plain": {} }),
      "two Update example.com/v2": spec({ "f:address": {} }),
    });
  });

  it("keeps a field that an update leaves", async () => {
    await apply("one", "v1", { hostPort: "h:1" });
    const { body } = await put("two", "v2", { address: "h:1", plain: "x" });
    expect(owners(body)).toEqual({
      "one Apply example.com/v1": spec({ "f:hostPort": {} }),
      "two Update example.com/v2": spec({ "f:plain": {} }),
    });
  });

  it("keeps a field that another applier no longer wants", async () => {
    await apply("one", "v1", { hostPort: "h:1", plain: "x" });
    await apply("two", "v2", { address: "h:1", plain: "x" });
    const { body } = await apply("one", "v1", { plain: "x" });
    expect(body.spec).toEqual({ hostPort: "h:1", plain: "x" });
    expect(owners(body)).toEqual({
      "one Apply example.com/v1": spec({ "f:plain": {} }),
      "two Apply example.com/v2": spec({ "f:address": {}, "f:plain": {} }),
    });
  });
});

describe("an applier that goes over to another version", () => {
  it("has its fields in that version alone", async () => {
    await apply("one", "v1", { hostPort: "h:1", plain: "x" });
    const { body } = await apply("one", "v2", { address: "h:2", plain: "x" });
    expect(body.spec).toEqual({ address: "h:2", plain: "x" });
    expect(owners(body)).toEqual({
      "one Apply example.com/v2": spec({ "f:address": {}, "f:plain": {} }),
    });
  });

  it("takes out what it no longer applies", async () => {
    await apply("one", "v1", { hostPort: "h:1", plain: "x" });
    const { body } = await apply("one", "v2", { plain: "x" });
    expect(body.spec).toEqual({ plain: "x" });
    expect(owners(body)).toEqual({ "one Apply example.com/v2": spec({ "f:plain": {} }) });
  });
});

describe("the webhook", () => {
  it("is not asked about objects that are owned in one version", async () => {
    await apply("one", "v1", { hostPort: "h:1" });
    await put("two", "v1", { hostPort: "h:2" });
    expect(asked).toBe(0);
  });

  it("that is gone leaves nobody owning what is updated, and refuses what is applied", async () => {
    await apply("one", "v1", { hostPort: "h:1" });
    await apply("two", "v2", { plain: "x" });
    broken = true;
    const refused = await apply("one", "v1", { hostPort: "h:2" });
    expect([refused.status, refused.body.message]).toEqual([
      500,
      expect.stringContaining("conversion webhook for example.com/v1, Kind=Thing failed"),
    ]);
    const { status, body } = await put("three", "v1", { hostPort: "h:3", plain: "x" });
    expect([status, body.metadata.managedFields]).toEqual([200, undefined]);
  });
});
