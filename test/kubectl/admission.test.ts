/**
 * Admission as kubectl's users meet it: a webhook server of this test on loopback, with a CA of its own, and policies.
 * Texts are Kubernetes' own.
 */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { KubectlRunner, noKubectl, pickKubectls } from "../fixtures/kubectl.ts";
import { CliCluster } from "../fixtures/running-cluster.ts";

const kubectls = pickKubectls();
const openssl = ["/usr/bin/openssl", "/usr/local/bin/openssl", "/opt/homebrew/bin/openssl"].find(
  existsSync,
);

if (kubectls.length === 0 || openssl === undefined) {
  test("kubectl and admission", ({ skip }) =>
    skip(kubectls.length === 0 ? noKubectl : "no openssl on this machine"));
}

interface Review {
  readonly request: {
    readonly uid: string;
    readonly object: { readonly metadata: { readonly name: string } };
  };
}

describe.each(openssl === undefined ? [] : kubectls)("kubectl $version", (kubectl) => {
  const cluster = new CliCluster();
  let k: KubectlRunner;
  let server: Server;
  let url = "";
  let caBundle = "";

  beforeAll(async () => {
    await cluster.start(["--nodes", "1"]);
    k = new KubectlRunner(kubectl, { kubeconfig: cluster.kubeconfig, home: cluster.home });
    const file = (name: string) => join(cluster.home, name);
    const run = (...args: readonly string[]) =>
      execFileSync(openssl ?? "", args, { stdio: "ignore" });
    const key = ["-newkey", "rsa:2048", "-nodes"];
    run(
      "req",
      "-x509",
      ...key,
      "-keyout",
      file("ca.key"),
      "-out",
      file("ca.crt"),
      "-subj",
      "/CN=hooks",
    );
    const san = ["-addext", "subjectAltName=IP:127.0.0.1"];
    const own = ["-CA", file("ca.crt"), "-CAkey", file("ca.key"), ...san];
    run(
      "req",
      "-x509",
      ...key,
      "-keyout",
      file("tls.key"),
      "-out",
      file("tls.crt"),
      "-subj",
      "/CN=hook",
      ...own,
    );
    caBundle = readFileSync(file("ca.crt")).toString("base64");
    const tls = { key: readFileSync(file("tls.key")), cert: readFileSync(file("tls.crt")) };
    server = createServer(tls, (request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const review = JSON.parse(Buffer.concat(chunks).toString()) as Review;
        response.end(JSON.stringify(answer(request.url ?? "", review)));
      });
    });
    await new Promise<void>((resolve) => {
      server.listen(0, "127.0.0.1", resolve);
    });
    url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    server.close();
    await cluster.dispose();
  });

  function answer(path: string, { request }: Review): object {
    const { uid, object } = request;
    const bad = object.metadata.name === "bad";
    const response = path.startsWith("/mutate")
      ? {
          uid,
          allowed: true,
          patchType: "JSONPatch",
          patch: btoa(JSON.stringify([{ op: "add", path: "/data/added", value: "by the hook" }])),
        }
      : { uid, allowed: !bad, ...(bad ? { status: { message: "the name is bad" } } : {}) };
    return { apiVersion: "admission.k8s.io/v1", kind: "AdmissionReview", response };
  }

  const webhook = (kind: string, path: string, extra: object = {}) =>
    JSON.stringify({
      apiVersion: "admissionregistration.k8s.io/v1",
      kind: `${kind}WebhookConfiguration`,
      metadata: { name: "hooks" },
      webhooks: [
        {
          name: `${kind.toLowerCase()}.example.com`,
          admissionReviewVersions: ["v1"],
          sideEffects: "None",
          clientConfig: { url: `${url}${path}`, caBundle },
          namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "default" } },
          rules: [
            {
              apiGroups: [""],
              apiVersions: ["v1"],
              operations: ["CREATE"],
              resources: ["configmaps"],
            },
          ],
          ...extra,
        },
      ],
    });
  /** What kubectl says of a command that must fail. */
  const refused = async (args: readonly string[], input?: string) => {
    const { code, stderr } = await k.run(args, input);
    expect(code).toBe(1);
    return stderr;
  };
  const configMap = (name: string) =>
    JSON.stringify({ apiVersion: "v1", kind: "ConfigMap", metadata: { name }, data: { own: "1" } });

  test("webhooks over TLS change and refuse what is applied", async () => {
    await k.ok(["create", "-f", "-"], webhook("Mutating", "/mutate"));
    await k.ok(["create", "-f", "-"], webhook("Validating", "/validate"));
    await k.ok(["apply", "-f", "-"], configMap("good"));
    expect(await k.ok(["get", "configmap", "good", "-o", "jsonpath={.data.added}"])).toBe(
      "by the hook",
    );
    expect((await refused(["apply", "-f", "-"], configMap("bad"))).trim()).toBe(
      'Error from server: error when creating "STDIN": admission webhook "validating.example.com" denied the request: the name is bad',
    );
    await k.ok(["delete", "validatingwebhookconfiguration,mutatingwebhookconfiguration", "hooks"]);
  });

  test("a webhook whose certificate nobody knows cannot be called", async () => {
    const clientConfig = { url: `${url}/validate` };
    await k.ok(["create", "-f", "-"], webhook("Validating", "/validate", { clientConfig }));
    expect(await refused(["create", "configmap", "unknown"])).toContain(
      `error: failed to create configmap: Internal error occurred: failed calling webhook "validating.example.com": failed to call webhook: Post "${url}/validate?timeout=10s": tls: failed to verify certificate: x509: certificate signed by unknown authority`,
    );
    await k.ok(["delete", "validatingwebhookconfiguration", "hooks"]);
  });

  test("a policy refuses in its own words, and says what is wrong with its expressions", async () => {
    const policy = (expression: string) =>
      JSON.stringify({
        apiVersion: "admissionregistration.k8s.io/v1",
        kind: "ValidatingAdmissionPolicy",
        metadata: { name: "replicas" },
        spec: {
          matchConstraints: {
            resourceRules: [
              {
                apiGroups: ["apps"],
                apiVersions: ["v1"],
                operations: ["CREATE", "UPDATE"],
                resources: ["deployments"],
              },
            ],
          },
          validations: [{ expression, message: "at most five" }],
        },
      });
    const binding = JSON.stringify({
      apiVersion: "admissionregistration.k8s.io/v1",
      kind: "ValidatingAdmissionPolicyBinding",
      metadata: { name: "everywhere" },
      spec: { policyName: "replicas", validationActions: ["Deny"] },
    });
    expect(await refused(["create", "-f", "-"], policy("object.spec.replicas <="))).toContain(
      'The ValidatingAdmissionPolicy "replicas" is invalid: spec.validations[0].expression: Invalid value: "object.spec.replicas <=": compilation failed: ERROR: <input>:1:24: Syntax error: mismatched input \'<EOF>\' expecting',
    );
    await k.ok(["create", "-f", "-"], policy("object.spec.replicas <= 5"));
    await k.ok(["create", "-f", "-"], binding);
    await k.ok(["create", "deployment", "web", "--image=web", "--replicas=2"]);
    expect(
      (await refused(["create", "deployment", "many", "--image=web", "--replicas=6"])).trim(),
    ).toBe(
      "error: failed to create deployment: deployments.apps \"many\" is forbidden: ValidatingAdmissionPolicy 'replicas' with binding 'everywhere' denied request: at most five",
    );
    const patch = ["patch", "deployment", "web", "--type=merge", "-p", '{"spec":{"replicas":9}}'];
    expect(await refused(patch)).toContain(
      "ValidatingAdmissionPolicy 'replicas' with binding 'everywhere' denied request: at most five",
    );
  });
});
