/**
 * What identifies a cluster on this machine, kept in its data directory over restarts: the authority, the server's and the
 * admin's certificates, the key that signs service-account tokens, and the dashboard's token. All files are mode 0600.
 */
import { randomBytes, X509Certificate } from "node:crypto";
import { chmod, mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { generateTokenKeys } from "../../server/auth/service-account-tokens.ts";
import type { CertificateRequest, PemPair } from "../certificates.ts";

export interface Credentials {
  readonly authority: PemPair;
  readonly server: PemPair;
  /** Client certificate in group system:masters. */
  readonly admin: PemPair;
  readonly tokenKeys: CryptoKeyPair;
  /** What the dashboard's page must show to be let in. */
  readonly dashboardToken: string;
}

/** Certificates with less than this to live are made anew. */
const renewMs = 30 * 86_400_000;
const tokenAlgorithm = { name: "ECDSA", namedCurve: "P-256" } as const;

export interface CredentialOptions {
  readonly dataDir: string;
  /** Addresses that the server's certificate must name, beside the loopback ones. */
  readonly addresses: readonly string[];
  readonly nowMs: number;
}

export async function loadCredentials(options: CredentialOptions): Promise<Credentials> {
  const { nowMs, addresses } = options;
  const dir = join(options.dataDir, "pki");
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const [stored, tokenKeys, dashboardToken] = await Promise.all([
    readPair(dir, "ca"),
    loadTokenKeys(dir),
    loadDashboardToken(dir),
  ]);
  const authority = stored ?? (await (await certificates()).createAuthority("kubarium-ca", nowMs));
  if (!stored) await writePair(dir, "ca", authority);
  const leaf = (name: string, request: CertificateRequest) =>
    loadLeaf(dir, { name, authority, fresh: stored === undefined, request, nowMs });
  const [server, admin] = await Promise.all([
    leaf("apiserver", serverRequest(addresses)),
    leaf("admin", {
      usage: "client",
      commonName: "kubarium-admin",
      organizations: ["system:masters"],
    }),
  ]);
  return { authority, server, admin, tokenKeys, dashboardToken };
}

function serverRequest(addresses: readonly string[]): CertificateRequest {
  return {
    usage: "server",
    commonName: "kube-apiserver",
    dnsNames: [
      "localhost",
      "kubernetes",
      "kubernetes.default",
      "kubernetes.default.svc",
      "kubernetes.default.svc.cluster.local",
      "host.docker.internal",
    ],
    addresses: ["127.0.0.1", "::1", ...addresses],
  };
}

async function loadLeaf(
  dir: string,
  args: {
    name: string;
    authority: PemPair;
    fresh: boolean;
    request: CertificateRequest;
    nowMs: number;
  },
): Promise<PemPair> {
  const { name, authority, fresh, request, nowMs } = args;
  // The names that a certificate was made for are kept beside it: other names, another certificate.
  const wanted = JSON.stringify(request);
  const stored = fresh ? undefined : await readPair(dir, name);
  const made = await readText(join(dir, `${name}.json`));
  if (stored && made === wanted && expiresMs(stored.certificate) - nowMs > renewMs) return stored;
  const pair = await (await certificates()).issueCertificate(authority, request, nowMs);
  await writePair(dir, name, pair);
  await writeSecret(join(dir, `${name}.json`), wanted);
  return pair;
}

/** Loaded only when something is to be signed: most starts sign nothing. */
function certificates(): Promise<typeof import("../certificates.ts")> {
  return import("../certificates.ts");
}

function expiresMs(certificate: string): number {
  return Date.parse(new X509Certificate(certificate).validTo);
}

async function loadTokenKeys(dir: string): Promise<CryptoKeyPair> {
  const path = join(dir, "service-account.json");
  const text = await readText(path);
  if (text === undefined) {
    const keys = await generateTokenKeys();
    await writeSecret(path, JSON.stringify(await crypto.subtle.exportKey("jwk", keys.privateKey)));
    return keys;
  }
  const jwk = JSON.parse(text) as JsonWebKey;
  const { d: _private, key_ops: _uses, ...open } = jwk;
  const [privateKey, publicKey] = await Promise.all([
    crypto.subtle.importKey("jwk", jwk, tokenAlgorithm, true, ["sign"]),
    crypto.subtle.importKey("jwk", open, tokenAlgorithm, true, ["verify"]),
  ]);
  return { privateKey, publicKey };
}

async function loadDashboardToken(dir: string): Promise<string> {
  const path = join(dir, "dashboard-token");
  const text = await readText(path);
  if (text !== undefined && text !== "") return text;
  const token = randomBytes(24).toString("base64url");
  await writeSecret(path, token);
  return token;
}

async function readPair(dir: string, name: string): Promise<PemPair | undefined> {
  const [certificate, key] = await Promise.all([
    readText(join(dir, `${name}.crt`)),
    readText(join(dir, `${name}.key`)),
  ]);
  return certificate !== undefined && key !== undefined ? { certificate, key } : undefined;
}

async function writePair(dir: string, name: string, pair: PemPair): Promise<void> {
  await writeSecret(join(dir, `${name}.key`), pair.key);
  await writeSecret(join(dir, `${name}.crt`), pair.certificate);
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** Writes a file that only the user may read, whole or not at all. */
export async function writeSecret(path: string, text: string): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`;
  await writeFile(temporary, text, { mode: 0o600 });
  await chmod(temporary, 0o600);
  await rename(temporary, path);
}
