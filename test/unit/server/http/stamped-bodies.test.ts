/** Bodies that end alike are read as they would be read alone. */
import { describe, expect, it, test } from "vitest";
import { decodeJsonText } from "../../../../src/api/decode/body.ts";
import { checkFields } from "../../../../src/api/decode/check-fields.ts";
import { schemaOf } from "../../../../src/api/schema/built-in.ts";
import type { TypeSchema } from "../../../../src/api/schema/type-schema.ts";
import { isShared } from "../../../../src/api/shared-parts.ts";
import { StampedBodies } from "../../../../src/server/http/stamped-bodies.ts";

const podSchema = schemaOf("io.k8s.api.core.v1.Pod") as TypeSchema;
const spec = '{"containers":[{"name":"web","image":"web:1.2","ports":[{"containerPort":80}]}]}';
const pod = (name: string, end: string): string =>
  `{"kind":"Pod","apiVersion":"v1","metadata":{"name":"${name}"},${end}`;

function readThrice(make: (name: string) => string, bodies = new StampedBodies()) {
  bodies.read(make("a"), podSchema);
  bodies.read(make("b"), podSchema);
  return bodies.read(make("c"), podSchema);
}

describe("a body that ends like two before it", () => {
  test.each([
    ["as Go writes it", (name: string) => pod(name, `"spec":${spec},"status":{}}`)],
    ["with room between", (name: string) => pod(name, ` "spec": ${spec} , "status" : {} } \n`)],
    ["without a status", (name: string) => pod(name, `"spec":${spec}}`)],
    [
      "with the word in its metadata",
      (name: string) =>
        `{"metadata":{"name":"${name}","annotations":{"last":"{\\"spec\\":{}}"}},"spec":${spec}}`,
    ],
  ])("is what it is alone: %s", (_name, make) => {
    const read = readThrice(make);
    const { object } = decodeJsonText(make("c"));
    expect(read?.object).toEqual(checkFields(object, podSchema).object);
    expect(Object.keys(read?.object ?? {})).toEqual(Object.keys(object));
    expect(isShared(read?.object["spec"])).toBe(true);
  });

  test.each([
    ["the spec comes first", (name: string) => `{"spec":${spec},"metadata":{"name":"${name}"}}`],
    [
      "an annotation has the name",
      (name: string) => `{"metadata":{"name":"${name}","annotations":{"spec":"a"}},"spec":${spec}}`,
    ],
    ["the word is nested", (name: string) => `{"metadata":{"name":"${name}","spec":${spec}}}`],
    ["a member is there twice", (name: string) => pod(name, `"spec":${spec},"spec":{}}`)],
    ["the kind is, before and after", (name: string) => pod(name, `"spec":${spec},"kind":"Pod"}`)],
    [
      "the status is, before and after",
      (name: string) =>
        pod(name, `"status":{},"spec":${spec},"status":{}}`).replace(
          `"metadata"`,
          `"status":{},"metadata"`,
        ),
    ],
    [
      "a field is unknown",
      (name: string) => pod(name, `"spec":${spec.replace("ports", "prots")}}`),
    ],
    ["a number is odd", (name: string) => pod(name, `"spec":${spec.replace("80", "8e1")}}`)],
    ["a type is wrong", (name: string) => pod(name, `"spec":${spec.replace("80", '"http"')}}`)],
    ["the text goes on", (name: string) => pod(name, `"spec":${spec}}{}`)],
    ["the text ends early", (name: string) => pod(name, `"spec":${spec}`)],
    ["it is nothing", (name: string) => pod(name, `"spec":null${" ".repeat(100)}}`)],
    ["it is short", (name: string) => pod(name, '"spec":{"containers":[]}}')],
    [
      "it is huge",
      (name: string) => pod(name, `"spec":${spec.replace("web:1.2", "x".repeat(40_000))}}`),
    ],
  ])("is left to be read whole where %s", (_name, make) => {
    expect(readThrice(make)).toBeUndefined();
  });

  test.each([
    ["is broken", `{"metadata":{"name":"c"`],
    ["has a field twice", `{"metadata":{"name":"c","name":"d"}`],
    ["has an odd number", `{"metadata":{"generation":1.0}`],
    ["has the end's members", `{"status":{}`],
    ["has a name that would be lost", `{"metadata":{"__proto__":{}}`],
  ])("is left to be read whole where its beginning %s", (_name, beginning) => {
    const bodies = new StampedBodies();
    const end = `"spec":${spec},"status":{}}`;
    expect(readThrice((name) => pod(name, end), bodies)).toBeDefined();
    expect(bodies.read(`${beginning},${end}`, podSchema)).toBeUndefined();
    expect(bodies.read(pod("d", end), podSchema)).toBeDefined();
  });

  it("is forgotten when many others have come since, not when they came before", () => {
    const bodies = new StampedBodies();
    const end = (index: number): string => `"spec":${spec.replace("80", `${8000 + index}`)}}`;
    const read = (index: number) => bodies.read(pod("a", end(index)), podSchema);
    for (let round = 0; round < 3; round += 1) for (let at = 0; at < 16; at += 1) read(at);
    expect(read(0)).toBeDefined();
    read(16);
    expect(read(0)).toBeDefined();
    expect(read(1)).toBeUndefined();
  });
});

const full = (texts: {
  readonly image?: string;
  readonly value?: string;
  readonly args?: string;
  readonly hostname?: string;
  readonly claim?: string;
}): string => {
  const { image = "web:1", value = "a", args = '"-v"', hostname = "h", claim = "c" } = texts;
  return (
    `"spec": {"hostname":"${hostname}","containers":[{"name":"web","image": "${image}","args":[${args}],` +
    `"env":[{"name":"A","value":"${value}"}],"ports":[{"containerPort":80}]}],` +
    `"volumes":[{"name":"v","persistentVolumeClaim":{"claimName":"${claim}"}}],` +
    `"tolerations":[{"key":"k","value":"${value.length < 9 ? "t" : value}"}]},"status":{}}`
  );
};

describe("a body that differs in free texts from two before it", () => {
  const others = [full({}), full({ image: "web:2", value: "b", args: '"-q"', hostname: "i" })];

  test.each([
    ["an image", { image: "registry.example/team/web@sha256:" + "0".repeat(64) }],
    ["a variable of spaces and other letters", { value: " \u00e9 \u{1F600} \u2028" }],
    ["a list of arguments with quotes", { args: '"say", "\\"hi\\"\\n", "\\u00e9", ""' }],
    ["a longer list", { args: '"a","b" , "c"' }],
    ["a name of the host", { hostname: "web-0" }],
    ["all of them", { image: "x:1", value: "]}", args: '"]", "}"', hostname: "z" }],
  ])("is what it is alone: %s", (_name, texts) => {
    const bodies = new StampedBodies();
    for (const end of others) bodies.read(pod("a", end), podSchema);
    const text = pod("c", full(texts));
    const read = bodies.read(text, podSchema);
    const { object } = decodeJsonText(text);
    expect(read?.object).toEqual(checkFields(object, podSchema).object);
    expect(isShared(read?.object["spec"])).toBe(true);
    expect(Object.isFrozen(read?.object["spec"])).toBe(true);
    expect(JSON.stringify(read?.object)).toBe(JSON.stringify(object));
  });

  test.each([
    ["an image that is pulled always", { image: "web" }],
    ["an image with room around it", { image: " web:1" }],
    ["no image", { image: "" }],
    ["a variable that refers to another", { value: "$(A)" }],
    ["a variable without a value", { value: "" }],
    ["a value with an escape", { value: "\\n" }],
    ["a control character", { value: "\n" }],
    ["a name that no host may have", { hostname: "Web_0" }],
    ["no arguments", { args: "" }],
    ["arguments that are no texts", { args: "1" }],
    ["a text of a field that is not free", { value: "something" }],
  ])("is left to be read whole where that is %s", (_name, texts) => {
    const bodies = new StampedBodies();
    for (const end of others) bodies.read(pod("a", end), podSchema);
    expect(bodies.read(pod("c", full(texts)), podSchema)).toBeUndefined();
    expect(bodies.read(pod("d", others[0] ?? ""), podSchema)).toBeDefined();
  });

  it("has blanks only where texts have differed, and one more each time another one does", () => {
    const bodies = new StampedBodies();
    const specOf = (end: string) => bodies.read(pod("a", end), podSchema)?.object["spec"];
    specOf(full({}));
    expect(specOf(full({}))).toBe(specOf(full({})));
    const claimed = [full({ claim: "d" }), full({ claim: "e" }), full({ image: "x:1" })].map(
      specOf,
    );
    expect(claimed).toMatchObject([
      { volumes: [{ persistentVolumeClaim: { claimName: "d" } }] },
      { volumes: [{ persistentVolumeClaim: { claimName: "e" } }] },
      { volumes: [{ persistentVolumeClaim: { claimName: "c" } }], containers: [{ image: "x:1" }] },
    ]);
  });

  it("is not taken for one that has a marker of its own", () => {
    const bodies = new StampedBodies();
    const marked = (image: string): string => full({ image }).replace('"-v"', '"kubarium-blank-0"');
    for (const image of ["a:1", "b:1"]) bodies.read(pod("a", marked(image)), podSchema);
    const read = bodies.read(pod("c", marked("c:1")), podSchema);
    expect(read).toBeUndefined();
  });
});
