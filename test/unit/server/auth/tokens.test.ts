/** Tokens of service accounts: what they say, whom they speak for, and when that ends. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCluster, createSimulatedHost, type Cluster } from "../../../../src/index.ts";
import {
  generateTokenKeys,
  issuer,
  ServiceAccountTokens,
} from "../../../../src/server/auth/service-account-tokens.ts";
import { apiCaller } from "../../../fixtures/api-call.ts";
import { eventually } from "../../../fixtures/eventually.ts";

let cluster: Cluster;
const call = apiCaller(() => cluster);
const core = "/api/v1/namespaces/default";
const review = async (token: string, audiences?: string[]) => {
  const { body } = await call("POST", "/apis/authentication.k8s.io/v1/tokenreviews", {
    spec: { token, ...(audiences ? { audiences } : {}) },
  });
  return body["status"];
};
const claimsOf = (token: string) =>
  JSON.parse(atob((token.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/")));
const request = (spec: object) => call("POST", `${core}/serviceaccounts/default/token`, { spec });

beforeAll(async () => {
  cluster = await createCluster({ nodes: 0 });
  await eventually(async () => {
    expect((await call("GET", `${core}/serviceaccounts/default`)).status).toBe(200);
  });
});
afterAll(() => cluster.stop());

describe("TokenRequest", () => {
  test("answers with a token of the account, for the API where no audience is named", async () => {
    const { status, body } = await request({ expirationSeconds: 600 });
    expect(status).toBe(201);
    expect(body["spec"]).toMatchObject({ audiences: [issuer], expirationSeconds: 600 });
    const claims = claimsOf(body["status"].token);
    expect(Object.keys(claims)).toEqual([
      "aud",
      "exp",
      "iat",
      "iss",
      "jti",
      "kubernetes.io",
      "nbf",
      "sub",
    ]);
    expect(claims).toMatchObject({
      aud: [issuer],
      iss: issuer,
      exp: claims.iat + 600,
      sub: "system:serviceaccount:default:default",
      "kubernetes.io": { namespace: "default", serviceaccount: { name: "default" } },
    });
    expect(await review(body["status"].token)).toEqual({
      authenticated: true,
      audiences: [issuer],
      user: {
        username: "system:serviceaccount:default:default",
        uid: claims["kubernetes.io"].serviceaccount.uid,
        groups: [
          "system:serviceaccounts",
          "system:serviceaccounts:default",
          "system:authenticated",
        ],
        extra: { "authentication.kubernetes.io/credential-id": [`JTI=${claims.jti}`] },
      },
    });
  });

  test("gives the kubelet's tokens a year, and says when they should have been renewed", async () => {
    const { body } = await request({ expirationSeconds: 3607 });
    const claims = claimsOf(body["status"].token);
    expect(claims.exp - claims.iat).toBe(31_536_000);
    expect(claims["kubernetes.io"].warnafter - claims.iat).toBe(3607);
  });

  test.each([
    [
      { expirationSeconds: 599 },
      422,
      'TokenRequest.authentication.k8s.io "" is invalid: spec.expirationSeconds: Invalid value: 599: may not specify a duration less than 10 minutes',
    ],
    [
      { expirationSeconds: 4_294_967_297 },
      422,
      'TokenRequest.authentication.k8s.io "" is invalid: spec.expirationSeconds: Invalid value: 4294967297: may not specify a duration larger than 2^32 seconds',
    ],
    [
      { boundObjectRef: { apiVersion: "v1", kind: "ConfigMap", name: "x" } },
      400,
      "cannot bind token to object of type /v1, Kind=ConfigMap",
    ],
    [
      { boundObjectRef: { apiVersion: "v1", kind: "Secret", name: "none" } },
      404,
      'secrets "none" not found',
    ],
  ])("refuses %j", async (spec, code, message) => {
    const { status, body } = await request(spec);
    expect(status).toBe(code);
    expect(body.message).toBe(message);
  });

  test("binds to a Secret, and ends with it", async () => {
    await call("POST", `${core}/secrets`, { metadata: { name: "bond" } });
    const boundObjectRef = { apiVersion: "v1", kind: "Secret", name: "bond" };
    const { body } = await request({ boundObjectRef });
    const { token } = body["status"];
    expect(await review(token)).toMatchObject({ authenticated: true });
    await call("DELETE", `${core}/secrets/bond`);
    expect(await review(token)).toEqual({
      user: {},
      error: "[invalid bearer token, service account token has been invalidated]",
    });
  });

  test("tokens for others are none for the API", async () => {
    const { body } = await request({ audiences: ["vault"] });
    const { token } = body["status"];
    expect(await review(token)).toEqual({
      user: {},
      error: `[invalid bearer token, token audiences ["vault"] is invalid for the target audiences ["${issuer}"]]`,
    });
    expect(await review(token, ["other", "vault"])).toMatchObject({
      authenticated: true,
      audiences: ["vault"],
    });
  });
});

test("Secrets of an account are filled, accepted, and go with the account", async () => {
  await call("POST", `${core}/serviceaccounts`, { metadata: { name: "robot" } });
  const annotations = { "kubernetes.io/service-account.name": "robot" };
  await call("POST", `${core}/secrets`, {
    metadata: { name: "robot-token", annotations },
    type: "kubernetes.io/service-account-token",
  });
  const token = await eventually(async () => {
    const { body } = await call("GET", `${core}/secrets/robot-token`);
    expect(body["data"]?.token).toBeTruthy();
    expect(atob(body["data"].namespace)).toBe("default");
    return atob(body["data"].token);
  });
  expect(claimsOf(token)).toMatchObject({
    iss: "kubernetes/serviceaccount",
    "kubernetes.io/serviceaccount/secret.name": "robot-token",
    "kubernetes.io/serviceaccount/service-account.name": "robot",
  });
  expect(await review(token)).toMatchObject({
    authenticated: true,
    user: { username: "system:serviceaccount:default:robot" },
  });
  // As test/integration/serviceaccount (TestLegacyServiceAccountTokenCleanUp) finds it: the day, on the Secret.
  const today = new Date().toISOString().slice(0, 10);
  const labelsOf = async () =>
    (await call("GET", `${core}/secrets/robot-token`)).body["metadata"].labels;
  await eventually(async () => {
    expect(await labelsOf()).toEqual({ "kubernetes.io/legacy-token-last-used": today });
  });
  const tracking =
    "/api/v1/namespaces/kube-system/configmaps/kube-apiserver-legacy-service-account-token-tracking";
  expect((await call("GET", tracking)).body["data"]).toEqual({ since: today });
  await call("DELETE", `${core}/serviceaccounts/robot`);
  await eventually(async () => {
    expect((await call("GET", `${core}/secrets/robot-token`)).status).toBe(404);
  });
  expect(await review(token)).toMatchObject({ user: {} });
});

test("whoever checks tokens himself finds the issuer's keys", async () => {
  const { body } = await call("GET", "/.well-known/openid-configuration");
  expect(body["issuer"]).toBe(issuer);
  expect(body["jwks_uri"]).toBe(`${issuer}/openid/v1/jwks`);
  const keys = (await call("GET", "/openid/v1/jwks")).body["keys"];
  const made = await request({});
  const [header = "", payload = "", signature = ""] = made.body["status"].token.split(".");
  const { kid } = JSON.parse(atob(header.replaceAll("-", "+").replaceAll("_", "/")));
  const jwk = keys.find((key: { kid: string }) => key.kid === kid);
  const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("jwk", jwk, algorithm, false, ["verify"]);
  const bytes = Uint8Array.from(
    atob(signature.replaceAll("-", "+").replaceAll("_", "/")),
    (char: string) => char.charCodeAt(0),
  );
  const signed = new TextEncoder().encode(`${header}.${payload}`);
  expect(await crypto.subtle.verify(algorithm, key, bytes, signed)).toBe(true);
});

describe("a token", () => {
  const subject = { namespace: "n", name: "s", uid: "u", bound: {} };

  test("ends when its time is over, and not before", async () => {
    const host = createSimulatedHost({ seed: 1 });
    const tokens = new ServiceAccountTokens(await generateTokenKeys(), host);
    const token = await tokens.issue(subject, ["a"], { lifetimeSeconds: 600 });
    await host.advance(599_000);
    expect(await tokens.verify(token)).toMatchObject({ ok: true });
    await host.advance(1000);
    expect(await tokens.verify(token)).toEqual({
      ok: false,
      error: "service account token has expired",
    });
  });

  test.each(["", "x", "a.b", "a.b.c", "a.b.c.d", "....", "%.%.%"])("is not %j", async (text) => {
    const tokens = new ServiceAccountTokens(
      await generateTokenKeys(),
      createSimulatedHost({ seed: 1 }),
    );
    expect(await tokens.verify(text)).toEqual({ ok: false, error: "" });
  });

  test("of another issuer, or changed on the way, is refused", async () => {
    const host = createSimulatedHost({ seed: 1 });
    const tokens = new ServiceAccountTokens(await generateTokenKeys(), host);
    const others = new ServiceAccountTokens(await generateTokenKeys(), host);
    const token = await others.issue(subject, ["a"], { lifetimeSeconds: 600 });
    expect(await tokens.verify(token)).toMatchObject({ ok: false });
    const [header, , signature] = (
      await tokens.issue(subject, ["a"], { lifetimeSeconds: 600 })
    ).split(".");
    expect(await tokens.verify([header, token.split(".")[1], signature].join("."))).toMatchObject({
      ok: false,
    });
  });
});
