/** What went wrong with a connection, in the words of Go's net, crypto/tls and net/http: they reach users and clients' log filters. */
import { isIP } from "node:net";
import type { PeerCertificate } from "node:tls";
import { checkServerIdentity } from "node:tls";
import { OutboundError, type OutboundTarget } from "../../server/outbound/outbound.ts";

const verification = "tls: failed to verify certificate: x509:";

/** Node's (and OpenSSL's) codes for a certificate that no trusted authority has signed. */
const untrusted = new Set([
  "CERT_UNTRUSTED",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
]);

export function outboundError(error: NodeJS.ErrnoException, target: OutboundTarget): Error {
  if (error instanceof OutboundError) return error;
  const { code, message } = wordsFor(error, target);
  return new OutboundError(code, message, { cause: error });
}

function wordsFor(
  error: NodeJS.ErrnoException,
  { host, port, tls }: OutboundTarget,
): { readonly code: OutboundError["code"]; readonly message: string } {
  const where = host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
  const { code = "" } = error;
  if (tls && untrusted.has(code)) {
    return { code: "tls", message: `${verification} certificate signed by unknown authority` };
  }
  if (tls && /wrong version number|packet length too long/.test(error.message)) {
    return { code: "tls", message: "http: server gave HTTP response to HTTPS client" };
  }
  switch (code) {
    case "ECONNREFUSED":
      return { code: "refused", message: `dial tcp ${where}: connect: connection refused` };
    case "EHOSTUNREACH":
      return { code: "unreachable", message: `dial tcp ${where}: connect: no route to host` };
    case "ENETUNREACH":
      return { code: "unreachable", message: `dial tcp ${where}: connect: network is unreachable` };
    case "ETIMEDOUT":
      return { code: "timeout", message: `dial tcp ${where}: connect: connection timed out` };
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return { code: "unreachable", message: `dial tcp: lookup ${host}: no such host` };
    case "ECONNRESET":
      // Node's word for a connection that was closed before it answered.
      return error.message === "socket hang up"
        ? { code: "failed", message: "EOF" }
        : { code: "failed", message: `read tcp ${where}: read: connection reset by peer` };
    case "CERT_HAS_EXPIRED":
    case "CERT_NOT_YET_VALID":
      return {
        code: "tls",
        message: `${verification} certificate has expired or is not yet valid`,
      };
    case "ERR_TLS_CERT_ALTNAME_INVALID":
      return { code: "tls", message: `${verification} ${error.message}` };
    default:
      if (code.startsWith("HPE_")) {
        return { code: "failed", message: `malformed HTTP response: ${error.message}` };
      }
      if (code.startsWith("ERR_SSL") || code.startsWith("EPROTO")) {
        return { code: "tls", message: `remote error: tls: ${error.message}` };
      }
      return { code: "failed", message: error.message };
  }
}

export const isAddress = (name: string): boolean => isIP(name) !== 0;

/** Checks a certificate for that name, and words a mismatch as Go does. */
export function identityOf(
  serverName: string,
): (host: string, certificate: PeerCertificate) => Error | undefined {
  return (_host, certificate) => {
    const error = checkServerIdentity(serverName, certificate);
    if (!error) return undefined;
    return Object.assign(new Error(mismatch(serverName, certificate)), {
      code: "ERR_TLS_CERT_ALTNAME_INVALID",
    });
  };
}

function mismatch(serverName: string, { subjectaltname, subject }: PeerCertificate): string {
  const names = (subjectaltname ?? "").split(", ").filter((name) => name !== "");
  const kind = isAddress(serverName) ? "IP Address:" : "DNS:";
  const same = names.filter((name) => name.startsWith(kind)).map((name) => name.slice(kind.length));
  if (isAddress(serverName)) {
    return same.length === 0
      ? `cannot validate certificate for ${serverName} because it doesn't contain any IP SANs`
      : `certificate is valid for ${same.join(", ")}, not ${serverName}`;
  }
  if (names.length === 0 && subject.CN !== undefined) {
    return "certificate relies on legacy Common Name field, use SANs instead";
  }
  return same.length === 0
    ? `certificate is not valid for any names, but wanted to match ${serverName}`
    : `certificate is valid for ${same.join(", ")}, not ${serverName}`;
}
