/** The user's kubeconfig: what stands in it with us alone, and beside others (client-go, tools/clientcmd). */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { parse } from "yaml";
import { withEntry } from "../../../src/host/node/kubeconfig-document.ts";
import { kubeconfigText, mergeKubeconfig } from "../../../src/host/node/kubeconfig.ts";

const entry = {
  name: "kubarium",
  server: "https://127.0.0.1:6443",
  caCertificate: "-----BEGIN CERTIFICATE-----\n".repeat(40),
  clientCertificate: "cert",
  clientKey: "key",
};
let directory: string;
let path: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "kubarium-kubeconfig-"));
  path = join(directory, "config");
});
afterEach(() => rmSync(directory, { recursive: true }));
const read = () => readFileSync(path, "utf8");

test("the text of an entry alone is what a YAML writer gives", () => {
  expect(kubeconfigText(entry)).toBe(withEntry("", { path, entry }));
  expect(parse(kubeconfigText(entry))).toEqual({
    apiVersion: "v1",
    kind: "Config",
    clusters: [
      {
        name: "kubarium",
        cluster: {
          server: "https://127.0.0.1:6443",
          "certificate-authority-data": Buffer.from(entry.caCertificate).toString("base64"),
        },
      },
    ],
    users: [
      {
        name: "kubarium",
        user: { "client-certificate-data": "Y2VydA==", "client-key-data": "a2V5" },
      },
    ],
    contexts: [{ name: "kubarium", context: { cluster: "kubarium", user: "kubarium" } }],
    "current-context": "kubarium",
  });
});

test.each([
  ["none", undefined],
  ["an empty one", "\n"],
  ["our own", kubeconfigText(entry)],
  [
    "our own of other addresses and keys",
    kubeconfigText({ ...entry, server: "b", clientKey: "c" }),
  ],
])("a file of our own follows %s, for its owner alone to read", async (_what, before) => {
  if (before !== undefined) writeFileSync(path, before, { mode: 0o600 });
  await mergeKubeconfig(path, entry);
  expect(read()).toBe(kubeconfigText(entry));
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test("what the user has set in our context stays", async () => {
  const before = kubeconfigText({ ...entry, server: "https://127.0.0.1:1" });
  writeFileSync(
    path,
    before.replace("      user: kubarium\n", "      user: kubarium\n      namespace: mine\n"),
  );
  await mergeKubeconfig(path, entry);
  const merged = parse(read());
  expect(merged.contexts[0].context).toEqual({
    cluster: "kubarium",
    user: "kubarium",
    namespace: "mine",
  });
  expect(merged.clusters[0].cluster.server).toBe(entry.server);
});

test.each([
  ["a comment of the user's", (text: string) => `# mine\n${text}`],
  [
    "another current context",
    (text: string) => text.replace(/current-context: .*/, "current-context: b"),
  ],
  ["preferences", (text: string) => `${text}preferences: {}\n`],
])("%s stays where the rest is ours", async (_what, change) => {
  writeFileSync(path, change(kubeconfigText({ ...entry, server: "https://127.0.0.1:1" })));
  await mergeKubeconfig(path, entry);
  expect(read()).toBe(change(kubeconfigText(entry)));
});

test("what is no kubeconfig is left alone", async () => {
  writeFileSync(path, "- a\n");
  await expect(mergeKubeconfig(path, entry)).rejects.toThrow("it is not a mapping");
  expect(read()).toBe("- a\n");
});
