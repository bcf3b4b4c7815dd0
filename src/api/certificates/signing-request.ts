/**
 * What a PKCS #10 certificate request asks for, and whether one of the built-in signers would sign it
 * (pkg/apis/certificates/helpers.go, pkg/controller/certificates/signer). The parser is loaded with the first request.
 */

export interface ParsedRequest {
  readonly commonName: string;
  readonly organizations: readonly string[];
  readonly dnsNames: readonly string[];
  readonly ipAddresses: readonly string[];
  readonly emailAddresses: readonly string[];
  readonly uris: readonly string[];
}

export type RequestResult =
  | { readonly ok: true; readonly request: ParsedRequest }
  | { readonly ok: false; readonly error: string };

export const builtInSigners = {
  apiClient: "kubernetes.io/kube-apiserver-client",
  kubeletClient: "kubernetes.io/kube-apiserver-client-kubelet",
  kubeletServing: "kubernetes.io/kubelet-serving",
} as const;

const alternativeNamesOid = "2.5.29.17";

/** `base64` is `spec.request`: a PEM block, encoded once more. Never rejects. */
export async function parseSigningRequest(base64: string): Promise<RequestResult> {
  const pem = pemOf(base64);
  if (pem === undefined || !/-----BEGIN CERTIFICATE REQUEST-----/.test(pem)) {
    return { ok: false, error: "PEM block type must be CERTIFICATE REQUEST" };
  }
  await import("reflect-metadata");
  const x509 = await import("@peculiar/x509");
  try {
    const parsed = new x509.Pkcs10CertificateRequest(pem);
    const extension = parsed.getExtension(alternativeNamesOid);
    const names = extension
      ? new x509.SubjectAlternativeNameExtension(extension.rawData).names.items
      : [];
    const valuesOf = (type: string) =>
      names.filter((name) => name.type === type).map(({ value }) => value);
    const [commonName = ""] = parsed.subjectName.getField("CN");
    return {
      ok: true,
      request: {
        commonName,
        organizations: parsed.subjectName.getField("O"),
        dnsNames: valuesOf("dns"),
        ipAddresses: valuesOf("ip"),
        emailAddresses: valuesOf("email"),
        uris: valuesOf("url"),
      },
    };
  } catch (error) {
    return { ok: false, error: error instanceof Error ? error.message : String(error) };
  }
}

/** The text of a base64 value; undefined when it is none. */
export function pemOf(base64: string): string | undefined {
  try {
    return atob(base64);
  } catch {
    return undefined;
  }
}

const serving = ["digital signature", "key encipherment", "server auth"];
const client = ["client auth", "digital signature", "key encipherment"];

/** Why the signer refuses; undefined when it does not. */
export function signerRefusal(
  signerName: string,
  request: ParsedRequest,
  usages: readonly string[],
): string | undefined {
  switch (signerName) {
    case builtInSigners.apiClient:
      return clientRefusal(usages);
    case builtInSigners.kubeletClient:
      return kubeletClientRefusal(request, usages);
    case builtInSigners.kubeletServing:
      return kubeletServingRefusal(request, usages);
    default:
      return `unrecognized signerName: ${JSON.stringify(signerName)}`;
  }
}

function clientRefusal(usages: readonly string[]): string | undefined {
  const bad = usages.find((usage) => !client.includes(usage));
  if (bad !== undefined) return `invalid usage for client certificate: ${bad}`;
  if (usages.includes("client auth")) return undefined;
  return "missing required usage for client certificate: client auth";
}

function kubeletClientRefusal(
  request: ParsedRequest,
  usages: readonly string[],
): string | undefined {
  const { organizations, commonName } = request;
  if (!isNodes(organizations)) return "subject organization is not system:nodes";
  if (request.dnsNames.length > 0) return "DNS subjectAltNames are not allowed";
  if (request.emailAddresses.length > 0) return "Email subjectAltNames are not allowed";
  if (request.ipAddresses.length > 0) return "IP subjectAltNames are not allowed";
  if (request.uris.length > 0) return "URI subjectAltNames are not allowed";
  if (!commonName.startsWith("system:node:")) return nodeName;
  return sameUsages(usages, client) ? undefined : `usages did not match [${client.join(" ")}]`;
}

function kubeletServingRefusal(
  request: ParsedRequest,
  usages: readonly string[],
): string | undefined {
  const { organizations, commonName, dnsNames, ipAddresses } = request;
  if (!isNodes(organizations)) return "subject organization is not system:nodes";
  if (dnsNames.length === 0 && ipAddresses.length === 0) {
    return "DNS or IP subjectAltName is required";
  }
  if (request.emailAddresses.length > 0) return "Email subjectAltNames are not allowed";
  if (request.uris.length > 0) return "URI subjectAltNames are not allowed";
  if (!sameUsages(usages, serving)) return `usages did not match [${serving.join(" ")}]`;
  return commonName.startsWith("system:node:") ? undefined : nodeName;
}

const nodeName = "subject common name does not begin with system:node:";

function isNodes(organizations: readonly string[]): boolean {
  return organizations.length === 1 && organizations[0] === "system:nodes";
}

/** Keys that encrypt nothing need not ask for key encipherment. */
function sameUsages(usages: readonly string[], wanted: readonly string[]): boolean {
  const own = new Set(usages);
  const without = wanted.filter((usage) => usage !== "key encipherment");
  return [wanted, without].some(
    (set) => own.size === set.length && set.every((usage) => own.has(usage)),
  );
}
