/** Objects that are too large with the owners of their fields (test/integration/apiserver/apply/apply_test.go). */
import { describe, expect, it } from "vitest";
import { configMap, paths, useApplier, type Body } from "./fixture.ts";

const server = useApplier();

/** Fields whose names alone fill most of what an object may be. */
const manyFields = Object.fromEntries(
  Array.from({ length: 9999 }, (_, at) => [
    `this-key-is-very-long-so-as-to-create-a-very-large-serialized-fieldset-${at}`,
    "A",
  ]),
);

const create = (body: Body) =>
  server().api.call("POST", "/api/v1/namespaces/default/configmaps", body);

/** An apply of nothing, with a comma that only YAML allows. */
const nothing = (name: string): string =>
  `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"${name}","namespace":"default",}}`;

describe("an object whose owners make it too large", () => {
  it("is created without them (TestCreateVeryLargeObject)", async () => {
    const { status, body } = await create(configMap("l1", { data: manyFields }));
    expect([status, body.metadata.managedFields]).toEqual([201, undefined]);
    const answer = await server().apply(paths.configMap("l1"), "apply_test", nothing("l1"));
    expect([answer.status, answer.body.message]).toEqual([500, "etcdserver: request is too large"]);
  });

  it("is updated without them (TestUpdateVeryLargeObject)", async () => {
    await create(configMap("l2", { data: { k: "v" } }));
    const path = paths.configMap("l2");
    const live = await server().get(path);
    expect(live.metadata.managedFields).toHaveLength(1);
    const answer = await server().put(path, { ...live, data: { k: "v", ...manyFields } });
    expect([answer.status, answer.body.metadata.managedFields]).toEqual([200, undefined]);
    expect((await server().apply(path, "apply_test", nothing("l2"))).status).toBe(500);
  });

  it("is patched without them (TestPatchVeryLargeObject)", async () => {
    await create(configMap("l3", { data: { k: "v" } }));
    const path = paths.configMap("l3");
    const answer = await server().patch(path, "merge", { data: manyFields });
    expect([answer.status, answer.body.metadata.managedFields]).toEqual([200, undefined]);
    expect(Object.keys(answer.body.data)).toHaveLength(10_000);
    expect((await server().apply(path, "apply_test", nothing("l3"))).status).toBe(500);
  });
});
