/** How long a request may take (apiserver, request_deadline_test.go and timeout_test.go; Go, time.ParseDuration). */
import { expect, test } from "vitest";
import { createSimulatedHost } from "../../../../src/host/simulated.ts";
import { Deadlines, timeLimitMs } from "../../../../src/server/http/deadline.ts";
import { goDuration } from "../../../../src/api/go-duration.ts";
import type { ApiRequest, ApiResponse } from "../../../../src/server/message.ts";
import { parseRequestInfo } from "../../../../src/server/request-info.ts";

test.each([
  ["1s", 1000],
  ["1m0s", 60_000],
  ["1h15m30.5s", 4_530_500],
  ["300ms", 300],
  ["-1.5h", -5_400_000],
  ["0", 0],
  [".5s", 500],
  ["5.s", 5000],
  ["10us", 0.01],
  ["", 'time: invalid duration ""'],
  ["foo", 'time: invalid duration "foo"'],
  ["3", 'time: missing unit in duration "3"'],
  ["-", 'time: invalid duration "-"'],
  [".s", 'time: invalid duration ".s"'],
  ["3d", 'time: unknown unit "d" in duration "3d"'],
  ["3000000h", 'time: invalid duration "3000000h"'],
])("the duration %j", (text, expected) => {
  const read = goDuration(text);
  if (typeof expected === "string") expect(read).toBe(expected);
  else expect((read as { ms: number }).ms).toBeCloseTo(expected, 9);
});

function limit(method: string, url: string): number | undefined {
  const [path = "", search = ""] = url.split("?");
  const query = new URLSearchParams(search);
  const request = { method, path, query } as unknown as ApiRequest;
  return timeLimitMs(request, parseRequestInfo(method, path, query));
}

test.each([
  ["GET", "/api/v1/pods", 60_000],
  ["GET", "/api/v1/pods?timeout=1s", 1000],
  ["GET", "/api/v1/pods?timeout=0s", 60_000],
  ["GET", "/api/v1/pods?timeout=-1s", 60_000],
  ["GET", "/api/v1/pods?timeout=1h", 60_000],
  ["POST", "/api/v1/namespaces?timeout=32s", 32_000],
  ["GET", "/version?timeout=2s", 2000],
  ["GET", "/api/v1/pods?watch=true&timeout=1s", undefined],
  ["GET", "/api/v1/namespaces/a/pods/b/log?timeout=1s", undefined],
  ["POST", "/api/v1/namespaces/a/pods/b/exec", undefined],
  ["POST", "/api/v1/namespaces/a/services/b/proxy/x", undefined],
  ["PUT", "/kubarium/v1/snapshot", undefined],
])("%s %s has a limit of its own or none", (method, url, expected) => {
  expect(limit(method, url)).toBe(expected);
});

test("a timeout that is no duration is refused", () => {
  expect(() => limit("GET", "/api/v1/pods?timeout=5")).toThrow(
    'invalid timeout specified in the request URL - time: missing unit in duration "5"',
  );
});

const answer = { status: 200, headers: {}, body: undefined } satisfies ApiResponse;

test("an answer that does not come in time is a 504", async () => {
  const host = createSimulatedHost();
  const deadlines = new Deadlines(host);
  const late = new Promise<ApiResponse>(() => undefined);
  const outcomes: string[] = [];
  const note = (name: string, limitMs: number | undefined, from: Promise<ApiResponse>): void => {
    const info = parseRequestInfo("GET", "/api/v1/pods", new URLSearchParams());
    void deadlines.within(limitMs, from, info).then(
      () => outcomes.push(`${name} answered`),
      (error: { message: string; status: unknown }) => {
        outcomes.push(`${name}: ${error.message}`);
        expect(error.status).toMatchObject({ reason: "Timeout", code: 504, details: {} });
      },
    );
  };
  note("first", 60_000, late);
  note("short", 1000, late);
  note("quick", 60_000, Promise.resolve(answer));
  note("endless", undefined, late);
  await host.advance(30_000);
  note("second", 60_000, late);
  const text = "Timeout: request did not complete within the allotted timeout";
  expect(outcomes).toEqual(["quick answered", `short: ${text}`]);
  await host.advance(30_000);
  expect(outcomes).toHaveLength(3);
  expect(outcomes[2]).toBe(`first: ${text}`);
  await host.advance(30_000);
  expect(outcomes[3]).toBe(`second: ${text}`);
  await host.advance(600_000);
  expect(outcomes).toHaveLength(4);
  expect(deadlines.inFlight).toEqual({ readOnly: 3, mutating: 0 });
});
