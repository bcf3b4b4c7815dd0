/** The beginning of the server's end, as its clients notice it (apiserver, genericapiserver.go, filters/waitgroup.go). */
import { expect, test } from "vitest";
import { Ending } from "../../../src/server/ending.ts";
import { startApiOnly } from "../../fixtures/api-only.ts";

test("watches end, new requests are sent elsewhere, and health is told to the last", async () => {
  const api = await startApiOnly();
  api.server.addCheck("shutdown", () =>
    api.server.isEnding ? "process is shutting down" : undefined,
  );
  const watch = await api.fetch(new Request("http://kubarium/api/v1/configmaps?watch=1"));
  const read = watch.text();
  await api.server.drain(1000);
  await api.host.advance(1);
  expect(await read).not.toContain("ERROR");
  const refused = await api.call("GET", "/api/v1/configmaps");
  expect(refused).toMatchObject({
    status: 503,
    body: {
      kind: "Status",
      message: "apiserver is shutting down",
      reason: "ServiceUnavailable",
      code: 503,
    },
  });
  expect(refused.headers.get("retry-after")).toBe("1");
  const get = (path: string) => api.fetch(new Request(`http://kubarium${path}`));
  const ready = await get("/readyz?verbose");
  expect([ready.status, await ready.text()]).toEqual([
    500,
    "[+]ping ok\n[+]log ok\n[-]shutdown failed: reason withheld\nreadyz check failed\n",
  ]);
  expect((await get("/livez")).status).toBe(200);
  await api.stop();
});

test("what hears of it hears once, also when it has begun, and not when it no longer wants to", () => {
  const ending = new Ending();
  const heard: string[] = [];
  ending.onBegin(() => heard.push("early"));
  ending.onBegin(() => heard.push("never"))();
  ending.begin();
  ending.begin();
  ending.onBegin(() => heard.push("late"));
  expect(heard).toEqual(["early", "late"]);
});
