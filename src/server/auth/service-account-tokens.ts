/**
 * Bound service-account tokens: JWTs signed with the cluster's key (RFC 7519, ES256), as TokenRequest issues them and
 * the API server checks them (pkg/serviceaccount). The key belongs to the embedder; nothing here is kept.
 */
import { isJsonObject, type JsonObject } from "../../api/json.ts";
import { uuid, type Host } from "../../host/host.ts";

/** An object that a token is bound to: it ends with it. */
export interface BoundObject {
  readonly name: string;
  readonly uid: string;
}

export interface TokenSubject {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  /** A Pod's token names the Pod's node, too. */
  readonly bound: {
    readonly pod?: BoundObject;
    readonly secret?: BoundObject;
    readonly node?: BoundObject;
  };
}

export interface TokenClaims extends TokenSubject {
  readonly audiences: readonly string[];
  /** Milliseconds since 1970; undefined for the tokens of Secrets, which do not expire. */
  readonly expiresMs: number | undefined;
  /** From when on the token lives but because clients of old do not ask for new ones. */
  readonly warnAfterMs?: number;
  /** The token's own identifier (`jti`). */
  readonly id: string | undefined;
  /** The Secret that a token of the old kind is kept in. */
  readonly legacySecret: string | undefined;
}

export type Verification =
  | { readonly ok: true; readonly claims: TokenClaims }
  /** `error` is empty for what is no token of ours at all. */
  | { readonly ok: false; readonly error: string };

export interface TokenTimes {
  readonly lifetimeSeconds: number;
  /** Seconds after which a client should have asked for a new one, when it lives longer than it was asked to. */
  readonly warnAfterSeconds?: number;
}

/** kubeadm's default --service-account-issuer; also the audience of tokens for the API itself. */
export const issuer = "https://kubernetes.default.svc.cluster.local";
/** Who issues the tokens of Secrets. */
const legacyIssuer = "kubernetes/serviceaccount";
const legacyClaims = "kubernetes.io/serviceaccount";
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

/** Some kilobytes each, at most. */
const rememberedTokensMax = 1024;

export class ServiceAccountTokens {
  readonly #keys: CryptoKeyPair;
  readonly #host: Pick<Host, "clock" | "random">;
  #keyId: Promise<string> | undefined;
  /** What tokens say whose signature has been found right, oldest first: a client sends its own with every request. */
  readonly #signed = new Map<string, TokenClaims>();

  constructor(keys: CryptoKeyPair, host: Pick<Host, "clock" | "random">) {
    this.#keys = keys;
    this.#host = host;
  }

  async issue(
    subject: TokenSubject,
    audiences: readonly string[],
    { lifetimeSeconds, warnAfterSeconds }: TokenTimes,
  ): Promise<string> {
    const issued = Math.floor(this.#host.clock.nowMs() / 1000);
    const { namespace, name, uid, bound } = subject;
    const ref = (kind: keyof TokenSubject["bound"]): JsonObject => {
      const object = bound[kind];
      if (!object) return {};
      return { [kind]: { name: object.name, ...(object.uid ? { uid: object.uid } : {}) } };
    };
    return this.#sign({
      aud: [...audiences],
      exp: issued + lifetimeSeconds,
      iat: issued,
      iss: issuer,
      jti: uuid(this.#host.random),
      "kubernetes.io": {
        namespace,
        ...ref("node"),
        ...ref("pod"),
        ...ref("secret"),
        serviceaccount: { name, uid },
        ...(warnAfterSeconds === undefined ? {} : { warnafter: issued + warnAfterSeconds }),
      },
      nbf: issued,
      sub: `system:serviceaccount:${namespace}:${name}`,
    });
  }

  /** The token of a Secret of type kubernetes.io/service-account-token: it lives as long as the Secret (pkg/serviceaccount/legacy). */
  issueForSecret(
    { namespace, name, uid }: Omit<TokenSubject, "bound">,
    secretName: string,
  ): Promise<string> {
    return this.#sign({
      iss: legacyIssuer,
      [`${legacyClaims}/namespace`]: namespace,
      [`${legacyClaims}/secret.name`]: secretName,
      [`${legacyClaims}/service-account.name`]: name,
      [`${legacyClaims}/service-account.uid`]: uid,
      sub: `system:serviceaccount:${namespace}:${name}`,
    });
  }

  async #sign(claims: JsonObject): Promise<string> {
    const header = { alg: "ES256", kid: await this.#id() };
    const input = `${encode(JSON.stringify(header))}.${encode(JSON.stringify(claims))}`;
    const signature = await crypto.subtle.sign(
      algorithm,
      this.#keys.privateKey,
      encoder.encode(input),
    );
    return `${input}.${encodeBytes(new Uint8Array(signature))}`;
  }

  /** Checks signature, issuer and times; what the token is bound to is token-authenticator.ts's. */
  async verify(token: string): Promise<Verification> {
    const known = this.verifyKnown(token);
    if (known) return known;
    const [header, payload, signature, ...more] = token.split(".");
    const foreign: Verification = { ok: false, error: "" };
    if (!header || !payload || !signature || more.length > 0) return foreign;
    const bytes = decodeBytes(signature);
    const text = decodeBytes(payload);
    if (!bytes || !text) return foreign;
    const claims = readClaims(decoder.decode(text));
    if (!claims) return foreign;
    const input = encoder.encode(`${header}.${payload}`);
    if (!(await crypto.subtle.verify(algorithm, this.#keys.publicKey, bytes, input))) {
      return { ok: false, error: "square/go-jose: error in cryptographic primitive" };
    }
    this.#remember(token, claims);
    return this.stillValid(claims);
  }

  /** The same for a token whose signature has been checked before; undefined for any other. */
  verifyKnown(token: string): Verification | undefined {
    const claims = this.#signed.get(token);
    return claims && this.stillValid(claims);
  }

  /** What a token says whose signature was found right, unless its time is over. */
  stillValid(claims: TokenClaims): Verification {
    const { expiresMs } = claims;
    if (expiresMs !== undefined && expiresMs <= this.#host.clock.nowMs()) {
      return { ok: false, error: "service account token has expired" };
    }
    return { ok: true, claims };
  }

  #remember(token: string, claims: TokenClaims): void {
    this.#signed.set(token, claims);
    if (this.#signed.size <= rememberedTokensMax) return;
    for (const oldest of this.#signed.keys()) {
      this.#signed.delete(oldest);
      return;
    }
  }

  /** The public key as a JSON Web Key Set (RFC 7517), for those who check tokens themselves. */
  async keySet(): Promise<JsonObject> {
    const { kty, crv, x, y } = await crypto.subtle.exportKey("jwk", this.#keys.publicKey);
    const kid = await this.#id();
    return {
      keys: [
        {
          use: "sig",
          kty: kty ?? "",
          kid,
          crv: crv ?? "",
          alg: "ES256",
          x: x ?? "",
          y: y ?? "",
        },
      ],
    };
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
  if (!isJsonObject(claims)) return undefined;
  if (claims["iss"] === legacyIssuer) return readLegacyClaims(claims);
  if (claims["iss"] !== issuer) return undefined;
  const ours = claims["kubernetes.io"];
  const expires = claims["exp"];
  if (!isJsonObject(ours) || typeof expires !== "number") return undefined;
  const account = ours["serviceaccount"];
  if (!isJsonObject(account) || typeof ours["namespace"] !== "string") return undefined;
  const bound = Object.fromEntries(
    (["node", "pod", "secret"] as const).flatMap((kind) => {
      const entry = ours[kind];
      if (!isJsonObject(entry)) return [];
      return [[kind, { name: String(entry["name"]), uid: String(entry["uid"] ?? "") }]];
    }),
  );
  const warnAfter = ours["warnafter"];
  return {
    ...(typeof warnAfter === "number" ? { warnAfterMs: warnAfter * 1000 } : {}),
    namespace: ours["namespace"],
    name: String(account["name"]),
    uid: String(account["uid"]),
    audiences: Array.isArray(claims["aud"]) ? claims["aud"].map(String) : [],
    expiresMs: expires * 1000,
    id: typeof claims["jti"] === "string" ? claims["jti"] : undefined,
    legacySecret: undefined,
    bound,
  };
}

function readLegacyClaims(claims: JsonObject): TokenClaims | undefined {
  const text = (name: string) => {
    const value = claims[`${legacyClaims}/${name}`];
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  const namespace = text("namespace");
  const name = text("service-account.name");
  const uid = text("service-account.uid");
  const legacySecret = text("secret.name");
  if (!namespace || !name || !uid || !legacySecret) return undefined;
  const rest = { audiences: [], expiresMs: undefined, id: undefined, bound: {} };
  return { namespace, name, uid, legacySecret, ...rest };
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
  if (!/^[\w-]+$/.test(text) || text.length % 4 === 1) return undefined;
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}
