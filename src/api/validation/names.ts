/**
 * The formats of names, keys and labels. Each check returns what is wrong, in Kubernetes' words, and an empty list for
 * a good value. Source: apimachinery pkg/util/validation and pkg/api/validate/content.
 */

import {
  labelValueErrors,
  patternError,
  qualifiedNameErrors,
  subdomainErrors,
  tooLong as maxLengthMessage,
} from "../label-syntax.ts";

export type NameCheck = (value: string) => readonly string[];

const fine: readonly string[] = [];

const label1123 = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
const subdomain = `${label1123}(\\.${label1123})*`;
const label1035 = "[a-z]([-a-z0-9]*[a-z0-9])?";
const wildcard = `\\*\\.${subdomain}`;
const labelKey = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
const configKey = "[-._a-zA-Z0-9]+";
const httpHeader = "[-A-Za-z0-9]+";
const percent = "[0-9]+%";
const cIdentifier = "[A-Za-z_][A-Za-z0-9_]*";

const label1123Message = patternError(
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', " +
    "and must start and end with an alphanumeric character",
  label1123,
  "my-name",
  "123-abc",
);
const label1035Message = patternError(
  "a DNS-1035 label must consist of lower case alphanumeric characters or '-', " +
    "start with an alphabetic character, and end with an alphanumeric character",
  label1035,
  "my-name",
  "abc-123",
);
const wildcardMessage = patternError(
  "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must " +
    "consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character",
  wildcard,
  "*.example.com",
);
const configKeyMessage = patternError(
  "a valid config key must consist of alphanumeric characters, '-', '_' or '.'",
  configKey,
  "key.name",
  "KEY_NAME",
  "key-name",
);
const cIdentifierMessage = patternError(
  "a valid C identifier must start with alphabetic character or '_', followed by a string of " +
    "alphanumeric characters or '_'",
  cIdentifier,
  "my_name",
  "MY_NAME",
  "MyName",
);

/** Names in DNS search lists may have underscores. */
const looseLabel = "_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?";
const looseSubdomain = `${looseLabel}(\\.${looseLabel})*`;
const looseSubdomainMessage = patternError(
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', " +
    "and must start and end with an alphanumeric character",
  looseSubdomain,
  "example.com",
);

const whole = (pattern: string): RegExp => new RegExp(`^(?:${pattern})$`);
const subdomainRegex = whole(subdomain);
const label1123Regex = whole(label1123);
const label1035Regex = whole(label1035);
const wildcardRegex = whole(wildcard);
const labelKeyRegex = whole(labelKey);
const configKeyRegex = whole(configKey);
const httpHeaderRegex = whole(httpHeader);
const percentRegex = whole(percent);
const cIdentifierRegex = whole(cIdentifier);

function check(value: string, rule: { regex: RegExp; message: string; max: number }) {
  const good = rule.regex.test(value);
  if (good && value.length <= rule.max) return fine;
  const messages: string[] = [];
  if (value.length > rule.max) messages.push(maxLengthMessage(rule.max));
  if (!good) messages.push(rule.message);
  return messages;
}

const looseSubdomainRule = {
  regex: whole(looseSubdomain),
  message: looseSubdomainMessage,
  max: 253,
};
const label1035Rule = { regex: label1035Regex, message: label1035Message, max: 63 };
const wildcardRule = { regex: wildcardRegex, message: wildcardMessage, max: 253 };
const cIdentifierRule = { regex: cIdentifierRegex, message: cIdentifierMessage, max: Infinity };

export const dnsSubdomain: NameCheck = (value) =>
  value.length <= 253 && subdomainRegex.test(value) ? fine : subdomainErrors(value);
export const looseDnsSubdomain: NameCheck = (value) => check(value, looseSubdomainRule);
export const dns1035Label: NameCheck = (value) => check(value, label1035Rule);
export const wildcardSubdomain: NameCheck = (value) => check(value, wildcardRule);
export const validLabelValue: NameCheck = (value) =>
  value === "" || (value.length <= 63 && labelKeyRegex.test(value))
    ? fine
    : labelValueErrors(value);
export const cIdentifierName: NameCheck = (value) => check(value, cIdentifierRule);

export const dnsLabel: NameCheck = (value) => {
  const good = label1123Regex.test(value);
  if (good && value.length <= 63) return fine;
  const messages: string[] = [];
  if (value.length > 63) messages.push(maxLengthMessage(63));
  if (!good) {
    messages.push(subdomainRegex.test(value) ? "must not contain dots" : label1123Message);
  }
  return messages;
};

/** A label key, which Kubernetes also calls a qualified name: `[prefix/]name`. */
export const qualifiedName: NameCheck = (value) => {
  const slash = value.indexOf("/");
  if (slash < 0 && value.length <= 63 && labelKeyRegex.test(value)) return fine;
  if (slash > 0 && slash <= 253 && value.length - slash <= 64) {
    const name = value.slice(slash + 1);
    if (labelKeyRegex.test(name) && subdomainRegex.test(value.slice(0, slash))) return fine;
  }
  return qualifiedNameErrors(value);
};

/** What may be one segment of a URL path: names of RBAC objects. */
export const pathSegmentName: NameCheck = (value) => {
  if (value === ".") return ["may not be '.'"];
  if (value === "..") return ["may not be '..'"];
  const messages: string[] = [];
  if (value.includes("/")) messages.push("may not contain '/'");
  if (value.includes("%")) messages.push("may not contain '%'");
  return messages;
};

export const configMapKey: NameCheck = (value) => {
  if (value.length <= 253 && !value.startsWith(".") && configKeyRegex.test(value)) return fine;
  const messages: string[] = [];
  if (value.length > 253) messages.push(maxLengthMessage(253));
  if (!configKeyRegex.test(value)) messages.push(configKeyMessage);
  return messages.length === 0 ? dotNames(value, false) : [...messages, ...dotNames(value, false)];
};

export const envVarName: NameCheck = (value) => {
  if (value === "") return ["environment variable name must be non-empty"];
  return /^[\x20-\x3c\x3e-\x7e]+$/.test(value)
    ? fine
    : [
        "a valid environment variable name must consist only of printable ASCII characters other than '='",
      ];
};

/** "." and "..", and names that begin with "..". */
function dotNames(value: string, relaxed: boolean): readonly string[] {
  if (value === ".") return ["must not be '.'"];
  if (value === "..") return ["must not be '..'"];
  if (!relaxed && value.startsWith("..")) return ["must not start with '..'"];
  return fine;
}

export const portName: NameCheck = (value) => {
  const messages: string[] = [];
  if (value.length > 15) messages.push(maxLengthMessage(15));
  if (!/^[-a-z0-9]+$/.test(value)) {
    messages.push("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)");
  }
  if (!/[a-z]/.test(value)) messages.push("must contain at least one letter (a-z)");
  if (value.includes("--")) messages.push("must not contain consecutive hyphens");
  if (value.startsWith("-") || value.endsWith("-")) {
    messages.push("must not begin or end with a hyphen");
  }
  return messages;
};

export const httpHeaderName: NameCheck = (value) =>
  httpHeaderRegex.test(value)
    ? fine
    : [
        patternError(
          "a valid HTTP header must consist of alphanumeric characters or '-'",
          httpHeader,
          "X-Header-Name",
        ),
      ];

export const percentText: NameCheck = (value) =>
  percentRegex.test(value)
    ? fine
    : [
        patternError(
          "a valid percent string must be a numeric string followed by an ending '%'",
          percent,
          "1%",
          "93%",
        ),
      ];

/** `must be between 1 and 65535, inclusive` and the like. */
export function rangeMessage(low: number, high: number): string {
  return `must be between ${low} and ${high}, inclusive`;
}

/** A generateName is checked as a name of its kind whose trailing dash is masked. */
export function maskTrailingDash(prefix: string): string {
  return prefix.length > 1 && prefix.endsWith("-") ? `${prefix.slice(0, -2)}a` : prefix;
}
