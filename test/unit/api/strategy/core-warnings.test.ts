/** Warnings about the core group's small kinds: facts of the strategies under pkg/registry/core and of their tests. */
import { describe, expect, test } from "vitest";
import type { KubeObject } from "../../../../src/api/object.ts";
import { resourceOf } from "./samples.ts";
import { strategyFor } from "../../../../src/api/strategy/registry.ts";

type Loose = Record<string, unknown>;

function warningsOf(kind: string, object: Loose, previous?: Loose): readonly string[] {
  const whole = (body: Loose) =>
    ({ apiVersion: "v1", kind, metadata: { name: "a" }, ...body }) as unknown as KubeObject;
  return strategyFor(resourceOf(kind)).warnings(whole(object), previous && whole(previous));
}

const annotation = "kubernetes.io/enforce-mountable-secrets";
const enforced = { metadata: { name: "a", annotations: { [annotation]: "true" } } };
const deprecated = `metadata.annotations[${annotation}]: deprecated in v1.32+; prefer separate namespaces to isolate access to mounted secrets`;

describe("a ServiceAccount that has its Secrets enforced", () => {
  test.each<[string, Loose, Loose | undefined, readonly string[]]>([
    ["at first", enforced, undefined, [deprecated]],
    ["from now on", enforced, {}, [deprecated]],
    ["as before", enforced, enforced, []],
    ["no more", {}, enforced, []],
  ])("%s", (_when, object, previous, warnings) => {
    expect(warningsOf("ServiceAccount", object, previous)).toEqual(warnings);
  });
});

test("a ServiceAccount keeps the names of its Secrets alone", () => {
  const strategy = strategyFor(resourceOf("ServiceAccount"));
  const account = (secrets: readonly object[]) =>
    ({
      apiVersion: "v1",
      kind: "ServiceAccount",
      metadata: { name: "a" },
      secrets,
    }) as unknown as KubeObject;
  const given = account([{ name: "s", kind: "Secret", namespace: "other" }, { name: "t" }]);
  const kept = account([{ name: "s" }, { name: "t" }]);
  expect(strategy.prepareForCreate(given)).toMatchObject({
    secrets: [{ name: "s" }, { name: "t" }],
  });
  expect((strategy.prepareForUpdate(given, kept) as unknown as Loose)["secrets"]).toEqual([
    { name: "s" },
    { name: "t" },
  ]);
});

test("Endpoints are doubted for the addresses that a client gives them", () => {
  const subsets = [
    { addresses: [{ ip: "10.0.0.1" }, { ip: "2001:DB8::1" }], notReadyAddresses: [{ ip: "::0" }] },
  ];
  expect(warningsOf("Endpoints", { subsets })).toEqual([
    'subsets[0].addresses[1].ip: IPv6 address "2001:DB8::1" should be in RFC 5952 canonical format ("2001:db8::1")',
    'subsets[0].notReadyAddresses[0].ip: IPv6 address "::0" should be in RFC 5952 canonical format ("::")',
  ]);
  const labels = { "endpoints.kubernetes.io/managed-by": "endpoint-controller" };
  expect(warningsOf("Endpoints", { metadata: { name: "a", labels }, subsets })).toEqual([]);
});

describe("a Secret", () => {
  const data = { "tls.crt": btoa("a"), "tls.key": btoa("b") };
  test.each<[string, Loose, readonly string[]]>([
    ["kubernetes.io/tls", data, ["tls: failed to find any PEM data in certificate input"]],
    ["Opaque", data, []],
  ])("of type %s", (type, of, warnings) => {
    expect(warningsOf("Secret", { type, data: of })).toEqual(warnings);
  });
});

test("a PodTemplate is doubted when its template is another", () => {
  const template = (image: string) => ({
    template: {
      spec: {
        nodeSelector: { "beta.kubernetes.io/os": "linux" },
        containers: [{ name: "c", image }],
      },
    },
  });
  expect(warningsOf("PodTemplate", template("a"))).toHaveLength(1);
  expect(warningsOf("PodTemplate", template("b"), template("a"))).toHaveLength(1);
  expect(warningsOf("PodTemplate", template("a"), template("a"))).toEqual([]);
});
