/**
 * Bundles of certificates that servers are verified with, and what is wrong with one (client-go, transport.TLSConfigFor; Go's
 * encoding/pem). Of a certificate its outer form is checked, not its contents: keys and names are for the connection to judge.
 */
import { isCertificate } from "./der.ts";
import { binaryText, nextBlock } from "./pem.ts";

/** `base64` is a field's value; an empty one has no fault. Go's words, or undefined. */
export function caBundleFault(base64: string): string | undefined {
  if (base64 === "") return undefined;
  const fault = faultOf(binaryText(base64));
  return fault && `unable to load root certificates: ${fault}`;
}

/** One certificate is enough; where there is none, the first thing that is wrong is told. */
function faultOf(text: string): string | undefined {
  let first: string | undefined;
  let at = 0;
  while (at < text.length) {
    const block = nextBlock(text, at);
    if (!block) {
      first ??= "unable to parse bytes as PEM block";
      break;
    }
    at = block.end;
    if (block.type !== "CERTIFICATE" || block.hasHeaders) continue;
    if (isCertificate(block.bytes)) return undefined;
    first ??= "failed to parse certificate: x509: malformed certificate";
  }
  return first ?? "no valid certificate authority data seen";
}
