/** What creation refuses of metadata, in whole messages. Rows are facts from the validation tests of Kubernetes. */
import { describe, expect, it } from "vitest";
import { refused, subdomain, label, labelValue, labelName, type Body } from "./refusals.ts";

describe("metadata", () => {
  const owner = { apiVersion: "apps/v1", kind: "ReplicaSet", name: "a", uid: "u" };
  const big = "x".repeat(256 * 1024);
  it.each<[string, Body, readonly string[]]>([
    [
      "a name that is none",
      { name: "" },
      ["FieldValueRequired metadata.name: Required value: name or generateName is required"],
    ],
    [
      "a name in upper case",
      { name: "Abc" },
      [`FieldValueInvalid metadata.name: Invalid value: "Abc": ${subdomain}`],
    ],
    [
      "a name of 254 bytes",
      { name: "a".repeat(254) },
      [
        `FieldValueInvalid metadata.name: Invalid value: "${"a".repeat(254)}": must be no more than 253 characters`,
      ],
    ],
    [
      "a name that ends in a dash",
      { name: "a-" },
      [`FieldValueInvalid metadata.name: Invalid value: "a-": ${subdomain}`],
    ],
    ["a prefix that ends in a dash", { generateName: "a-" }, []],
    [
      "a prefix that begins with one",
      { generateName: "-a" },
      [`FieldValueInvalid metadata.generateName: Invalid value: "-a": ${subdomain}`],
    ],
    [
      "a namespace with a dot",
      { namespace: "a.b" },
      ['FieldValueInvalid metadata.namespace: Invalid value: "a.b": must not contain dots'],
    ],
    [
      "a label's value",
      { labels: { a: "b c" } },
      [`FieldValueInvalid metadata.labels: Invalid value: "b c": ${labelValue}`],
    ],
    [
      "a label's name",
      { labels: { "a/": "b" } },
      [
        'FieldValueInvalid metadata.labels: Invalid value: "a/": name part must be non-empty',
        `FieldValueInvalid metadata.labels: Invalid value: "a/": ${labelName}`,
      ],
    ],
    [
      "a label's prefix",
      { labels: { "A/b": "c" } },
      [`FieldValueInvalid metadata.labels: Invalid value: "A/b": prefix part ${subdomain}`],
    ],
    ["an annotation's name in upper case is fine", { annotations: { "A.B/C": "any thing" } }, []],
    [
      "annotations of 256 KiB",
      { annotations: { a: big } },
      ["FieldValueTooLong metadata.annotations: Too long: may not be more than 262144 bytes"],
    ],
    ["annotations one byte below", { annotations: { a: big.slice(1) } }, []],
    [
      "an owner without a uid",
      { ownerReferences: [{ ...owner, uid: "" }] },
      ['FieldValueInvalid metadata.ownerReferences.uid: Invalid value: "": must not be empty'],
    ],
    [
      "an Event as owner",
      { ownerReferences: [{ ...owner, apiVersion: "v1", kind: "Event" }] },
      [
        'FieldValueInvalid metadata.ownerReferences: Invalid value: {"apiVersion":"v1","kind":"Event","name":"a","uid":"u"}: /v1, Kind=Event is disallowed from being an owner',
      ],
    ],
    [
      "two controllers",
      {
        ownerReferences: [
          { ...owner, controller: true },
          { ...owner, name: "b", controller: true },
        ],
      },
      [
        'FieldValueInvalid metadata.ownerReferences: Invalid value: [{"apiVersion":"apps/v1","kind":"ReplicaSet","name":"a","uid":"u","controller":true},{"apiVersion":"apps/v1","kind":"ReplicaSet","name":"b","uid":"u","controller":true}]: Only one reference can have Controller set to true. Found "true" in references for ReplicaSet/a and ReplicaSet/b',
      ],
    ],
    [
      "a finalizer without a domain",
      { finalizers: ["mine"] },
      [
        'FieldValueInvalid metadata.finalizers[0]: Invalid value: "mine": name is neither a standard finalizer name nor is it fully qualified',
      ],
    ],
    [
      "finalizers that contradict",
      { finalizers: ["orphan", "foregroundDeletion"] },
      [
        'FieldValueInvalid metadata.finalizers: Invalid value: ["orphan","foregroundDeletion"]: finalizer orphan and foregroundDeletion cannot be both set',
      ],
    ],
  ])("%s", (_name, metadata, expected) => {
    expect(refused("ConfigMap", { metadata })).toEqual(expected);
  });

  it.each([
    ["Service", "1A", label],
    ["Namespace", "a.b", "must not contain dots"],
    ["Namespace", "A", label],
    ["StatefulSet", "a.b", "must not contain dots"],
    ["ClusterRole", "a/b", "may not contain '/'"],
    ["ClusterRole", "..", "may not be '..'"],
    ["IPAddress", "10.0.0.256", "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)"],
  ])("a %s is not called %s", (kind, name, message) => {
    expect(refused(kind, { metadata: { name } })).toContain(
      `FieldValueInvalid metadata.name: Invalid value: "${name}": ${message}`,
    );
  });

  it.each([
    ["ClusterRole", "system:node"],
    ["Service", "1-a"],
    ["Event", "Any thing at all"],
  ])("a %s may be called %s", (kind, name) => {
    expect(refused(kind, { metadata: { name } })).toEqual([]);
  });
});
