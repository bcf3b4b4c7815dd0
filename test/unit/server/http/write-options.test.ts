import { describe, expect, test } from "vitest";
import { StatusError } from "../../../../src/api/status.ts";
import type { ApiRequest } from "../../../../src/server/message.ts";
import {
  askedDeletionOf,
  managerOf,
  writeOptionsOf,
  type OptionsKind,
} from "../../../../src/server/http/write-options.ts";

function requestOf(query: string, body?: string, contentType?: string): ApiRequest {
  return {
    method: "DELETE",
    path: "/api/v1/namespaces/default/configmaps/one",
    query: new URLSearchParams(query),
    headers: contentType === undefined ? {} : { "content-type": contentType },
    ...(body === undefined ? {} : { body: new TextEncoder().encode(body) }),
  } as ApiRequest;
}

function refusalOf(run: () => unknown): StatusError {
  try {
    run();
  } catch (error) {
    if (error instanceof StatusError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

describe("the options of a write", () => {
  test.each<[OptionsKind, string, string]>([
    [
      "CreateOptions",
      "dryRun=Foo",
      'CreateOptions.meta.k8s.io "" is invalid: dryRun: Unsupported value: ["Foo"]: supported values: "All"',
    ],
    [
      "UpdateOptions",
      "fieldValidation=Foo",
      'UpdateOptions.meta.k8s.io "" is invalid: fieldValidation: Unsupported value: "Foo": supported values: "", "Ignore", "Strict", "Warn"',
    ],
    [
      "CreateOptions",
      `fieldManager=${"a".repeat(129)}`,
      'CreateOptions.meta.k8s.io "" is invalid: fieldManager: Too long: may not be more than 128 bytes',
    ],
    [
      "UpdateOptions",
      "fieldManager=%C3%A9%07",
      'UpdateOptions.meta.k8s.io "" is invalid: fieldManager: Invalid value: "é\\a": invalid character U+0007 (at position 2)',
    ],
    [
      "PatchOptions",
      "force=false&dryRun=All&dryRun=x&fieldValidation=y",
      'PatchOptions.meta.k8s.io "" is invalid: [force: Forbidden: may not be specified for non-apply patch, ' +
        'dryRun: Unsupported value: ["All","x"]: supported values: "All", ' +
        'fieldValidation: Unsupported value: "y": supported values: "", "Ignore", "Strict", "Warn"]',
    ],
  ])("%s with ?%s are refused", (kind, query, message) => {
    const { status } = refusalOf(() => writeOptionsOf(requestOf(query), kind, "merge"));
    expect(status).toMatchObject({ code: 422, reason: "Invalid", message });
  });

  test("an apply must name its manager", () => {
    const { message } = refusalOf(() => writeOptionsOf(requestOf(""), "PatchOptions", "apply"));
    expect(message).toBe(
      'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch',
    );
    expect(
      writeOptionsOf(requestOf("fieldManager=me&force=true&dryRun=All"), "PatchOptions", "apply"),
    ).toEqual({ fieldManager: "me", dryRun: true, fieldValidation: "Warn" });
  });

  test.each([
    ["kubectl/v1.32.4 (linux/amd64) kubernetes/59526cd", "kubectl"],
    ["", "unknown"],
    ["/v1", "unknown"],
    ["a\u0007b", "ab"],
    ["é".repeat(100), "é".repeat(64)],
    ["x".repeat(300), "x".repeat(128)],
  ])("the agent %j writes as %j", (agent, manager) => {
    expect(managerOf(agent)).toBe(manager);
  });
});

describe("the options of a deletion", () => {
  test.each([
    ["", undefined, { dryRun: false, preconditions: {} }],
    ["gracePeriodSeconds=-5", undefined, { gracePeriodSeconds: 1 }],
    [
      "dryRun=All&propagationPolicy=Orphan",
      undefined,
      { dryRun: true, propagationPolicy: "Orphan" },
    ],
    ["orphanDependents=true", undefined, { propagationPolicy: "Orphan" }],
    ["orphanDependents=false", undefined, { propagationPolicy: "Background" }],
    [
      "propagationPolicy=Orphan",
      '{"kind":"DeleteOptions","apiVersion":"policy/v1","gracePeriodSeconds":0,"preconditions":{"uid":"a"}}',
      { gracePeriodSeconds: 0, preconditions: { uid: "a" } },
    ],
  ])("?%s with the body %j", (query, body, options) => {
    expect(askedDeletionOf(requestOf(query, body)).options).toMatchObject(options);
  });

  test("a body hides the query", () => {
    const { options } = askedDeletionOf(requestOf("propagationPolicy=Orphan", "{}"));
    expect(options.propagationPolicy).toBeUndefined();
  });

  test.each([
    [
      "propagationPolicy=Foo",
      undefined,
      422,
      'DeleteOptions.meta.k8s.io "" is invalid: propagationPolicy: Unsupported value: "Foo": supported values: "Foreground", "Background", "Orphan", "nil"',
    ],
    [
      "propagationPolicy=Orphan&orphanDependents=true",
      undefined,
      422,
      'DeleteOptions.meta.k8s.io "" is invalid: propagationPolicy: Invalid value: "Orphan": orphanDependents and deletionPropagation cannot be both set',
    ],
    [
      "",
      '{"dryRun":["Some"]}',
      422,
      'DeleteOptions.meta.k8s.io "" is invalid: dryRun: Unsupported value: ["Some"]: supported values: "All"',
    ],
    [
      "",
      '{"gracePeriodSeconds":"x"}',
      400,
      'DeleteOptions in version "v1" cannot be handled as a DeleteOptions: json: cannot unmarshal string into Go struct field DeleteOptions.gracePeriodSeconds of type int64',
    ],
    [
      "",
      '{"kind":"Pod","apiVersion":"v1"}',
      400,
      "decoded object cannot be converted to DeleteOptions",
    ],
    ["gracePeriodSeconds=soon", undefined, 400, 'strconv.ParseInt: parsing "soon": invalid syntax'],
  ])("?%s with the body %j are refused with %i", (query, body, code, message) => {
    const { status } = refusalOf(() => askedDeletionOf(requestOf(query, body)));
    expect(status).toMatchObject({ code, message });
  });
});
