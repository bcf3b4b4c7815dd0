/** Storage version hashes as clusters show them, and the digest below them (FIPS 180-4, NIST's example messages). */
import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { builtInResources, type ResourceDefinition } from "../../../../src/api/resources.ts";
import { sha256 } from "../../../../src/server/discovery/sha256.ts";
import { storageVersionHash } from "../../../../src/server/discovery/storage-version-hash.ts";

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

describe("SHA-256", () => {
  test.each([
    ["", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
    ["abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"],
    [
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
    ],
  ])("of %j", (text, digest) => {
    expect(hex(sha256(new TextEncoder().encode(text)))).toBe(digest);
  });

  test("of every length around a block's end is what others compute", () => {
    for (let length = 0; length < 200; length += 1) {
      const message = Uint8Array.from({ length }, (_, i) => (i * 7 + length) & 255);
      expect(hex(sha256(message))).toBe(createHash("sha256").update(message).digest("hex"));
    }
  });
});

const find = (group: string, version: string, resource: string): ResourceDefinition => {
  const row = builtInResources.find(
    (each) => each.group === group && each.version === version && each.resource === resource,
  );
  if (!row) throw new Error(`no ${resource}`);
  return row;
};

describe("the hash of", () => {
  test.each([
    ["", "v1", "pods", "xPOwRZ+Yhw8="],
    ["", "v1", "configmaps", "qFsyl6wFWjQ="],
    ["", "v1", "services", "0/CO1lhkEBI="],
    ["", "v1", "events", "r2yiGXH7wu8="],
    ["events.k8s.io", "v1", "events", "r2yiGXH7wu8="],
    ["apps", "v1", "deployments", "8aSe+NMegvE="],
    ["", "v1", "componentstatuses", undefined],
    ["", "v1", "bindings", undefined],
    ["authorization.k8s.io", "v1", "subjectaccessreviews", undefined],
  ])("%s/%s %s is %s", (group, version, resource, hash) => {
    expect(storageVersionHash(find(group, version, resource), builtInResources)).toBe(hash);
  });

  test("a custom resource is that of the version which is stored, whichever is asked for", () => {
    const row = {
      ...find("", "v1", "configmaps"),
      group: "x.io",
      kind: "X",
      resource: "xs",
      custom: true as const,
    };
    const rows = [
      { ...row, version: "v1", isStorageVersion: true },
      { ...row, version: "v2", isStorageVersion: false },
    ];
    const hashes = rows.map((each) => storageVersionHash(each, rows));
    const expected = createHash("sha256")
      .update("x.io/v1/X")
      .digest()
      .subarray(0, 8)
      .toString("base64");
    expect(hashes).toEqual([expected, expected]);
  });
});
