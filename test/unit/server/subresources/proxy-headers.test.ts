/** Which headers of a request reach those it is passed on to: never the caller's credentials (apiserver, pkg/endpoints/filters). */
import { expect, test } from "vitest";
import type { ApiRequest } from "../../../../src/server/message.ts";
import type { ProxyLocation } from "../../../../src/server/subresources/proxy-location.ts";
import { requestHeaders } from "../../../../src/server/subresources/proxy.ts";

const location = { host: "10.0.0.1:80" } as ProxyLocation;
const passed = (headers: Record<string, string>) =>
  requestHeaders({ headers, peer: {} } as ApiRequest, location, "/x");
const token = "base64url.bearer.authorization.k8s.io.c2VjcmV0";

test.each([
  ["authorization", { authorization: "Bearer secret" }],
  ["impersonate-user", { "impersonate-user": "admin" }],
  ["impersonate-extra-a", { "impersonate-extra-a": "b" }],
  ["te", { te: "trailers" }],
  ["x-secret", { connection: "close, X-Secret", "x-secret": "1" }],
  ["sec-websocket-protocol", { "sec-websocket-protocol": token }],
])("%s is not passed on", (name, headers) => {
  expect(passed(headers)).not.toHaveProperty([name]);
});

test("a token among the subprotocols is taken out, the others stay", () => {
  const offered = `chat, ${token}, v2.chat`;
  expect(passed({ "sec-websocket-protocol": offered })["sec-websocket-protocol"]).toBe(
    "chat, v2.chat",
  );
});

test("ordinary headers are passed on, with what a reverse proxy adds", () => {
  expect(passed({ accept: "text/html", host: "api" })).toEqual({
    accept: "text/html",
    host: "10.0.0.1:80",
    "x-forwarded-host": "api",
    "x-forwarded-proto": "https",
    "x-forwarded-uri": "/x",
  });
});
