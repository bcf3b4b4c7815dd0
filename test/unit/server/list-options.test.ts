/** Which revision a list is answered at, and what is refused: apimachinery's ValidateListOptions, and the API concepts page. */
import { describe, expect, test } from "vitest";
import { StatusError } from "../../../src/api/status.ts";
import {
  checkListOptions,
  checkWatchOptions,
  decodeContinue,
  encodeContinue,
  expiredList,
  listRevision,
  parseRevision,
  type Continue,
  type ListScope,
} from "../../../src/server/operations/list-options.ts";
import { startApiOnly } from "../../fixtures/api-only.ts";
import type { ListQuery } from "../../../src/server/operations/read.ts";

const current = 50;
const page: Continue = { rv: 40, start: ["default", "web-1\0"] };
const everywhere: ListScope = { namespaced: true, namespace: "" };
const within: ListScope = { namespaced: true, namespace: "default" };
const clusterWide: ListScope = { namespaced: false, namespace: "" };

function refusalOf(act: () => unknown): StatusError {
  try {
    act();
  } catch (error) {
    if (error instanceof StatusError) return error;
    throw error;
  }
  throw new Error("it was not refused");
}

describe("a list that is asked for in several wrong ways", () => {
  // The order in which test/integration/apiserver (TestListOptions) expects what it combines.
  const limits = ["", "limit=6&"];
  test.each([
    ["continue=invalid&resourceVersionMatch=Exact", 422, "unless resourceVersion is provided"],
    ["continue=invalid&resourceVersionMatch=Exact&resourceVersion=0", 422, "when continue is"],
    ["continue=invalid&resourceVersionMatch=No&resourceVersion=1", 422, "supported values"],
    ["continue=invalid&resourceVersion=invalid", 400, "Invalid value"],
    ["continue=invalid&resourceVersion=1", 400, "continue key is not valid"],
    ["continue=invalid&resourceVersion=0", 400, "continue key is not valid"],
    ["resourceVersion=invalid&resourceVersionMatch=Exact", 400, "Invalid value"],
  ])("as %s is told %i: %s", async (query, status, words) => {
    const api = await startApiOnly();
    try {
      for (const limit of limits) {
        const answer = await api.call("GET", `/apis/apps/v1/replicasets?${limit}${query}`);
        expect([answer.status, answer.body.message]).toEqual([
          status,
          expect.stringContaining(words),
        ]);
      }
    } finally {
      await api.stop();
    }
  });
});

describe("a list", () => {
  test.each<[ListQuery, number | undefined]>([
    [{}, undefined],
    [{ resourceVersion: "0" }, undefined],
    [{ resourceVersion: "10" }, undefined],
    [{ resourceVersion: "10", resourceVersionMatch: "NotOlderThan" }, undefined],
    [{ resourceVersion: "0", resourceVersionMatch: "NotOlderThan" }, undefined],
    [{ resourceVersion: "10", resourceVersionMatch: "Exact" }, 10],
    [{ resourceVersion: "10", limit: 5 }, 10],
    [{ resourceVersion: "10", resourceVersionMatch: "NotOlderThan", limit: 5 }, undefined],
    [{ limit: 5 }, undefined],
  ])("%j is answered at %s", (query, expected) => {
    expect(listRevision(query, current, undefined)).toBe(expected);
  });

  test("goes on at the revision of its first page, or at the newest with an inconsistent token", () => {
    expect(listRevision({ limit: 5 }, current, page)).toBe(40);
    expect(listRevision({ resourceVersion: "0" }, current, page)).toBe(40);
    expect(listRevision({}, current, { ...page, rv: -1 })).toBeUndefined();
  });

  test.each<[ListQuery, string]>([
    [
      { resourceVersionMatch: "Exact" },
      "resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided",
    ],
    [
      { resourceVersion: "0", resourceVersionMatch: "Exact" },
      'resourceVersionMatch: Forbidden: resourceVersionMatch "exact" is forbidden for resourceVersion "0"',
    ],
    [
      { resourceVersion: "1", resourceVersionMatch: "Newest" },
      'resourceVersionMatch: Unsupported value: "Newest": supported values: "Exact", "NotOlderThan", ""',
    ],
    [
      { resourceVersion: "1", resourceVersionMatch: "Exact", continueToken: "x" },
      "resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden when continue is provided",
    ],
    [
      { sendInitialEvents: true },
      "sendInitialEvents: Forbidden: sendInitialEvents is forbidden for list",
    ],
    [
      { sendInitialEvents: false },
      "sendInitialEvents: Forbidden: sendInitialEvents is forbidden for list",
    ],
    [
      { sendInitialEvents: true, resourceVersionMatch: "NotOlderThan" },
      "[resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided, " +
        "sendInitialEvents: Forbidden: sendInitialEvents is forbidden for list]",
    ],
  ])("%j is refused", (query, message) => {
    const { status } = refusalOf(() => checkListOptions(query));
    expect(status).toMatchObject({
      code: 422,
      message: `ListOptions.meta.k8s.io "" is invalid: ${message}`,
    });
  });

  test("of the future is answered 504, to be tried again", () => {
    const { status } = refusalOf(() => listRevision({ resourceVersion: "51" }, current, undefined));
    expect(status).toMatchObject({
      code: 504,
      reason: "Timeout",
      message: "Timeout: Too large resource version: 51, current: 50",
      details: {
        retryAfterSeconds: 1,
        causes: [{ reason: "ResourceVersionTooLarge", message: "Too large resource version" }],
      },
    });
  });

  test("with a token of the future is answered as etcd does", () => {
    const error = refusalOf(() => listRevision({}, current, { ...page, rv: 51 }));
    expect([error.code, error.message]).toEqual([
      500,
      "etcdserver: mvcc: required revision is a future revision",
    ]);
  });

  test("with continue takes no revision", () => {
    const error = refusalOf(() => listRevision({ resourceVersion: "7" }, current, page));
    expect([error.code, error.message]).toEqual([
      400,
      "specifying resource version is not allowed when using continue",
    ]);
  });
});

const raw = (value: unknown) =>
  btoa(typeof value === "string" ? value : JSON.stringify(value))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
const meta = "meta.k8s.io/v1";

describe("a continue token", () => {
  // The form that apiserver's EncodeContinue writes: the key below the list's own prefix, in base64 for URLs without padding.
  test.each<[ListScope, string, Continue["start"]]>([
    [everywhere, "default/web-1\0", ["default", "web-1\0"]],
    [within, "web-1\0", ["default", "web-1\0"]],
    [clusterWide, "web-1\0", ["", "web-1\0"]],
  ])("of %j starts at %j", (scope, start, key) => {
    const token = encodeContinue(40, [key[0], "web-1"], scope);
    expect(token).toBe(raw({ v: meta, rv: 40, start }));
    expect(token).toMatch(/^[A-Za-z0-9_-]+$/);
    expect(decodeContinue(token, scope)).toEqual({ rv: 40, start: key });
  });

  test.each<[string, string]>([
    ["*", ": illegal base64 data at input byte 0"],
    ["eyJ2Ijo=", ": illegal base64 data at input byte 7"],
    ["eyJ2I", ": illegal base64 data at input byte 4"],
    ["", ": unexpected end of JSON input"],
    [raw("{"), ": unexpected end of JSON input"],
    [raw("no"), ": invalid character 'o' in literal null (expecting 'u')"],
    ["broken", ": invalid character 'º' in literal null (expecting 'u')"],
    [raw([]), ": json: cannot unmarshal array into Go value of type storage.continueToken"],
    [
      raw({ v: 1 }),
      ": json: cannot unmarshal number into Go struct field continueToken.v of type string",
    ],
    [
      raw({ v: meta, rv: "1" }),
      ": json: cannot unmarshal string into Go struct field continueToken.rv of type int64",
    ],
    [raw({}), ": server does not recognize this encoded version "],
    [raw({ v: "v9", rv: 1, start: "a" }), ": server does not recognize this encoded version v9"],
    [
      raw({ v: meta, start: "a" }),
      ": incorrect encoded start resourceVersion (version meta.k8s.io/v1)",
    ],
    [raw({ v: meta, rv: 1 }), ": encoded start key empty (version meta.k8s.io/v1)"],
    [raw({ v: meta, rv: 1, start: "../x" }), ": ../x"],
    [raw({ v: meta, rv: 1, start: "a//b" }), ": a//b"],
    [raw({ v: meta, rv: 1, start: "a/" }), ": a/"],
  ])("%j is none", (token, why) => {
    const error = refusalOf(() => decodeContinue(token, everywhere));
    expect([error.code, error.message]).toEqual([
      400,
      `invalid continue token: continue key is not valid${why}`,
    ]);
  });

  test("that has expired is answered with one that goes on from the same place", () => {
    const { status } = expiredList(page, everywhere);
    expect([status.code, status.reason]).toEqual([410, "Expired"]);
    expect(decodeContinue(status.metadata.continue ?? "", everywhere)).toEqual({ ...page, rv: -1 });
    expect(expiredList(undefined, everywhere).message).toBe(
      "The resourceVersion for the provided list is too old.",
    );
  });
});

describe("a revision", () => {
  const wrong = [
    [
      "abc",
      'resourceVersion: Invalid value: "abc": strconv.ParseUint: parsing "abc": invalid syntax',
    ],
    ["-1", 'resourceVersion: Invalid value: "-1": strconv.ParseUint: parsing "-1": invalid syntax'],
    [
      "18446744073709551616",
      'resourceVersion: Invalid value: "18446744073709551616": strconv.ParseUint: parsing "18446744073709551616": value out of range',
    ],
  ] as const;

  test.each(wrong)("%s is none: 400 to a list", (text, why) => {
    const { status } = refusalOf(() => listRevision({ resourceVersion: text }, current, undefined));
    expect(status).toMatchObject({
      code: 400,
      reason: "BadRequest",
      message: `invalid resource version: ${why}`,
    });
  });

  // kubernetes/kubernetes#139485 shows what 1.36 answers.
  test.each(wrong)("%s is none: 500 without a reason to a read or a watch", (text, why) => {
    const { status } = refusalOf(() => parseRevision(text));
    expect(status).toMatchObject({ code: 500, message: why });
    expect(status).not.toHaveProperty("reason");
  });
});

describe("a watch", () => {
  test.each<ListQuery>([
    {},
    { sendInitialEvents: true, resourceVersionMatch: "NotOlderThan" },
    { sendInitialEvents: false, resourceVersionMatch: "NotOlderThan" },
  ])("may be asked for with %j", (query) => {
    expect(() => checkWatchOptions(query)).not.toThrow();
  });

  test.each<[ListQuery, string]>([
    [
      { sendInitialEvents: true },
      "resourceVersionMatch: Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan",
    ],
    [
      { resourceVersionMatch: "NotOlderThan" },
      "resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided",
    ],
    [
      { sendInitialEvents: true, resourceVersionMatch: "Exact" },
      '[resourceVersionMatch: Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan, resourceVersionMatch: Unsupported value: "Exact": supported values: "NotOlderThan"]',
    ],
  ])("with %j is refused", (query, message) => {
    expect(refusalOf(() => checkWatchOptions(query)).message).toBe(
      `ListOptions.meta.k8s.io "" is invalid: ${message}`,
    );
  });
});
