/** Which revision a list is answered at, and what is refused: apimachinery's ValidateListOptions, and the API concepts page. */
import { describe, expect, test } from "vitest";
import { StatusError } from "../../../src/api/status.ts";
import {
  checkWatchOptions,
  decodeContinue,
  encodeContinue,
  expiredList,
  listRevision,
  type Continue,
} from "../../../src/server/operations/list-options.ts";
import type { ListQuery } from "../../../src/server/operations/read.ts";

const current = 50;
const page: Continue = { v: "kubarium/v1", rv: 40, after: ["default", "ä"] };

function refusalOf(act: () => unknown): StatusError {
  try {
    act();
  } catch (error) {
    if (error instanceof StatusError) return error;
    throw error;
  }
  throw new Error("it was not refused");
}

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
  ])("%j is refused", (query, message) => {
    const { status } = refusalOf(() => listRevision(query, current, undefined));
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

  test("with continue takes no revision", () => {
    const error = refusalOf(() => listRevision({ resourceVersion: "7" }, current, page));
    expect([error.code, error.message]).toEqual([
      400,
      "specifying resource version is not allowed when using continue",
    ]);
  });
});

describe("a continue token", () => {
  test("comes back as it was", () => {
    expect(decodeContinue(encodeContinue(page))).toEqual(page);
  });

  test.each(["", "x", "bm90IGpzb24=", btoa('{"v":"kubarium/v1","rv":1,"after":[1,2]}')])(
    "%j is none",
    (text) => {
      expect(refusalOf(() => decodeContinue(text)).code).toBe(400);
    },
  );

  test("that has expired is answered with one that goes on from the same place", () => {
    const { status } = expiredList(page);
    expect([status.code, status.reason]).toEqual([410, "Expired"]);
    expect(decodeContinue(status.metadata.continue ?? "")).toEqual({ ...page, rv: -1 });
    expect(expiredList(undefined).message).toBe(
      "The resourceVersion for the provided list is too old.",
    );
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
