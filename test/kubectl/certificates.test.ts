/** A user made by a certificate: requested with openssl, approved with kubectl, and used over TLS. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventually } from "../fixtures/eventually.ts";
import { KubectlRunner, noKubectl, pickKubectls } from "../fixtures/kubectl.ts";
import { CliCluster } from "../fixtures/running-cluster.ts";

const kubectls = pickKubectls();
const openssl = ["/usr/bin/openssl", "/usr/local/bin/openssl", "/opt/homebrew/bin/openssl"].find(
  existsSync,
);

if (kubectls.length === 0 || openssl === undefined) {
  test("kubectl and certificates", ({ skip }) =>
    skip(kubectls.length === 0 ? noKubectl : "no openssl on this machine"));
}

describe.each(openssl === undefined ? [] : kubectls)("kubectl $version", (kubectl) => {
  const cluster = new CliCluster();
  let k: KubectlRunner;
  const file = (name: string) => join(cluster.home, name);

  /** A key of its own kind, and a request for that subject in base64. */
  const request = (name: string, subject: string, key: readonly string[]) => {
    execFileSync(openssl ?? "", [...key, "-out", file(`${name}.key`)], { stdio: "ignore" });
    execFileSync(openssl ?? "", [
      ..."req -new -subj".split(" "),
      subject,
      "-key",
      file(`${name}.key`),
      "-out",
      file(`${name}.csr`),
    ]);
    return readFileSync(file(`${name}.csr`)).toString("base64");
  };
  const rsa = ["genrsa"];
  const elliptic = ["ecparam", "-genkey", "-name", "prime256v1"];
  const manifest = (name: string, pem: string, spec: object) =>
    JSON.stringify({
      apiVersion: "certificates.k8s.io/v1",
      kind: "CertificateSigningRequest",
      metadata: { name },
      spec: { request: pem, ...spec },
    });
  const apiClient = { signerName: "kubernetes.io/kube-apiserver-client", usages: ["client auth"] };

  beforeAll(async () => {
    await cluster.start(["--nodes", "1"]);
    k = new KubectlRunner(kubectl, { kubeconfig: cluster.kubeconfig, home: cluster.home });
  });
  afterAll(() => cluster.dispose());

  test.each([
    ["bob", rsa],
    ["eva", elliptic],
  ])("%s logs in with the certificate that was approved", async (name, key) => {
    const pem = request(name, `/O=devs/O=ops/CN=${name}`, key);
    await k.ok(
      ["create", "-f", "-"],
      manifest(name, pem, { ...apiClient, expirationSeconds: 3600 }),
    );
    expect(await k.ok(["get", "csr", name])).toMatch(
      /kubernetes\.io\/kube-apiserver-client\s+kubarium-admin\s+60m\s+Pending/,
    );
    await k.ok(["certificate", "approve", name]);
    const certificate = await eventually(async () => {
      expect(await k.ok(["get", "csr", name])).toContain("Approved,Issued");
      return k.ok(["get", "csr", name, "-o", "jsonpath={.status.certificate}"]);
    });
    writeFileSync(file(`${name}.crt`), Buffer.from(certificate, "base64"));
    await k.ok([
      "config",
      "set-credentials",
      name,
      `--client-certificate=${file(`${name}.crt`)}`,
      `--client-key=${file(`${name}.key`)}`,
    ]);
    const said = await k.ok(["--user", name, "auth", "whoami"]);
    expect(said).toMatch(new RegExp(`^Username\\s+${name}$`, "m"));
    expect(said).toMatch(/^Groups\s+\[devs ops system:authenticated\]$/m);
  });

  test("a certificate of somebody else's is none", async () => {
    request("stranger", "/O=system:masters/CN=stranger", elliptic);
    execFileSync(openssl ?? "", [
      ..."req -x509 -days 2 -subj /O=system:masters/CN=stranger -key".split(" "),
      file("stranger.key"),
      "-out",
      file("stranger.crt"),
    ]);
    await k.ok([
      "config",
      "set-credentials",
      "stranger",
      `--client-certificate=${file("stranger.crt")}`,
      `--client-key=${file("stranger.key")}`,
    ]);
    const { stderr } = await k.run(["--user", "stranger", "get", "pods"]);
    expect(stderr).toContain("You must be logged in to the server");
  });

  test("what is denied stays unsigned", async () => {
    const pem = request("no", "/CN=no", elliptic);
    await k.ok(["create", "-f", "-"], manifest("no", pem, apiClient));
    await k.ok(["certificate", "deny", "no"]);
    expect(await k.ok(["get", "csr", "no"])).toMatch(/Denied/);
    expect(await k.ok(["get", "csr", "no", "-o", "jsonpath={.status.certificate}"])).toBe("");
  });

  test("what its signer does not sign fails, and says why", async () => {
    const pem = request("bad", "/CN=bad", elliptic);
    const spec = { ...apiClient, usages: ["client auth", "server auth"] };
    await k.ok(["create", "-f", "-"], manifest("bad", pem, spec));
    await k.ok(["certificate", "approve", "bad"]);
    await eventually(async () => {
      const conditions = await k.ok(["get", "csr", "bad", "-o", "jsonpath={.status.conditions}"]);
      expect(conditions).toContain("SignerValidationFailure");
      expect(conditions).toContain("invalid usage for client certificate: server auth");
    });
  });

  test("nobody asks for a certificate of system:masters", async () => {
    const pem = request("root", "/O=system:masters/CN=root", elliptic);
    const { stderr } = await k.run(["create", "-f", "-"], manifest("root", pem, apiClient));
    expect(stderr).toContain(
      'certificatesigningrequests.certificates.k8s.io "root" is forbidden: use of kubernetes.io/kube-apiserver-client signer with system:masters group is not allowed',
    );
  });

  test("approving takes the right to, for that signer", async () => {
    const pem = request("asks", "/CN=asks", elliptic);
    await k.ok(["create", "-f", "-"], manifest("asks", pem, apiClient));
    await k.ok(
      ["create", "-f", "-"],
      "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: csr-writer}\nrules: [{apiGroups: [certificates.k8s.io], resources: [certificatesigningrequests, certificatesigningrequests/approval], verbs: [get, update]}]\n",
    );
    await k.ok(["create", "clusterrolebinding", "w", "--clusterrole=csr-writer", "--user=mia"]);
    const { stderr } = await k.run(["certificate", "approve", "asks", "--as=mia"]);
    expect(stderr).toContain(
      'user not permitted to approve requests with signerName "kubernetes.io/kube-apiserver-client"',
    );
    const role = "system:certificates.k8s.io:kube-apiserver-client-approver";
    await k.ok(["create", "clusterrolebinding", "a", `--clusterrole=${role}`, "--user=mia"]);
    await k.ok(["certificate", "approve", "asks", "--as=mia"]);
  });

  test("a kubelet's own client certificate needs nobody's word", async () => {
    const pem = request("node", "/O=system:nodes/CN=system:node:n9", elliptic);
    const spec = {
      signerName: "kubernetes.io/kube-apiserver-client-kubelet",
      usages: ["digital signature", "client auth"],
    };
    const role = "system:certificates.k8s.io:certificatesigningrequests:selfnodeclient";
    await k.ok([
      "create",
      "clusterrolebinding",
      "n",
      `--clusterrole=${role}`,
      "--group=system:nodes",
    ]);
    const as = ["--as=system:node:n9", "--as-group=system:nodes"];
    await k.ok([
      "create",
      "clusterrolebinding",
      "b",
      "--clusterrole=system:node-bootstrapper",
      "--group=system:nodes",
    ]);
    await k.ok(["create", "-f", "-", "--validate=false", ...as], manifest("node", pem, spec));
    await eventually(async () => {
      expect(await k.ok(["get", "csr", "node"])).toMatch(
        /system:node:n9\s+<none>\s+Approved,Issued/,
      );
    });
  });
});
