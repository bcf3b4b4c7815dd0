/** Objects apart from their envelope, and the envelopes, lists and events that are put around them. Source: apimachinery, pkg/runtime/serializer/protobuf. */
import { expect, test } from "vitest";
import {
  encodeContent,
  encodeListOf,
  encodeProtobuf,
  encodeWatchEvent,
  inEnvelope,
} from "../../../../src/api/encode/protobuf.ts";
import { envelope, message, named, pair } from "../decode/wire-writer.ts";

const configMap = { apiVersion: "v1", kind: "ConfigMap" };

test("an object apart from its envelope is what is in the envelope, and in lists and events", () => {
  const object = { ...configMap, metadata: { name: "c" } };
  const content = encodeContent(configMap, object) ?? new Uint8Array();
  expect(content).toEqual(message(named("c")));
  expect(inEnvelope(configMap, content)).toEqual(encodeProtobuf(object));
  expect(encodeContent({ apiVersion: "example.com/v1", kind: "Widget" }, object)).toBeUndefined();
});

/** Lengths about those at which one more byte is needed to tell them, anywhere in the message. */
test.each([0, 60, 70, 100, 110, 127, 128, 300, 16_340, 16_384, 40_000])(
  "events and lists tell the lengths of what is in them, with %i bytes of text",
  (length) => {
    const k = "x".repeat(length);
    const content = message(named("c"), [2, pair("k", k)]);
    expect(encodeContent(configMap, { metadata: { name: "c" }, data: { k } })).toEqual(content);
    const object = envelope("v1", "ConfigMap", named("c"), [2, pair("k", k)]);
    const event = message([1, "ADDED"], [2, [[1, object]]]);
    const size = [0, event.length >> 16, (event.length >> 8) & 255, event.length & 255];
    expect(encodeWatchEvent("ADDED", configMap, content)).toEqual(Uint8Array.of(...size, ...event));
    const list = { apiVersion: "v1", kind: "ConfigMapList", metadata: { resourceVersion: "7" } };
    expect(encodeListOf(list, [content, content])).toEqual(
      envelope("v1", "ConfigMapList", [1, [[2, "7"]]], [2, content], [2, content]),
    );
  },
);

test("lists of metadata are those of their version; what has no message has no list", () => {
  const item = message(named("c"));
  const list = { apiVersion: "meta.k8s.io/v1beta1", kind: "PartialObjectMetadataList" };
  const metadata = { resourceVersion: "7" };
  expect(encodeListOf({ ...list, metadata }, [item])).toEqual(
    envelope("meta.k8s.io/v1beta1", "PartialObjectMetadataList", [1, item], [2, [[2, "7"]]]),
  );
  expect(
    encodeListOf({ apiVersion: "example.com/v1", kind: "WidgetList", metadata }, []),
  ).toBeUndefined();
});

test("a message that turns out large leaves the next ones as they are", () => {
  const big = { ...configMap, data: { k: "x".repeat(3_000_000) } };
  expect(encodeProtobuf(big)?.length).toBeGreaterThan(3_000_000);
  expect(encodeProtobuf({ ...configMap, metadata: { name: "c" } })).toEqual(
    envelope("v1", "ConfigMap", named("c")),
  );
});
