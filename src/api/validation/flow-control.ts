/** FlowSchemas and PriorityLevelConfigurations. Source: pkg/apis/flowcontrol/validation. */
import type {
  FlowSchema,
  NonResourcePolicyRule,
  PolicyRulesWithSubjects,
  PriorityLevelConfiguration,
  QueuingConfiguration,
  ResourcePolicyRule,
} from "../generated/types.ts";
import {
  duplicate,
  forbiddenField,
  invalidAll,
  invalidValue,
  notSupported,
  required,
  type FieldErrors,
} from "./field-errors.ts";
import {
  validateMandatoryFlowSchema,
  validateMandatoryPriorityLevel,
} from "./flow-control-fixed.ts";
import { goValue } from "./go-form.ts";
import { dnsLabel, dnsSubdomain } from "./names.ts";

type FlowSubject = PolicyRulesWithSubjects["subjects"][number];

const precedenceMax = 10_000;
const queuesMax = 10_000_000;
/** Bits of the hash that shuffle sharding deals hands with (apiserver, pkg/util/shufflesharding). */
const hashBitsMax = 60;
const verbs = [
  "create",
  "delete",
  "deletecollection",
  "get",
  "list",
  "patch",
  "proxy",
  "update",
  "watch",
];

export function validateFlowSchema(errors: FieldErrors, schema: FlowSchema): void {
  const { matchingPrecedence = 0, distinguisherMethod, ...spec } = schema.spec ?? {};
  const path = "spec.matchingPrecedence";
  if (matchingPrecedence <= 0) {
    errors.push(invalidValue(path, matchingPrecedence, "must be a positive value"));
  }
  if (matchingPrecedence > precedenceMax) {
    const message = `must not be greater than ${precedenceMax}`;
    errors.push(invalidValue(path, matchingPrecedence, message));
  }
  if (matchingPrecedence === 1 && schema.metadata.name !== "exempt") {
    const message = "only the schema named 'exempt' may have matchingPrecedence 1";
    errors.push(invalidValue(path, matchingPrecedence, message));
  }
  if (distinguisherMethod && !["ByNamespace", "ByUser"].includes(distinguisherMethod.type)) {
    const supported = ["ByNamespace", "ByUser"];
    const value = goValue("flowcontrol.FlowDistinguisherMethod", distinguisherMethod);
    errors.push(notSupported("spec.distinguisherMethod.type", value, supported));
  }
  const { priorityLevelConfiguration, rules } = spec as Partial<NonNullable<FlowSchema["spec"]>>;
  const level = priorityLevelConfiguration?.name ?? "";
  const levelPath = "spec.priorityLevelConfiguration.name";
  if (level === "") errors.push(required(levelPath, "must reference a priority level"));
  else errors.push(...invalidAll(levelPath, level, dnsSubdomain(level)));
  for (const [index, rule] of (rules ?? []).entries()) {
    validateRule(errors, `spec.rules[${index}]`, rule);
  }
  validateMandatoryFlowSchema(errors, schema);
  validateConditions(errors, schema.status?.conditions);
}

export function validateFlowSchemaStatus(errors: FieldErrors, schema: FlowSchema): void {
  validateConditions(errors, schema.status?.conditions);
}

function validateConditions(
  errors: FieldErrors,
  conditions: readonly { readonly type?: string }[] | undefined,
): void {
  const seen = new Set<string>();
  for (const [index, { type = "" }] of (conditions ?? []).entries()) {
    const path = `status.conditions[${index}].type`;
    if (seen.has(type)) errors.push(duplicate(path, type));
    seen.add(type);
    if (type === "") errors.push(required(path, "must not be empty"));
  }
}

function validateRule(errors: FieldErrors, path: string, rule: PolicyRulesWithSubjects): void {
  const { subjects, resourceRules, nonResourceRules } = rule;
  if (!subjects?.length) {
    errors.push(required(`${path}.subjects`, "subjects must contain at least one value"));
  }
  for (const [index, subject] of (subjects ?? []).entries()) {
    validateSubject(errors, `${path}.subjects[${index}]`, subject);
  }
  if (!resourceRules?.length && !nonResourceRules?.length) {
    const message = "at least one of resourceRules and nonResourceRules has to be non-empty";
    errors.push(required(path, message));
  }
  for (const [index, one] of (resourceRules ?? []).entries()) {
    validateResourceRule(errors, `${path}.resourceRules[${index}]`, one);
  }
  for (const [index, one] of (nonResourceRules ?? []).entries()) {
    validateNonResourceRule(errors, `${path}.nonResourceRules[${index}]`, one);
  }
}

const subjectFields = { ServiceAccount: "serviceAccount", User: "user", Group: "group" } as const;
const subjectOrder: ReadonlyMap<string, readonly (keyof typeof subjectFields)[]> = new Map([
  ["ServiceAccount", ["User", "Group"]],
  ["User", ["ServiceAccount", "Group"]],
  ["Group", ["ServiceAccount", "User"]],
]);

function validateSubject(errors: FieldErrors, path: string, subject: FlowSubject): void {
  const others = subjectOrder.get(subject.kind);
  if (!others) {
    errors.push(
      notSupported(`${path}.kind`, subject.kind ?? "", ["Group", "ServiceAccount", "User"]),
    );
    return;
  }
  const field = subjectFields[subject.kind as keyof typeof subjectFields];
  const named = subject[field];
  const at = `${path}.${field}`;
  if (!named)
    errors.push(required(at, `${field} is required when subject kind is '${subject.kind}'`));
  else if (subject.kind === "ServiceAccount") validateAccount(errors, at, subject.serviceAccount);
  else if (!named.name) errors.push(required(`${at}.name`));
  for (const other of others) {
    const unwanted = subjectFields[other];
    if (!subject[unwanted]) continue;
    const message = `${unwanted} is forbidden when subject kind is not '${other}'`;
    errors.push(forbiddenField(`${path}.${unwanted}`, message));
  }
}

function validateAccount(
  errors: FieldErrors,
  path: string,
  account: FlowSubject["serviceAccount"],
): void {
  const { name = "", namespace = "" } = account ?? {};
  if (name === "") errors.push(required(`${path}.name`));
  else if (name !== "*") errors.push(...invalidAll(`${path}.name`, name, dnsSubdomain(name)));
  if (namespace === "") {
    errors.push(required(`${path}.namespace`, "must specify namespace for service account"));
  } else errors.push(...invalidAll(`${path}.namespace`, namespace, dnsLabel(namespace)));
}

function validateVerbs(errors: FieldErrors, path: string, given: readonly string[] | undefined) {
  if (!given?.length) errors.push(required(path, "verbs must contain at least one value"));
  else if (given.includes("*")) {
    if (given.length === 1) return;
    errors.push(invalidValue(path, given, "if '*' is present, must not specify other verbs"));
  } else if (given.some((verb) => !verbs.includes(verb))) {
    errors.push(notSupported(path, given, verbs));
  }
}

function validateNonResourceRule(
  errors: FieldErrors,
  path: string,
  rule: NonResourcePolicyRule,
): void {
  validateVerbs(errors, `${path}.verbs`, rule.verbs);
  const urls = rule.nonResourceURLs;
  const at = `${path}.nonResourceURLs`;
  if (!urls?.length) {
    errors.push(required(at, "nonResourceURLs must contain at least one value"));
  } else if (urls.includes("*")) {
    if (urls.length === 1) return;
    const message = "if '*' is present, must not specify other non-resource URLs";
    errors.push(invalidValue(at, urls, message));
  } else {
    for (const [index, url] of urls.entries()) {
      const problem = urlProblem(url);
      if (problem !== undefined) errors.push(invalidValue(`${at}[${index}]`, url, problem));
    }
  }
}

function urlProblem(url: string): string | undefined {
  if (url === "") return "must not be empty";
  if (url === "/") return undefined;
  if (!url.startsWith("/")) return "must start with slash";
  if (url.includes(" ")) return "must not contain white-space";
  if (url.includes("//")) return "must not contain double slash";
  const wildcards = url.split("*").length - 1;
  if (wildcards > 1 || (wildcards === 1 && !url.endsWith("/*"))) {
    return "wildcard can only do suffix matching";
  }
  return undefined;
}

function validateResourceRule(errors: FieldErrors, path: string, rule: ResourcePolicyRule): void {
  validateVerbs(errors, `${path}.verbs`, rule.verbs);
  for (const [field, what] of [
    ["apiGroups", "api group"],
    ["resources", "resource"],
  ] as const) {
    const given = rule[field];
    const at = `${path}.${field}`;
    if (!given?.length) {
      errors.push(required(at, `resource rules must supply at least one ${what}`));
    } else if (given.length > 1 && given.includes("*")) {
      const message = `if '*' is present, must not specify other ${what}s`;
      errors.push(invalidValue(at, given, message));
    }
  }
  const namespaces = rule.namespaces ?? [];
  const at = `${path}.namespaces`;
  if (namespaces.length === 0 && !rule.clusterScope) {
    const message = "resource rules that are not cluster scoped must supply at least one namespace";
    errors.push(required(at, message));
  } else if (namespaces.includes("*")) {
    if (namespaces.length === 1) return;
    const message = "if '*' is present, must not specify other namespaces";
    errors.push(invalidValue(at, namespaces, message));
  } else {
    for (const [index, namespace] of namespaces.entries()) {
      for (const message of dnsLabel(namespace)) {
        const intro = "each member of this list must be '*' or a DNS-1123 label; ";
        errors.push(invalidValue(`${at}[${index}]`, namespace, `${intro}${message}`));
      }
    }
  }
}

/** What v1beta3 keeps zero shares apart with. */
const zeroShares = "flowcontrol.k8s.io/v1beta3-preserve-zero-concurrency-shares";

export function validatePriorityLevel(
  errors: FieldErrors,
  level: PriorityLevelConfiguration,
): void {
  const { type = "", limited, exempt } = level.spec ?? {};
  if (level.metadata.annotations?.[zeroShares] !== undefined) {
    const message = `annotation '${zeroShares}' is forbidden`;
    errors.push(forbiddenField("metadata.annotations", message));
  }
  if ((level.metadata.name === "exempt") !== (type === "Exempt")) {
    const message = "must be 'Exempt' if and only if `name` is 'exempt'";
    errors.push(invalidValue("spec.type", type, message));
  }
  switch (type) {
    case "Exempt":
      if (limited) {
        errors.push(forbiddenField("spec.limited", "must be nil if the type is not Limited"));
      }
      validateShares(errors, "spec.exempt", exempt);
      break;
    case "Limited":
      if (exempt) errors.push(forbiddenField("spec.exempt", "must be nil if the type is Limited"));
      if (limited) validateLimited(errors, limited);
      else errors.push(required("spec.limited", "must not be empty when type is Limited"));
      break;
    default:
      errors.push(notSupported("spec.type", type, ["Exempt", "Limited"]));
  }
  validateMandatoryPriorityLevel(errors, level);
  validateConditions(errors, level.status?.conditions);
}

type Limited = NonNullable<NonNullable<PriorityLevelConfiguration["spec"]>["limited"]>;

function validateShares(
  errors: FieldErrors,
  path: string,
  shares: Pick<Limited, "nominalConcurrencyShares" | "lendablePercent"> | undefined,
): void {
  const { nominalConcurrencyShares: nominal = 0, lendablePercent: lendable } = shares ?? {};
  if (nominal < 0) {
    const message = "must be a non-negative integer";
    errors.push(invalidValue(`${path}.nominalConcurrencyShares`, nominal, message));
  }
  if (lendable !== undefined && (lendable < 0 || lendable > 100)) {
    const message = "must be between 0 and 100, inclusive";
    errors.push(invalidValue(`${path}.lendablePercent`, lendable, message));
  }
}

function validateLimited(errors: FieldErrors, limited: Limited): void {
  validateShares(errors, "spec.limited", limited);
  const { limitResponse, borrowingLimitPercent: borrowing } = limited;
  const path = "spec.limited.limitResponse";
  const { type = "", queuing } = (limitResponse ?? {}) as Partial<
    NonNullable<typeof limitResponse>
  >;
  if (type === "Reject") {
    if (queuing) {
      const message = "must be nil if limited.limitResponse.type is not Limited";
      errors.push(forbiddenField(`${path}.queuing`, message));
    }
  } else if (type === "Queue") {
    if (queuing) validateQueuing(errors, `${path}.queuing`, queuing);
    else {
      const message = "must not be empty if limited.limitResponse.type is Limited";
      errors.push(required(`${path}.queuing`, message));
    }
  } else errors.push(notSupported(`${path}.type`, type, ["Queue", "Reject"]));
  if (borrowing !== undefined && borrowing < 0) {
    const message = "if specified, must be a non-negative integer";
    errors.push(invalidValue("spec.limited.borrowingLimitPercent", borrowing, message));
  }
}

function validateQueuing(errors: FieldErrors, path: string, queuing: QueuingConfiguration): void {
  const { queueLengthLimit = 0, queues = 0, handSize = 0 } = queuing;
  if (queueLengthLimit <= 0) {
    errors.push(invalidValue(`${path}.queueLengthLimit`, queueLengthLimit, "must be positive"));
  }
  if (queues <= 0) errors.push(invalidValue(`${path}.queues`, queues, "must be positive"));
  else if (queues > queuesMax) {
    errors.push(invalidValue(`${path}.queues`, queues, `must not be greater than ${queuesMax}`));
  }
  const at = `${path}.handSize`;
  if (handSize <= 0) errors.push(invalidValue(at, handSize, "must be positive"));
  else if (handSize > queues) {
    errors.push(invalidValue(at, handSize, `should not be greater than queues (${queues})`));
  } else if (entropyBits(queues, handSize) > hashBitsMax) {
    const message = `required entropy bits of deckSize ${queues} and handSize ${handSize} should not be greater than ${hashBitsMax}`;
    errors.push(invalidValue(at, handSize, message));
  }
}

/** Bits that dealing a hand takes: the logarithm of the falling factorial, rounded up. */
function entropyBits(deckSize: number, handSize: number): number {
  let bits = 0;
  for (let dealt = 0; dealt < handSize; dealt++) bits += Math.log2(deckSize - dealt);
  return Math.ceil(bits);
}
