/** Discovery against what Kubernetes publishes of it, every stable group version whole and in order. */
import { describe, expect, test } from "vitest";
import { builtInResources } from "../../../../src/api/resources.ts";
import { aggregatedDiscovery } from "../../../../src/server/discovery/aggregated.ts";
import { legacyDiscovery } from "../../../../src/server/discovery/legacy.ts";
import { offByDefault, published, type PublishedResource } from "./published-resources.ts";

const pathOf = (groupVersion: string) =>
  groupVersion.includes("/") ? `/apis/${groupVersion}` : `/api/${groupVersion}`;

const named = (key: string, list: readonly string[]) => (list.length > 0 ? { [key]: list } : {});

function legacyEntries(row: PublishedResource): object[] {
  const { name, singular, kind, namespaced, verbs, hash } = row;
  return [
    {
      name,
      singularName: singular,
      namespaced,
      kind,
      verbs,
      ...named("shortNames", row.shortNames),
      ...named("categories", row.categories),
      ...(hash === undefined ? {} : { storageVersionHash: hash }),
    },
    ...row.subresources.map((sub) => ({
      name: `${name}/${sub.name}`,
      singularName: "",
      namespaced,
      ...(sub.version === "" ? {} : { group: sub.group, version: sub.version }),
      kind: sub.kind,
      verbs: sub.verbs,
    })),
  ];
}

function aggregatedEntry(row: PublishedResource): object {
  return {
    resource: row.name,
    responseKind: { group: "", version: "", kind: row.kind },
    scope: row.namespaced ? "Namespaced" : "Cluster",
    singularResource: row.singular,
    verbs: row.verbs,
    ...named("shortNames", row.shortNames),
    ...named("categories", row.categories),
    ...(row.subresources.length === 0
      ? {}
      : {
          subresources: row.subresources.map(({ name, group, version, kind, verbs }) => ({
            subresource: name,
            responseKind: { group, version, kind },
            verbs,
          })),
        }),
  };
}

interface AggregatedGroup {
  readonly metadata: { readonly name?: string };
  readonly versions: readonly {
    readonly version: string;
    readonly freshness: string;
    readonly resources: readonly object[];
  }[];
}

const aggregated = (["/api", "/apis"] as const).flatMap(
  (path) =>
    aggregatedDiscovery(builtInResources, path, "v2")["items"] as unknown as AggregatedGroup[],
);

test("the groups and versions are the published ones, in their order", () => {
  const served = aggregated.flatMap(({ metadata: { name }, versions }) =>
    versions.map(({ version }) => (name === undefined ? version : `${name}/${version}`)),
  );
  expect(served).toEqual([...published.keys()]);
});

describe.each([...published])("%s", (groupVersion, rows) => {
  test("has the published resources in its own document", () => {
    expect(legacyDiscovery(builtInResources, pathOf(groupVersion))).toStrictEqual({
      kind: "APIResourceList",
      ...(groupVersion === "v1" ? {} : { apiVersion: "v1" }),
      groupVersion,
      resources: rows.flatMap(legacyEntries),
    });
  });

  test("has the published resources in aggregated discovery", () => {
    const [version, group] = groupVersion.split("/").toReversed();
    const found = aggregated
      .find(({ metadata: { name } }) => name === group)
      ?.versions.find((each) => each.version === version);
    expect(found).toStrictEqual({
      version,
      resources: rows.map(aggregatedEntry),
      freshness: "Current",
    });
  });
});

test.each(offByDefault)("%s, which is off by default, is not served", (groupVersion) => {
  expect(legacyDiscovery(builtInResources, pathOf(groupVersion))).toBeUndefined();
});
