/** Hostile paths, parameters and headers: a Status each time, in time. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startApiOnly, type ApiOnly } from "../../../fixtures/api-only.ts";
import { attack, Tally, type Attack } from "./attack.ts";
import { Dice, oddNames, oddScalars } from "./dice.ts";
import { samples } from "./objects.ts";

let api: ApiOnly;
beforeAll(async () => {
  api = await startApiOnly();
  for (const { path, body } of samples) {
    await attack(api, { method: "POST", path, body: JSON.stringify(body) });
  }
});
afterAll(() => api.stop());

const segments = [
  "api",
  "apis",
  "v1",
  "v2",
  "apps",
  "namespaces",
  "default",
  "kube-system",
  "pods",
  "s-pod",
  "status",
  "log",
  "exec",
  "proxy",
  "http:s-service:80",
  "watch",
  "openapi",
  "v3",
  "livez",
  "metrics",
  "services",
  "nodes",
  "events",
  "scale",
  "deployments",
  "finalize",
  "token",
  "binding",
  "apiextensions.k8s.io",
  "customresourcedefinitions",
  "*",
  "",
  ".",
  "..",
  "%2e%2e",
  "%",
  "%zz",
  "a".repeat(5000),
  "\u0000",
  "é",
  "a b",
  "x/y",
  "\\",
  "?",
  "#",
  ";a=b",
  ...oddNames,
];
const parameters = [
  "limit",
  "continue",
  "resourceVersion",
  "resourceVersionMatch",
  "timeoutSeconds",
  "watch",
  "labelSelector",
  "fieldSelector",
  "allowWatchBookmarks",
  "sendInitialEvents",
  "pretty",
  "dryRun",
  "fieldManager",
  "fieldValidation",
  "force",
  "gracePeriodSeconds",
  "propagationPolicy",
  "orphanDependents",
  "includeObject",
  "container",
  "tailLines",
  "sinceSeconds",
  "sinceTime",
  "limitBytes",
  "follow",
  "previous",
  "command",
  "stdin",
  "tty",
  "ports",
  "shardSelector",
  "ignoreStoreReadErrorWithClusterBreakingPotential",
  "exact",
  "export",
  "timeout",
  "verbose",
  "exclude",
  "__proto__",
];
const values = [
  "",
  "1",
  "0",
  "-1",
  "999999999999999999999",
  "1.5",
  "true",
  "false",
  "TRUE",
  "nil",
  "Exact",
  "NotOlderThan",
  "All",
  "a=b",
  "a==b",
  "a!=b",
  "!a",
  "a in (b,c)",
  "a in (",
  "a notin ()",
  "a,b,,",
  "=",
  "==",
  ",",
  "(",
  "a=b=c",
  "metadata.name=s-pod",
  "spec.nodeName!=",
  "status.phase",
  "metadata.name=\\,",
  "x".repeat(64),
  "a/b/c=d",
  "a>1",
  "a<x",
  "eyJ2IjoibWV0YS5rOHMuaW8vdjEiLCJydiI6MSwic3RhcnQiOiJ4In0",
  "e30",
  "bnVsbA==",
  "AAAA",
  "2026-01-01T00:00:00Z",
  "Orphan",
  "None",
  "Object",
  "Metadata",
  "10s",
  "-5m",
  ...oddScalars.map(String),
];
const accepts = [
  "",
  "*/*",
  "application/json",
  "application/yaml",
  "application/vnd.kubernetes.protobuf",
  "text/html",
  ";",
  ",,,",
  "a/b/c",
  "application/json;as=Table;v=v1;g=meta.k8s.io",
  "application/json;as=Table;v=v9;g=meta.k8s.io",
  "application/json;as=",
  "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io",
  "application/json;stream=watch",
  "q=0.1",
  "application/json;as=APIGroupDiscoveryList;v=v2;g=apidiscovery.k8s.io",
  "application/*",
  "*/json",
  '"',
  "x".repeat(20_000),
  "application/json;as=Table;v=v1;g=meta.k8s.io,".repeat(2000),
];
const tokens = [
  "Bearer ",
  "Bearer a",
  "Bearer a.b.c",
  "Bearer ..",
  "Basic YTpi",
  "bearer x",
  "Bearer eyJhbGciOiJub25lIn0.e30.",
  "Bearer \u0000",
  "Bearer eyJhbGciOiJFUzI1NiIsImtpZCI6IngifQ.eyJpc3MiOiJodHRwczovL2t1YmVybmV0ZXMuZGVmYXVsdC5zdmMifQ.AAAA",
  "Digest x",
  `Bearer ${"a".repeat(50_000)}`,
  "Bearer bnVsbA.bnVsbA.bnVsbA",
  "Bearer W10.W10.W10",
  "Bearer MQ.MQ.MQ",
];
const bodies = [
  undefined,
  "",
  "{}",
  "null",
  "[]",
  '{"kind":"DeleteOptions","apiVersion":"v1","gracePeriodSeconds":-1}',
  '{"kind":"DeleteOptions","apiVersion":"v1","gracePeriodSeconds":"x","preconditions":{"uid":1}}',
  '{"propagationPolicy":{}}',
  "{",
];
const methods = [
  "GET",
  "POST",
  "PUT",
  "PATCH",
  "DELETE",
  "HEAD",
  "OPTIONS",
  "TRACE",
  "CONNECT",
  "FOO",
  "",
];
/** Without nodes, dialling and logs fail as they do in Kubernetes when its parts are away. */
const mayFailWith = [500, 501, 502, 503, 504];

function randomPath(dice: Dice): string {
  if (dice.chance(0.5)) {
    const { path, body } = dice.pick(samples);
    const { name } = body.metadata as { name: string };
    const rest = dice.chance(0.6) ? [name, ...(dice.chance(0.3) ? [dice.pick(segments)] : [])] : [];
    return [path, ...rest].join("/");
  }
  return `${dice.chance(0.95) ? "/" : ""}${Array.from({ length: dice.below(9) }, () => dice.pick(segments)).join("/")}`;
}

function randomRequest(dice: Dice): Attack {
  const query = Array.from(
    { length: dice.below(4) },
    () => `${dice.pick(parameters)}=${encodeURIComponent(sound(dice.pick(values)))}`,
  );
  const headers: Record<string, string> = {};
  if (dice.chance(0.5)) headers["accept"] = dice.pick(accepts);
  if (dice.chance(0.3))
    headers["content-type"] = dice.pick([
      ...accepts,
      "application/merge-patch+json",
      "application/json-patch+json",
      "application/apply-patch+yaml",
    ]);
  if (dice.chance(0.1)) headers["impersonate-user"] = sound(dice.pick(values));
  if (dice.chance(0.05)) headers["impersonate-group"] = "a\nb\n";
  if (dice.chance(0.05)) headers["impersonate-uid"] = "u";
  if (dice.chance(0.05)) headers["impersonate-extra-%41%zz"] = "x";
  if (dice.chance(0.05)) headers["impersonate-extra-"] = "x";
  if (dice.chance(0.1)) headers["audit-id"] = sound(dice.pick(values));
  if (dice.chance(0.1)) headers["if-none-match"] = '"x"';
  if (dice.chance(0.1)) headers["upgrade"] = dice.pick(["websocket", "SPDY/3.1", "h2c", ""]);
  if (dice.chance(0.1)) headers["connection"] = "Upgrade";
  if (dice.chance(0.1))
    headers["sec-websocket-protocol"] = dice.pick([
      "v5.channel.k8s.io",
      "base64url.bearer.authorization.k8s.io.AAAA",
      ",",
    ]);
  return {
    method: dice.pick([...methods, "GET", "GET", "GET"]),
    path: randomPath(dice),
    query: query.join("&"),
    headers,
    body: dice.pick(bodies),
  };
}

/** encodeURIComponent refuses halves of surrogate pairs. */
function sound(text: string): string {
  return text.toWellFormed();
}

describe.each([31, 32, 33])("seed %i", (seed) => {
  test("paths, parameters and headers", async () => {
    const dice = new Dice(seed);
    const tally = new Tally();
    for (let round = 0; round < 700; round++) {
      const request = randomRequest(dice);
      // Half an impersonation is an internal error in Kubernetes too.
      const odd = Object.keys(request.headers ?? {}).some((name) =>
        name.startsWith("impersonate-"),
      );
      const dials = /\/(proxy|log|exec|attach|portforward)(\/|$)/.test(request.path);
      tally.note((await attack(api, request, dials || odd ? mayFailWith : [])).status);
    }
    for (const status of [200, 400, 404, 405])
      expect(tally.of(status), `${status}`).toBeGreaterThan(5);
  });

  test("tokens and certificates of nobody", async () => {
    const dice = new Dice(seed);
    for (let round = 0; round < 60; round++) {
      const headers = { authorization: dice.pick(tokens) };
      const request = {
        method: "GET",
        path: dice.pick(["/api/v1/pods", "/livez", "/api"]),
        headers,
      };
      const { status } = await attack(api, { ...request, anonymous: true });
      expect([200, 401, 403]).toContain(status);
    }
  });
});

describe("selectors, well and badly formed", () => {
  test.each(values)("%j", async (value) => {
    const text = encodeURIComponent(sound(value));
    for (const name of ["labelSelector", "fieldSelector"]) {
      for (const method of ["GET", "DELETE"]) {
        await attack(api, {
          method,
          path: "/api/v1/namespaces/default/secrets",
          query: `${name}=${text}&dryRun=All`,
        });
      }
    }
  });

  test("a selector of a million characters", async () => {
    const query = `labelSelector=${"a%3Db%2C".repeat(100_000)}c`;
    await attack(api, { method: "GET", path: "/api/v1/pods", query });
    const list = `labelSelector=a%20in%20(${"b%2C".repeat(100_000)}c)`;
    await attack(api, { method: "GET", path: "/api/v1/pods", query: list });
  });
});
