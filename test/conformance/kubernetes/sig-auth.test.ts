/** The conformance texts of sig-auth: certificates, ServiceAccounts with their tokens, and access reviews. */
import "reflect-metadata";
import { Pkcs10CertificateRequestGenerator, X509Certificate } from "@peculiar/x509";
import { expect } from "vitest";
import type { AnyBody } from "../../fixtures/api-call.ts";
import { eventually } from "../../fixtures/eventually.ts";
import { type ConformanceApi, describeConformance } from "./conformance-suite.ts";
import { expectApiOperations } from "./resource-operations.ts";

const tokenFolder = "/var/run/secrets/kubernetes.io/serviceaccount";

describeConformance("sig-auth", (suite) => {
  suite.test("CertificateSigningRequest API", async (api) => {
    const requests = "/apis/certificates.k8s.io/v1/certificatesigningrequests";
    const spec = {
      request: await signingRequest("e2e.example.com"),
      signerName: `example.com/e2e-${api.namespace}`,
      expirationSeconds: 3600,
      usages: ["digital signature", "key encipherment", "server auth"],
    };
    await expectApiOperations(api, {
      group: "certificates.k8s.io",
      version: "v1",
      resource: "certificatesigningrequests",
      kind: "CertificateSigningRequest",
      namespaced: false,
      subresources: ["approval", "status"],
      body: { spec },
    });

    const created = await api.post(requests, { metadata: { generateName: "e2e-" }, spec });
    const selector = `fieldSelector=spec.signerName%3D${encodeURIComponent(spec.signerName)}`;
    expect((await api.get(`${requests}?${selector}`)).items).toHaveLength(1);
    const path = `${requests}/${created.metadata.name}`;
    const approval = await api.get(`${path}/approval`);
    expect(approval).toMatchObject({
      apiVersion: "certificates.k8s.io/v1",
      kind: "CertificateSigningRequest",
      metadata: { uid: created.metadata.uid },
    });
    const patch = { type: "ApprovalPatch", status: "True", reason: "e2e" };
    const annotations = { patchedapproval: "true" };
    const patched = await api.patch(
      `${path}/approval`,
      { metadata: { annotations }, status: { conditions: [patch] } },
      "merge",
    );
    expect(patched).toMatchObject({ metadata: { annotations }, status: { conditions: [patch] } });
    const approved = {
      type: "Approved",
      status: "True",
      reason: "E2E",
      message: "Set from a test",
    };
    const updated = await api.update(`${path}/approval`, (object) => ({
      ...object,
      status: { conditions: [...object["status"].conditions, approved] },
    }));
    expect(updated["status"].conditions).toMatchObject([patch, approved]);

    expect((await api.get(`${path}/status`)).metadata.uid).toBe(created.metadata.uid);
    const certificate = btoa(await certificatePem());
    const signed = await api.patch(
      `${path}/status`,
      { metadata: { annotations: { patchedstatus: "true" } }, status: { certificate } },
      "merge",
    );
    expect(signed).toMatchObject({
      metadata: { annotations: { patchedstatus: "true" } },
      status: { certificate },
    });
    const condition = { type: "StatusUpdate", status: "True", reason: "E2E" };
    const restated = await api.update(`${path}/status`, (object) => ({
      ...object,
      status: {
        ...object["status"],
        conditions: [...object["status"].conditions, condition],
      },
    }));
    expect(restated["status"].conditions).toMatchObject([patch, approved, condition]);
    await api.delete(path);
    expect((await api.refused("GET", path)).reason).toBe("NotFound");
  });

  // Not a conformance text, but beside them in test/e2e/auth/certificates.go.
  suite.test("CertificateSigningRequest API Client Certificate", async (api) => {
    const requests = "/apis/certificates.k8s.io/v1/certificatesigningrequests";
    const { metadata } = await api.post(requests, {
      metadata: { generateName: "tester-csr-" },
      spec: {
        request: await signingRequest("tester-csr"),
        signerName: "kubernetes.io/kube-apiserver-client",
        expirationSeconds: 3600,
        usages: ["digital signature", "key encipherment", "client auth"],
      },
    });
    const path = `${requests}/${metadata.name}`;
    await api.update(`${path}/approval`, (object) => ({
      ...object,
      status: { conditions: [{ type: "Approved", status: "True", reason: "E2E" }] },
    }));
    const { status } = await api.until(path, ({ status: { certificate } }) =>
      expect(certificate).toBeTruthy(),
    );
    const signed = new X509Certificate(atob(status["certificate" as never]));
    expect(signed.subject).toBe("CN=tester-csr");
    const lifetimeMs = signed.notAfter.getTime() - signed.notBefore.getTime();
    expect(lifetimeMs).toBeLessThanOrEqual(65 * 60_000);
    await api.delete(path);
  });

  suite.test("OIDC Discovery (ServiceAccountIssuerDiscovery)", async (api) => {
    const { status } = await api.post(api.path("v1/serviceaccounts/default/token"), { spec: {} });
    const [header = "", payload = "", signature = ""] = String(status["token" as never]).split(".");
    const discovery = await api.get("/.well-known/openid-configuration");
    const claims = decoded(payload);
    expect(claims["iss"]).toBe(discovery["issuer"]);
    expect(discovery["response_types_supported"]).toEqual(["id_token"]);
    expect(discovery["subject_types_supported"]).toEqual(["public"]);
    const { alg, kid } = decoded(header);
    expect(discovery["id_token_signing_alg_values_supported"]).toContain(alg);
    const { keys } = await api.get("/openid/v1/jwks");
    const jwk = keys.find((one: { kid: string }) => one.kid === kid) as JsonWebKey;
    const key = await crypto.subtle.importKey(
      "jwk",
      jwk,
      { name: "ECDSA", namedCurve: "P-256" },
      false,
      ["verify"],
    );
    const holds = await crypto.subtle.verify(
      { name: "ECDSA", hash: "SHA-256" },
      key,
      bytes(signature),
      new TextEncoder().encode(`${header}.${payload}`),
    );
    expect(holds).toBe(true);
    expect(claims["sub"]).toBe(`system:serviceaccount:${api.namespace}:default`);
  });

  suite.test("Service account tokens auto mount optionally", async (api) => {
    const accounts = { mount: true, nomount: false, "mount-default": undefined };
    for (const [name, automountServiceAccountToken] of Object.entries(accounts)) {
      await api.post(api.path("v1/serviceaccounts"), {
        metadata: { name },
        automountServiceAccountToken,
      });
    }
    const cases: readonly (readonly [keyof typeof accounts, boolean | undefined, boolean])[] = [
      ["mount-default", undefined, true],
      ["mount", undefined, true],
      ["nomount", undefined, false],
      ["mount-default", true, true],
      ["mount", true, true],
      ["nomount", true, true],
      ["mount-default", false, false],
      ["mount", false, false],
      ["nomount", false, false],
    ];
    for (const [serviceAccountName, automountServiceAccountToken, mounted] of cases) {
      const { spec } = await api.post(api.path("v1/pods"), {
        metadata: { generateName: "auto-" },
        spec: {
          serviceAccountName,
          automountServiceAccountToken,
          containers: [{ name: "token-test", image: "pause" }],
        },
      });
      const mounts = spec.containers[0].volumeMounts ?? [];
      expect(
        mounts.some(({ mountPath }: { mountPath: string }) => mountPath === tokenFolder),
        `${serviceAccountName}, ${automountServiceAccountToken}`,
      ).toBe(mounted);
    }
  });

  suite.test("RootCA ConfigMap test", async (api) => {
    const path = api.path("v1/configmaps/kube-root-ca.crt");
    const created = await api.until(path, ({ data }) => expect(data).toHaveProperty(["ca.crt"]));
    await api.delete(path);
    await eventually(async () => {
      expect((await api.get(path)).metadata.uid).not.toBe(created.metadata.uid);
    });
    await api.update(path, (configMap) => ({ ...configMap, data: { "ca.crt": "", other: "" } }));
    await api.until(path, ({ data }) => expect(data).toEqual(created["data"]));
  });

  suite.test("Service Account Tokens Must AutoMount", async (api) => {
    await api.post(api.path("v1/serviceaccounts"), { metadata: { name: "mount-test" } });
    await api.runPod({
      metadata: { name: "pod" },
      spec: {
        serviceAccountName: "mount-test",
        containers: [{ name: "test", image: "busybox", command: ["sleep", "100000"] }],
      },
    });
    const read = (file: string) => fileOf(api, "pod", `${tokenFolder}/${file}`);
    const review = await api.post("/apis/authentication.k8s.io/v1/tokenreviews", {
      spec: { token: await read("token") },
    });
    expect(review["status"]).toMatchObject({
      authenticated: true,
      user: {
        username: `system:serviceaccount:${api.namespace}:mount-test`,
        groups: expect.arrayContaining([
          "system:serviceaccounts",
          `system:serviceaccounts:${api.namespace}`,
        ]),
      },
    });
    expect(await read("namespace")).toBe(api.namespace);
    const { data } = await api.get(api.path("v1/configmaps/kube-root-ca.crt"));
    expect(await read("ca.crt")).toBe(data["ca.crt"]);
  });

  suite.test(
    "TokenRequestProjection should mount a projected volume with token using TokenRequest API.",
    async (api) => {
      const source = { path: "test-token", expirationSeconds: 3600, audience: "conformance" };
      await api.runPod({
        metadata: { name: "pod" },
        spec: {
          containers: [
            {
              name: "main",
              image: "busybox",
              command: ["sleep", "100000"],
              volumeMounts: [{ name: "token", mountPath: "/test" }],
            },
          ],
          volumes: [{ name: "token", projected: { sources: [{ serviceAccountToken: source }] } }],
        },
      });
      const token = await fileOf(api, "pod", "/test/test-token");
      const review = await api.post("/apis/authentication.k8s.io/v1/tokenreviews", {
        spec: { token, audiences: ["conformance"] },
      });
      expect(review["status"]).toMatchObject({
        authenticated: true,
        audiences: ["conformance"],
        user: { extra: { "authentication.kubernetes.io/pod-name": ["pod"] } },
      });
    },
  );

  suite.test("ServiceAccount lifecycle test", async (api) => {
    const labels = { "test-serviceaccount-static": "true", test: api.namespace };
    const selector = `labelSelector=test%3D${api.namespace}`;
    const watch = await api.watch(`/api/v1/serviceaccounts?${selector}`);
    const collection = api.path("v1/serviceaccounts");
    await api.post(collection, { metadata: { name: "testserviceaccount", labels } });
    expect(await watch.next()).toMatchObject({ type: "ADDED", object: { metadata: { labels } } });
    await api.patch(
      `${collection}/testserviceaccount`,
      { automountServiceAccountToken: false },
      "strategic",
    );
    expect(await watch.next()).toMatchObject({ type: "MODIFIED" });
    const { items } = await api.get(`/api/v1/serviceaccounts?${selector}`);
    expect(items).toMatchObject([
      { metadata: { name: "testserviceaccount" }, automountServiceAccountToken: false },
    ]);
    await api.delete(`${collection}?${selector}`);
    expect(await watch.until(({ type }) => type === "DELETED")).toMatchObject({
      object: { metadata: { name: "testserviceaccount" } },
    });
  });

  suite.test("ServiceAccount, update a ServiceAccount", async (api) => {
    const collection = api.path("v1/serviceaccounts");
    const { metadata } = await api.post(collection, { metadata: { name: "e2e-sa" } });
    const path = `${collection}/${metadata.name}`;
    const updated = await api.update(path, (account) => ({
      ...account,
      automountServiceAccountToken: true,
    }));
    expect(updated["automountServiceAccountToken"]).toBe(true);
    expect((await api.get(path))["automountServiceAccountToken"]).toBe(true);
  });

  suite.test("SubjectReview, API Operations", async (api) => {
    const account = await api.post(api.path("v1/serviceaccounts"), { metadata: { name: "e2e" } });
    const user = `system:serviceaccount:${api.namespace}:e2e`;
    const groups = [
      "system:authenticated",
      "system:serviceaccounts",
      `system:serviceaccounts:${api.namespace}`,
    ];
    const resourceAttributes = {
      verb: "list",
      resource: "configmaps",
      namespace: api.namespace,
      version: "v1",
    };
    const spec = { resourceAttributes, user, groups, uid: account.metadata.uid };
    const expectAgreement = async (allowed: boolean) => {
      const review = await api.post("/apis/authorization.k8s.io/v1/subjectaccessreviews", { spec });
      expect(review["status"].allowed).toBe(allowed);
      const local = await api.post(api.path("authorization.k8s.io/v1/localsubjectaccessreviews"), {
        metadata: { namespace: api.namespace },
        spec,
      });
      expect(local["status"].allowed).toBe(allowed);
      const asAccount = { "impersonate-user": user, "impersonate-uid": account.metadata.uid };
      const listed = await api.call("GET", api.path("v1/configmaps"), undefined, asAccount);
      expect(listed.status).toBe(allowed ? 200 : 403);
    };
    await expectAgreement(false);
    await api.post(api.path("rbac.authorization.k8s.io/v1/rolebindings"), {
      metadata: { name: "e2e" },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "view" },
      subjects: [{ kind: "ServiceAccount", name: "e2e", namespace: api.namespace }],
    });
    await expectAgreement(true);
  });
});

async function keyPair(): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, [
    "sign",
    "verify",
  ]);
}

/** `spec.request` of a CertificateSigningRequest. */
async function signingRequest(commonName: string): Promise<string> {
  const request = await Pkcs10CertificateRequestGenerator.create({
    name: `CN=${commonName}`,
    keys: await keyPair(),
    signingAlgorithm: { name: "ECDSA", hash: "SHA-256" },
  });
  return btoa(request.toString("pem"));
}

async function certificatePem(): Promise<string> {
  const { X509CertificateGenerator } = await import("@peculiar/x509");
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: "CN=e2e.example.com",
    keys: await keyPair(),
    signingAlgorithm: { name: "ECDSA", hash: "SHA-256" },
  });
  return `${certificate.toString("pem")}\n`;
}

async function fileOf(api: ConformanceApi, name: string, path: string): Promise<string> {
  const result = await api.cluster.exec(
    { namespace: api.namespace, name },
    { command: ["cat", path] },
  );
  return result.stdout;
}

function bytes(base64Url: string): Uint8Array<ArrayBuffer> {
  const binary = atob(base64Url.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
}

function decoded(part: string): AnyBody {
  return JSON.parse(new TextDecoder().decode(bytes(part))) as AnyBody;
}
