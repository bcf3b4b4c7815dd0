/** What a definition says of itself while it cannot be established, and while it goes (apiextensions-apiserver: establish, finalizer, discovery). */
import { afterAll, beforeAll, expect, test } from "vitest";
import { createAuthority } from "../../../../src/host/certificates.ts";
import {
  ConformanceCluster,
  define,
  definitionOf,
  definitions,
  type Body,
} from "../../../fixtures/conformance.ts";

let cluster: ConformanceCluster;
beforeAll(async () => {
  cluster = await ConformanceCluster.start({ nodes: 1 });
});
afterAll(() => cluster.stop());

const established = async (name: string) => {
  const { status } = await cluster.ok("GET", `${definitions}/${name}`);
  return status.conditions.find(({ type }: Body) => type === "Established");
};

test("with a bundle that holds no certificate it is not established, until it holds one", async () => {
  const definition = definitionOf({ group: "bundle.example.com" });
  const clientConfig = { url: "https://127.0.0.1:9/convert", caBundle: btoa("placeholder") };
  definition.spec.conversion = {
    strategy: "Webhook",
    webhook: { clientConfig, conversionReviewVersions: ["v1"] },
  };
  await cluster.ok("POST", definitions, definition);
  const name = "tests.bundle.example.com";
  await cluster.until(async () =>
    expect(await established(name)).toMatchObject({
      status: "False",
      reason: "InvalidCABundle",
      message: "The conversion webhook CABundle is invalid",
    }),
  );
  expect((await cluster.call("GET", "/apis/bundle.example.com/v1/tests")).status).toBe(404);
  const { certificate } = await createAuthority("some-ca", Date.now());
  const caBundle = btoa(certificate);
  const webhook = { clientConfig: { caBundle } };
  await cluster.patch(`${definitions}/${name}`, { spec: { conversion: { webhook } } });
  await cluster.until(async () =>
    expect(await established(name)).toMatchObject({
      status: "True",
      reason: "InitialNamesAccepted",
    }),
  );
});

test("a bundle that is good is not to be replaced by one that is not; one that never was may go on", async () => {
  const definition = definitionOf({ group: "kept.example.com" });
  await define(cluster, definition);
  const path = `${definitions}/tests.kept.example.com`;
  const convert = (caBundle: string, url = "https://127.0.0.1:9/convert") => ({
    spec: {
      conversion: {
        strategy: "Webhook",
        webhook: { clientConfig: { url, caBundle }, conversionReviewVersions: ["v1"] },
      },
    },
  });
  const bad = btoa("placeholder");
  const merge = { "content-type": "application/merge-patch+json" };
  const { message } = await cluster.refused("PATCH", path, convert(bad), merge);
  expect(message).toContain(
    `spec.conversion.webhookClientConfig.caBundle: Invalid value: "${bad}": unable to load root certificates: unable to parse bytes as PEM block`,
  );
  const { certificate } = await createAuthority("some-ca", Date.now());
  await cluster.patch(path, convert(btoa(certificate)));
  expect((await cluster.refused("PATCH", path, convert(bad), merge)).message).toContain("caBundle");
});

test("while it goes, discovery shows what may still be done, and finalizers can be taken off", async () => {
  const group = "going.example.com";
  await define(cluster, definitionOf({ group }));
  const path = `/apis/${group}/v1/tests`;
  const body = { apiVersion: `${group}/v1`, kind: "Test", metadata: { name: "held" } };
  const held = { ...body, metadata: { name: "held", finalizers: ["example.com/hold"] } };
  await cluster.ok("POST", path, held);
  await cluster.ok("DELETE", `${definitions}/tests.${group}`);
  await cluster.until(async () => {
    const { resources } = await cluster.ok("GET", `/apis/${group}/v1`);
    expect(resources[0].verbs).toEqual(["delete", "deletecollection", "get", "list", "watch"]);
  });
  const accept = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
  const { items } = await cluster.ok("GET", "/apis", undefined, { accept });
  const shown = items.find(({ metadata }: Body) => metadata.name === group);
  expect(shown.versions[0].resources[0].verbs).not.toContain("create");
  const other = { ...body, metadata: { name: "late" } };
  expect((await cluster.refused("POST", path, other)).message).toContain(
    "create not allowed while custom resource definition is terminating",
  );
  await cluster.patch(`${path}/held`, { metadata: { finalizers: null } });
  await cluster.gone(`${definitions}/tests.${group}`);
});
