/** Whether a certificate and a private key belong together, in the words of Go's crypto/tls (X509KeyPair). */
import { isCertificate, privateKeyOf, publicKeyOf } from "./der.ts";
import { binaryText, nextBlock } from "./pem.ts";

/** Both in base64, as a Secret has them. Call `loadPublicKeys` first. */
export function keyPairFault(certificate: string, key: string): string | undefined {
  const found = firstCertificate(binaryText(certificate));
  if ("fault" in found) return found.fault;
  const wanted = firstKey(binaryText(key));
  if ("fault" in wanted) return wanted.fault;
  if (!isCertificate(found.bytes)) return "x509: malformed certificate";
  const signed = publicKeyOf(found.bytes);
  if (typeof signed === "string") return signed;
  const own = privateKeyOf(wanted.bytes);
  if (!own) return "tls: failed to parse private key";
  if (!signed) return "tls: unknown public key algorithm";
  if (own.kind !== signed.kind) return "tls: private key type does not match public key type";
  if (own.public === signed.public) return undefined;
  return "tls: private key does not match public key";
}

type Found = { readonly bytes: string } | { readonly fault: string };

function firstCertificate(text: string): Found {
  const { bytes, skipped } = firstBlock(text, (type) => type === "CERTIFICATE");
  if (bytes !== undefined) return { bytes };
  const [only] = skipped;
  if (only === undefined) {
    return { fault: "tls: failed to find any PEM data in certificate input" };
  }
  if (skipped.length === 1 && only.endsWith("PRIVATE KEY")) {
    const fault =
      "tls: failed to find certificate PEM data in certificate input, but did find a private key; PEM inputs may have been switched";
    return { fault };
  }
  const types = skipped.join(" ");
  const fault = `tls: failed to find "CERTIFICATE" PEM block in certificate input after skipping PEM blocks of the following types: [${types}]`;
  return { fault };
}

function firstKey(text: string): Found {
  const isKey = (type: string) => type === "PRIVATE KEY" || type.endsWith(" PRIVATE KEY");
  const { bytes, skipped } = firstBlock(text, isKey);
  if (bytes !== undefined) return { bytes };
  const [only] = skipped;
  if (only === undefined) return { fault: "tls: failed to find any PEM data in key input" };
  if (skipped.length === 1 && only === "CERTIFICATE") {
    return { fault: "tls: found a certificate rather than a key in the PEM for the private key" };
  }
  const types = skipped.join(" ");
  const fault = `tls: failed to find PEM block with type ending in "PRIVATE KEY" in key input after skipping PEM blocks of the following types: [${types}]`;
  return { fault };
}

function firstBlock(
  text: string,
  isWanted: (type: string) => boolean,
): { readonly bytes?: string; readonly skipped: readonly string[] } {
  const skipped: string[] = [];
  for (let block = nextBlock(text, 0); block; block = nextBlock(text, block.end)) {
    if (isWanted(block.type)) return { bytes: block.bytes, skipped };
    skipped.push(block.type);
  }
  return { skipped };
}
