/** The order in which an Accept header's clauses are tried (goautoneg: Less, ParseAccept). */
import { expect, test } from "vitest";
import { parseAccept } from "../../../../src/server/http/accept-clauses.ts";
import { negotiate } from "../../../../src/server/http/accept.ts";

const order = (header: string) =>
  parseAccept(header).map(({ type, subtype, weight }) => `${type}/${subtype} ${weight}`);

test.each<[string, readonly string[]]>([
  ["a/b", ["a/b 1"]],
  ["a/b,c/d", ["a/b 1", "c/d 1"]],
  ["a/b;q=0.5, c/d", ["c/d 1", "a/b 0.5"]],
  ["*/*, a/*, a/b", ["a/b 1", "a/* 1", "*/* 1"]],
  ["*", ["*/* 1"]],
  ["a", []],
  ["a/b/c", []],
  ["a/b;q=none", ["a/b 0"]],
  ["a/b;q", ["a/b 1"]],
  ["a/b;q=1=2", ["a/b 1"]],
])("%s", (header, expected) => {
  expect(order(header)).toEqual(expected);
});

test.each<[string, object]>([
  ["application/yaml;q=0.5,application/json", { as: "object", format: "json" }],
  ["application/*,*/*", { as: "object", format: "json" }],
  ["application/json;stream=watch", { as: "object", format: "json" }],
  [
    "application/vnd.kubernetes.protobuf;as=Table;v=v1;g=meta.k8s.io,application/yaml",
    { as: "object", format: "yaml" },
  ],
  ["*/*;as=Table;v=v1beta1;g=meta.k8s.io", { as: "Table", metaVersion: "v1beta1" }],
])("%s is answered", (header, expected) => {
  expect(negotiate(header)).toMatchObject(expected);
});

test.each([
  "application/json;stream=other",
  "application/json;sv=v1",
  "Application/JSON",
  "application/json;as=Table;v=v1",
  "application/json;g=meta.k8s.io",
])("%s is not", (header) => {
  expect(() => negotiate(header, "custom")).toThrow("only the following media types are accepted");
});

test("objects of custom kinds are given in no protobuf, their metadata is", () => {
  const metadata =
    "application/vnd.kubernetes.protobuf;as=PartialObjectMetadata;v=v1;g=meta.k8s.io";
  expect(() => negotiate("application/vnd.kubernetes.protobuf", "custom")).toThrow();
  expect(negotiate(metadata, "custom")).toMatchObject({ as: "PartialObjectMetadata" });
});
