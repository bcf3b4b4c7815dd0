/** Nothing but the text itself follows from a free text: two Pods that differ in one get the same of everything else. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freeTextOf } from "../../../src/api/free-texts.ts";
import { startApiOnly, type ApiOnly, type Body } from "../../fixtures/api-only.ts";

const core = "io.k8s.api.core.v1.";

describe("texts of one kind", () => {
  let api: ApiOnly;
  beforeAll(async () => {
    api = await startApiOnly();
  });
  afterAll(() => api.stop());

  const container = (own: Body): Body => ({
    containers: [{ name: "c", image: "web:1", ...own }],
  });
  const claim = (claimName: string): Body => ({
    ...container({}),
    volumes: [{ name: "v", persistentVolumeClaim: { claimName } }],
  });

  test.each<
    [field: string, one: string | string[], other: string | string[], (text: never) => Body]
  >([
    ["Container.image", "web:1", "UPPER CASE:2", (image: string) => container({ image })],
    [
      "Container.image",
      "web",
      "registry.example:5000/a/b:latest",
      (image: string) => container({ image }),
    ],
    ["Container.args", ["a"], ["", "$(B)", "c"], (args: string[]) => container({ args })],
    ["Container.command", ["a", "a"], ["b"], (command: string[]) => container({ command })],
    [
      "EnvVar.value",
      "a",
      " $B b ",
      (value: string) =>
        container({
          env: [
            { name: "A", value: "0" },
            { name: "A", value },
          ],
        }),
    ],
    ["PodSpec.hostname", "a", "b-1", (hostname: string) => ({ ...container({}), hostname })],
    ["PersistentVolumeClaimVolumeSource.claimName", "a", "B_", claim],
  ])("in %s, %j and %j, may stand for each other", async (path, one, other, make) => {
    const [definition = "", field = ""] = path.split(".");
    const kindOf = freeTextOf(`${core}${definition}`, field, {});
    expect(kindOf?.(one)).toBeDefined();
    expect(kindOf?.(other)).toBe(kindOf?.(one));
    const answers: string[] = [];
    for (const text of [one, other]) {
      // With the spec in front each is read whole.
      const body = { spec: make(text as never), metadata: { generateName: "a-" } };
      const answer = await api.call(
        "POST",
        "/api/v1/namespaces/default/pods",
        JSON.stringify(body),
      );
      expect(answer.status).toBe(201);
      const shown = JSON.stringify([answer.headers.get("warning"), answer.body])
        .replaceAll(answer.body.metadata.name, "NAME")
        .replaceAll(/kube-api-access-[a-z0-9]{5}/g, "TOKEN")
        .replaceAll(/"(uid|resourceVersion)":"[^"]*"/g, '"$1":""')
        .replaceAll(/"[^"]*T[0-9:]{8}Z"/g, '"TIME"');
      expect(shown).toContain(JSON.stringify(text));
      answers.push(shown.replaceAll(JSON.stringify(text), '"TEXT"'));
    }
    expect(answers[1]).toBe(answers[0]);
  });
});

test.each([
  ["Container.image", ""],
  ["Container.image", " web"],
  ["Container.args", []],
  ["Container.args", "a"],
  ["EnvVar.value", ""],
  ["EnvVar.value", "a$(A)"],
  ["EnvVar.value", ["a"]],
  ["PodSpec.hostname", "a.b"],
  ["PersistentVolumeClaimVolumeSource.claimName", ""],
])("in %s, %j is not free", (path, text) => {
  const [definition = "", field = ""] = path.split(".");
  expect(freeTextOf(`${core}${definition}`, field, {})?.(text)).toBeUndefined();
});

test("an image is free of its tag where its container says when it is pulled", () => {
  const kindOf = (struct: Body) => freeTextOf(`${core}Container`, "image", struct);
  expect(kindOf({})?.("web")).not.toBe(kindOf({})?.("web:1"));
  const told = kindOf({ imagePullPolicy: "Never" });
  expect(told?.("web")).toBe(told?.("web:1"));
});

test.each([
  ["Container", "name"],
  ["EnvVar", "name"],
  ["PodSpec", "nodeName"],
  ["Toleration", "value"],
  ["HTTPHeader", "value"],
])("of %s, %s has no free text", (definition, field) => {
  expect(freeTextOf(`${core}${definition}`, field, {})).toBeUndefined();
});
