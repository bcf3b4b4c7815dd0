/** Admission webhooks. Source: pkg/apis/admissionregistration/validation. */
import type {
  AdmissionregistrationV1WebhookClientConfig,
  MutatingWebhook,
  MutatingWebhookConfiguration,
  RuleWithOperations,
  ValidatingWebhook,
  ValidatingWebhookConfiguration,
} from "../generated/types.ts";
import { duplicate, invalidAll, invalidValue, required, type FieldErrors } from "./field-errors.ts";
import { validateLabelSelector } from "./metadata.ts";
import { dns1035Label, dnsSubdomain } from "./names.ts";
import { optionalOneOf, portNumber } from "./numbers.ts";
import { validateMatchConditions } from "./policy-expressions.ts";
import { same } from "./same.ts";

const reviewVersions = ["v1", "v1beta1"];
const operations = ["*", "CONNECT", "CREATE", "DELETE", "UPDATE"];

type Configuration = MutatingWebhookConfiguration | ValidatingWebhookConfiguration;
type Webhook = MutatingWebhook | ValidatingWebhook;

/** What an update may keep of the webhooks it replaces. */
interface Tolerance {
  readonly conditions: boolean;
  readonly sideEffects: boolean;
  readonly reviewVersions: boolean;
  readonly names: boolean;
}

const noSideEffects = ["None", "NoneOnDryRun"];
const allSideEffects = [...noSideEffects, "Some", "Unknown"];

/** `previous` is the configuration that an update replaces. */
export function validateWebhooks(
  errors: FieldErrors,
  configuration: Configuration,
  previous?: Configuration,
): void {
  const tolerance = toleranceOf(configuration.webhooks ?? [], previous?.webhooks);
  const names = new Set<string>();
  for (const [index, webhook] of (configuration.webhooks ?? []).entries()) {
    const at = `webhooks[${index}]`;
    validateWebhook(errors, at, { webhook, tolerance });
    validateReviewVersions(errors, `${at}.admissionReviewVersions`, { webhook, tolerance });
    if (tolerance.names || !webhook.name) continue;
    if (names.has(webhook.name)) errors.push(duplicate(`${at}.name`, webhook.name));
    names.add(webhook.name);
  }
}

function toleranceOf(next: readonly Webhook[], old: readonly Webhook[] | undefined): Tolerance {
  if (!old) return { conditions: false, sideEffects: false, reviewVersions: false, names: false };
  return {
    conditions:
      next.length === old.length &&
      old.every((webhook, i) => same(webhook.matchConditions, next[i]?.matchConditions)),
    sideEffects: old.some(({ sideEffects }) => !noSideEffects.includes(sideEffects ?? "")),
    reviewVersions: old.some(
      ({ admissionReviewVersions: versions }) =>
        versions?.length && !versions.some((version) => reviewVersions.includes(version)),
    ),
    names: new Set(old.map(({ name }) => name)).size < old.length,
  };
}

interface Checked {
  readonly webhook: Webhook;
  readonly tolerance: Tolerance;
}

function validateWebhook(errors: FieldErrors, path: string, context: Checked): void {
  const { webhook, tolerance } = context;
  validateQualifiedName(errors, `${path}.name`, webhook.name ?? "");
  for (const [index, rule] of (webhook.rules ?? []).entries()) {
    validateRule(errors, `${path}.rules[${index}]`, rule);
  }
  errors.push(
    ...optionalOneOf(`${path}.failurePolicy`, webhook.failurePolicy, ["Fail", "Ignore"]),
    ...optionalOneOf(`${path}.matchPolicy`, webhook.matchPolicy, ["Equivalent", "Exact"]),
  );
  const effects = tolerance.sideEffects ? allSideEffects : noSideEffects;
  const { sideEffects }: { readonly sideEffects?: string | null } = webhook;
  if (sideEffects === undefined || sideEffects === null) {
    errors.push(required(`${path}.sideEffects`, `must specify one of ${effects.join(", ")}`));
  } else errors.push(...optionalOneOf(`${path}.sideEffects`, sideEffects, effects));
  const timeout = webhook.timeoutSeconds;
  if (timeout !== undefined && (timeout < 1 || timeout > 30)) {
    const message = "the timeout value must be between 1 and 30 seconds";
    errors.push(invalidValue(`${path}.timeoutSeconds`, timeout, message));
  }
  validateLabelSelector(errors, `${path}.namespaceSelector`, webhook.namespaceSelector);
  validateLabelSelector(errors, `${path}.objectSelector`, webhook.objectSelector);
  if ("reinvocationPolicy" in webhook) {
    const at = `${path}.reinvocationPolicy`;
    errors.push(...optionalOneOf(at, webhook.reinvocationPolicy, ["IfNeeded", "Never"]));
  }
  validateClientConfig(errors, `${path}.clientConfig`, webhook.clientConfig ?? {});
  if (tolerance.conditions || !webhook.matchConditions?.length) return;
  validateMatchConditions(errors, `${path}.matchConditions`, {
    conditions: webhook.matchConditions,
    params: false,
  });
}

/** A subdomain of at least three segments. */
function validateQualifiedName(errors: FieldErrors, path: string, name: string): void {
  if (name === "") {
    errors.push(required(path));
    return;
  }
  const messages = dnsSubdomain(name);
  if (messages.length > 0) errors.push(invalidValue(path, name, messages.join(",")));
  else if (name.split(".").length < 3) {
    const message = "should be a domain with at least three segments separated by dots";
    errors.push(invalidValue(path, name, message));
  }
}

export function validateClientConfig(
  errors: FieldErrors,
  path: string,
  config: AdmissionregistrationV1WebhookClientConfig,
): void {
  const { url, service } = config;
  if ((url === undefined) === (service === undefined)) {
    errors.push(required(path, "exactly one of url or service is required"));
  } else if (url !== undefined) validateUrl(errors, `${path}.url`, url);
  else if (service) {
    const at = `${path}.service`;
    // Kubernetes takes one for the other here.
    if (!service.namespace) errors.push(required(`${at}.name`));
    if (!service.name) errors.push(required(`${at}.namespace`));
    if (service.port !== undefined && portNumber("", service.port).length > 0) {
      const message = "port is not valid: must be between 1 and 65535, inclusive";
      errors.push(invalidValue(`${at}.port`, service.port, message));
    }
    validatePath(errors, `${at}.path`, service.path ?? "");
  }
}

/** apiserver, pkg/util/webhook/validation.go. */
function validatePath(errors: FieldErrors, path: string, text: string): void {
  if (text === "" || text === "/") return;
  const refuse = (why: string): unknown => errors.push(invalidValue(path, text, why));
  if (text === "//") {
    refuse("segment[0] may not be empty");
    return;
  }
  if (!text.startsWith("/")) refuse("must start with a '/'");
  const steps = text.slice(1).replace(/\/$/, "").split("/");
  for (const [index, step] of steps.entries()) {
    if (step === "") refuse(`segment[${index}] may not be empty`);
    else for (const message of dnsSubdomain(step)) refuse(`segment[${index}]: ${message}`);
  }
}

function validateUrl(errors: FieldErrors, path: string, text: string): void {
  const form = "; desired format: https://host[/path]";
  const match = /^(?:([a-z][a-z0-9+.-]*):)?(?:\/\/([^/?#]*))?([^?#]*)(\?[^#]*)?(#.*)?$/is.exec(
    text,
  );
  const [, scheme = "", address = "", , query, fragment] = match ?? [];
  const authority = address.slice(address.lastIndexOf("@") + 1);
  if (scheme.toLowerCase() !== "https") {
    const message = `'https' is the only allowed URL scheme${form}`;
    errors.push(invalidValue(path, scheme.toLowerCase(), message));
  }
  if (authority === "") {
    errors.push(invalidValue(path, authority, `host must be specified${form}`));
  }
  if (address.includes("@")) {
    const user = address.slice(0, address.lastIndexOf("@"));
    const message = "user information is not permitted in the URL";
    errors.push(invalidValue(path, user, message));
  }
  if (fragment) {
    const message = "fragments are not permitted in the URL";
    errors.push(invalidValue(path, fragment.slice(1), message));
  }
  if (query) {
    const message = "query parameters are not permitted in the URL";
    errors.push(invalidValue(path, query.slice(1), message));
  }
}

function validateReviewVersions(
  errors: FieldErrors,
  path: string,
  { webhook, tolerance }: Checked,
): void {
  const versions = webhook.admissionReviewVersions ?? [];
  if (versions.length === 0) {
    errors.push(required(path, `must specify one of ${reviewVersions.join(", ")}`));
    return;
  }
  for (const [index, version] of versions.entries()) {
    const at = `${path}[${index}]`;
    if (versions.indexOf(version) < index) {
      errors.push(invalidValue(at, version, "duplicate version"));
    } else errors.push(...invalidAll(at, version, dns1035Label(version)));
  }
  if (!tolerance.reviewVersions && !versions.some((version) => reviewVersions.includes(version))) {
    const message = `must include at least one of ${reviewVersions.join(", ")}`;
    errors.push(invalidValue(path, versions, message));
  }
}

/** A rule of a webhook or a policy. */
export function validateRule(errors: FieldErrors, path: string, rule: RuleWithOperations): void {
  const named = rule.operations ?? [];
  if (named.length === 0) errors.push(required(`${path}.operations`));
  if (named.length > 1 && named.includes("*")) {
    const message = "if '*' is present, must not specify other operations";
    errors.push(invalidValue(`${path}.operations`, named, message));
  }
  for (const [index, operation] of named.entries()) {
    errors.push(...optionalOneOf(`${path}.operations[${index}]`, operation, operations));
  }
  const words = { apiGroups: "API groups", apiVersions: "API versions" } as const;
  for (const field of ["apiGroups", "apiVersions"] as const) {
    const values = rule[field] ?? [];
    if (values.length === 0) errors.push(required(`${path}.${field}`));
    if (values.length > 1 && values.includes("*")) {
      const message = `if '*' is present, must not specify other ${words[field]}`;
      errors.push(invalidValue(`${path}.${field}`, values, message));
    }
  }
  for (const [index, version] of (rule.apiVersions ?? []).entries()) {
    if (version === "") errors.push(required(`${path}.apiVersions[${index}]`));
  }
  validateResources(errors, `${path}.resources`, rule.resources ?? []);
  const scopes = ["*", "Cluster", "Namespaced"];
  errors.push(...optionalOneOf(`${path}.scope`, rule.scope, scopes));
}

function validateResources(errors: FieldErrors, path: string, resources: readonly string[]): void {
  if (resources.length === 0) errors.push(required(path));
  const anySub = new Set<string>();
  const anyResource = new Set<string>();
  let endsPlain = false;
  for (const [index, resource] of resources.entries()) {
    const at = `${path}[${index}]`;
    if (resource === "") {
      errors.push(required(at));
      continue;
    }
    const slash = resource.indexOf("/");
    if (slash < 0) {
      // The last one without a subresource decides.
      endsPlain = resource !== "*";
      continue;
    }
    const [name, sub] = [resource.slice(0, slash), resource.slice(slash + 1)];
    if (anySub.has(name)) {
      const message = `if '${name}/*' is present, must not specify ${resource}`;
      errors.push(invalidValue(at, resource, message));
    }
    if (anyResource.has(sub)) {
      const message = `if '*/${sub}' is present, must not specify ${resource}`;
      errors.push(invalidValue(at, resource, message));
    }
    if (sub === "*") anySub.add(name);
    if (name === "*") anyResource.add(sub);
  }
  if (resources.length > 1 && resources.includes("*/*")) {
    const message = "if '*/*' is present, must not specify other resources";
    errors.push(invalidValue(path, resources, message));
  }
  if (resources.includes("*") && endsPlain) {
    const message = "if '*' is present, must not specify other resources without subresources";
    errors.push(invalidValue(path, resources, message));
  }
}
