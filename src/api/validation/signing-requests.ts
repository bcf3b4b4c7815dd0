/** CertificateSigningRequests, their approval and their status. Source: pkg/apis/certificates/validation. */
import { binaryText } from "../certificates/pem.ts";
import type { CertificateSigningRequest } from "../generated/types.ts";
import {
  duplicate,
  forbiddenField,
  invalidAll,
  invalidValue,
  notSupported,
  quote,
  required,
  tooLong,
  type FieldErrors,
} from "./field-errors.ts";
import { dnsLabel, dnsSubdomain } from "./names.ts";
import { same } from "./same.ts";

type Status = NonNullable<CertificateSigningRequest["status"]>;
type Condition = NonNullable<Status["conditions"]>[number];

/** In the order in which errors list them. */
const knownUsages = [
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
const shortestCertificateSeconds = 600;
const domainBytesMax = 253;
/** A domain, a slash, and a path of a domain and a label. */
const signerBytesMax = domainBytesMax + 1 + (domainBytesMax + 63 + 1);
const decisions = ["Approved", "Denied"];
const lasting = [...decisions, "Failed"];
const path = "status.conditions";

/**
 * Beyond the request itself, which admission parses. `previous` is what an update replaces: what it has that would be refused
 * today, it may keep.
 */
export function validateSigningRequest(
  errors: FieldErrors,
  request: CertificateSigningRequest,
  previous?: CertificateSigningRequest,
): void {
  const {
    signerName = "",
    usages = [],
    expirationSeconds,
  } = (request.spec ?? {}) as Partial<CertificateSigningRequest["spec"] & object>;
  if (usages.length === 0) errors.push(required("spec.usages"));
  validateUsages(errors, usages, previous?.spec?.usages ?? []);
  if (signerName === legacySigner && previous?.spec?.signerName !== legacySigner) {
    const message = "the legacy signerName is not allowed via this API version";
    errors.push(invalidValue("spec.signerName", signerName, message));
  } else validateSignerName(errors, signerName);
  if (expirationSeconds !== undefined && expirationSeconds < shortestCertificateSeconds) {
    const message = "may not specify a duration less than 600 seconds (10 minutes)";
    errors.push(invalidValue("spec.expirationSeconds", expirationSeconds, message));
  }
  validateConditions(errors, request.status?.conditions ?? [], previous?.status?.conditions ?? []);
  validateCertificate(errors, request.status?.certificate, previous);
}

function validateUsages(
  errors: FieldErrors,
  usages: readonly string[],
  old: readonly string[],
): void {
  const isKnown = (usage: string): boolean => knownUsages.includes(usage);
  for (const [index, usage] of usages.entries()) {
    if (isKnown(usage) || !old.every(isKnown)) continue;
    errors.push(notSupported(`spec.usages[${index}]`, usage, knownUsages));
  }
  if (new Set(old).size < old.length) return;
  for (const [index, usage] of usages.entries()) {
    if (usages.indexOf(usage) < index) errors.push(duplicate(`spec.usages[${index}]`, usage));
  }
}

function validateSignerName(errors: FieldErrors, name: string): void {
  const at = "spec.signerName";
  if (name === "") {
    errors.push(required(at));
    return;
  }
  const [domain = "", rest, ...more] = name.split("/");
  if (rest === undefined || more.length > 0) {
    const message =
      "must be a fully qualified domain and path of the form 'example.com/signer-name'";
    errors.push(invalidValue(at, name, message));
    return;
  }
  if (domain.length > domainBytesMax) errors.push(tooLong(at, domainBytesMax));
  const labels = domain.split(".");
  errors.push(...firstFault(at, { whole: domain, parts: labels, check: dnsLabel }));
  if (labels.length < 2) {
    const message = "should be a domain with at least two segments separated by dots";
    errors.push(invalidValue(at, domain, message));
  }
  const parts = rest.split(".");
  errors.push(...firstFault(at, { whole: rest, parts, check: dnsSubdomain }));
  if (name.length > signerBytesMax) errors.push(tooLong(at, signerBytesMax));
}

function firstFault(
  at: string,
  {
    whole,
    parts,
    check,
  }: {
    readonly whole: string;
    readonly parts: readonly string[];
    readonly check: (text: string) => readonly string[];
  },
): FieldErrors {
  const part = parts.find((text) => check(text).length > 0);
  if (part === undefined) return [];
  const messages = check(part).map((text) => `validating label ${quote(part)}: ${text}`);
  return [...invalidAll(at, whole, messages)];
}

function validateConditions(
  errors: FieldErrors,
  conditions: readonly Partial<Condition>[],
  old: readonly Partial<Condition>[],
): void {
  const types = old.map(({ type = "" }) => type);
  const isUndecided = decisions.every((type) => types.includes(type));
  const hasRepeats = new Set(types).size < types.length;
  const seen = new Set<string>();
  for (const [index, { type = "", status = "" }] of conditions.entries()) {
    const at = `${path}[${index}]`;
    if (type === "" && !types.includes("")) errors.push(required(`${at}.type`));
    const statuses = lasting.includes(type) ? ["True"] : ["False", "True", "Unknown"];
    if (status === "") errors.push(required(`${at}.status`));
    else if (!statuses.includes(status)) {
      errors.push(notSupported(`${at}.status`, status, statuses));
    }
    const other = decisions.find((each) => each !== type && seen.has(each));
    if (!isUndecided && decisions.includes(type) && other) {
      const detail = "Approved and Denied conditions are mutually exclusive";
      errors.push(invalidValue(path, type, detail));
    }
    if (!hasRepeats && seen.has(type)) errors.push(duplicate(`${at}.type`, type));
    seen.add(type);
  }
}

/** The certificate that a signer writes: PEM blocks of certificates, nothing else among them. */
function validateCertificate(
  errors: FieldErrors,
  certificate: string | undefined,
  previous: CertificateSigningRequest | undefined,
): void {
  if (!certificate) return;
  const old = previous?.status?.certificate;
  if (previous && old === certificate) return;
  if (old && certificateFault(old) !== undefined) return;
  const fault = certificateFault(certificate);
  if (fault === undefined) return;
  errors.push(invalidValue("status.certificate", "<certificate data>", fault));
}

function certificateFault(base64: string): string | undefined {
  const blocks = binaryText(base64).matchAll(
    /-----BEGIN ([^-\n]+)-----\r?\n([\s\S]*?)-----END \1-----/g,
  );
  let count = 0;
  for (const [, type = "", body = ""] of blocks) {
    if (type !== "CERTIFICATE") {
      return `only CERTIFICATE PEM blocks are allowed, found ${quote(type)}`;
    }
    if (/^[^\n]*:/.test(body)) return "no PEM block headers are permitted";
    count++;
  }
  return count === 0 ? "must contain at least one CERTIFICATE PEM block" : undefined;
}

/** Who may say what: deciding is `/approval`'s, the certificate is `/status`'s. */
export interface SigningWrite {
  readonly decides: boolean;
  readonly signs: boolean;
}

/** What may change: nobody takes back what was decided or has failed, nor a certificate that is there. */
export function validateSigningChange(
  write: SigningWrite,
): (
  errors: FieldErrors,
  next: CertificateSigningRequest,
  previous: CertificateSigningRequest,
) => void {
  return (errors, next, previous) => {
    validateSigningRequest(errors, next, previous);
    const conditionsOf = (request: CertificateSigningRequest, wanted: string): Condition[] =>
      (request.status?.conditions ?? []).filter(({ type }) => type === wanted);
    for (const type of lasting) {
      if (conditionsOf(next, type).length >= conditionsOf(previous, type).length) continue;
      errors.push(forbiddenField(path, `updates may not remove a condition of type "${type}"`));
    }
    for (const type of write.decides ? [] : decisions) {
      const [now, before] = [conditionsOf(next, type), conditionsOf(previous, type)];
      if (now.length > before.length) {
        errors.push(forbiddenField(path, `updates may not add a condition of type "${type}"`));
      } else if (now.length === before.length && !same(now, before)) {
        errors.push(forbiddenField(path, `updates may not modify a condition of type "${type}"`));
      }
    }
    const [now = "", before = ""] = [next.status?.certificate, previous.status?.certificate];
    if (now === before) return;
    const at = "status.certificate";
    if (!write.signs) errors.push(forbiddenField(at, "updates may not set certificate content"));
    else if (before !== "") {
      errors.push(forbiddenField(at, "updates may not modify existing certificate content"));
    }
  };
}
