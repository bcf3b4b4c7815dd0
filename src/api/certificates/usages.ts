/** The usages that a request for a certificate may ask for (pkg/apis/certificates/validation). */
import {
  duplicate,
  invalidValue,
  notSupported,
  type FieldErrors,
} from "../validation/field-errors.ts";

/** In the order in which errors list them. */
const known = [
  "any",
  "cert sign",
  "client auth",
  "code signing",
  "content commitment",
  "crl sign",
  "data encipherment",
  "decipher only",
  "digital signature",
  "email protection",
  "encipher only",
  "ipsec end system",
  "ipsec tunnel",
  "ipsec user",
  "key agreement",
  "key encipherment",
  "microsoft sgc",
  "netscape sgc",
  "ocsp signing",
  "s/mime",
  "server auth",
  "signing",
  "timestamping",
];
const legacySigner = "kubernetes.io/legacy-unknown";

/** What only new requests are held to: old ones may have been let in by earlier versions of the API. */
export function validateUsages(
  errors: FieldErrors,
  {
    usages = [],
    signerName,
  }: { readonly usages?: readonly string[]; readonly signerName?: string },
): void {
  const seen = new Set<string>();
  for (const [index, usage] of usages.entries()) {
    const path = `spec.usages[${index}]`;
    if (!known.includes(usage)) errors.push(notSupported(path, usage, known));
    if (seen.has(usage)) errors.push(duplicate(path, usage));
    seen.add(usage);
  }
  if (signerName !== legacySigner) return;
  const detail = "the legacy signerName is not allowed via this API version";
  errors.push(invalidValue("spec.signerName", signerName, detail));
}
