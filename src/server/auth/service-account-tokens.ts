/**
 * Bound service-account tokens: JWTs signed with the cluster's key (RFC 7519, ES256), as TokenRequest issues them and
 * the API server checks them (pkg/serviceaccount). The key belongs to the embedder; nothing here is kept.
 */
import { isJsonObject, type JsonObject } from "../../api/json.ts";
import type { Clock } from "../../host/host.ts";

export interface TokenSubject {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  /** The Pod or Secret that the token is bound to: it ends with it. */
  readonly boundTo?: { readonly kind: string; readonly name: string; readonly uid: string };
}

export interface TokenClaims extends TokenSubject {
  readonly audiences: readonly string[];
  /** Milliseconds since 1970. */
  readonly expiresMs: number;
}

export const issuer = "https://kubernetes.default.svc.cluster.local";
const algorithm = { name: "ECDSA", hash: "SHA-256" } as const;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** A new signing key pair (P-256); extractable, so that a host can keep it. */
export function generateTokenKeys(): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, [
    "sign",
    "verify",
  ]);
}

export class ServiceAccountTokens {
  readonly #keys: CryptoKeyPair;
  readonly #clock: Clock;
  #keyId: Promise<string> | undefined;

  constructor(keys: CryptoKeyPair, clock: Clock) {
    this.#keys = keys;
    this.#clock = clock;
  }

  async issue(
    subject: TokenSubject,
    audiences: readonly string[],
    lifetimeSeconds: number,
  ): Promise<{ token: string; expiresMs: number }> {
    const issued = Math.floor(this.#clock.nowMs() / 1000);
    const expires = issued + lifetimeSeconds;
    const { namespace, name, uid, boundTo } = subject;
    const claims: JsonObject = {
      aud: [...audiences],
      exp: expires,
      iat: issued,
      iss: issuer,
      "kubernetes.io": {
        namespace,
        ...(boundTo
          ? { [boundTo.kind.toLowerCase()]: { name: boundTo.name, uid: boundTo.uid } }
          : {}),
        serviceaccount: { name, uid },
      },
      nbf: issued,
      sub: `system:serviceaccount:${namespace}:${name}`,
    };
    const header = { alg: "ES256", kid: await this.#id(), typ: "JWT" };
    const input = `${encode(JSON.stringify(header))}.${encode(JSON.stringify(claims))}`;
    const signature = await crypto.subtle.sign(
      algorithm,
      this.#keys.privateKey,
      encoder.encode(input),
    );
    return {
      token: `${input}.${encodeBytes(new Uint8Array(signature))}`,
      expiresMs: expires * 1000,
    };
  }

  /** The claims of a token that we signed and that has not expired; undefined for anything else. */
  async verify(token: string): Promise<TokenClaims | undefined> {
    const [header, payload, signature, ...more] = token.split(".");
    if (!header || !payload || !signature || more.length > 0) return undefined;
    const bytes = decodeBytes(signature);
    const text = decodeBytes(payload);
    if (!bytes || !text) return undefined;
    const input = encoder.encode(`${header}.${payload}`);
    if (!(await crypto.subtle.verify(algorithm, this.#keys.publicKey, bytes, input)))
      return undefined;
    const claims = readClaims(decoder.decode(text));
    return claims && claims.expiresMs > this.#clock.nowMs() ? claims : undefined;
  }

  #id(): Promise<string> {
    this.#keyId ??= (async () => {
      const der = await crypto.subtle.exportKey("spki", this.#keys.publicKey);
      return encodeBytes(new Uint8Array(await crypto.subtle.digest("SHA-256", der)));
    })();
    return this.#keyId;
  }
}

function readClaims(text: string): TokenClaims | undefined {
  let claims: unknown;
  try {
    claims = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isJsonObject(claims) || claims["iss"] !== issuer) return undefined;
  const ours = claims["kubernetes.io"];
  const expires = claims["exp"];
  if (!isJsonObject(ours) || typeof expires !== "number") return undefined;
  const account = ours["serviceaccount"];
  if (!isJsonObject(account) || typeof ours["namespace"] !== "string") return undefined;
  const bound = (["pod", "secret", "node"] as const).flatMap((kind) => {
    const entry = ours[kind];
    return isJsonObject(entry)
      ? [{ kind, name: String(entry["name"]), uid: String(entry["uid"]) }]
      : [];
  })[0];
  const audiences = Array.isArray(claims["aud"]) ? claims["aud"].map(String) : [];
  return {
    namespace: ours["namespace"],
    name: String(account["name"]),
    uid: String(account["uid"]),
    audiences,
    expiresMs: expires * 1000,
    ...(bound ? { boundTo: bound } : {}),
  };
}

function encode(text: string): string {
  return encodeBytes(encoder.encode(text));
}

function encodeBytes(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

function decodeBytes(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (!/^[\w-]+$/.test(text)) return undefined;
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}
