/**
 * What label keys, label values and DNS names may look like, in Kubernetes' own words (apimachinery, pkg/util/validation).
 * Each function returns what is wrong, an empty list when nothing is.
 */

/** How Kubernetes words a broken pattern, its odd commas included: clients and tests compare it. */
export function patternError(
  text: string,
  pattern: string,
  ...examples: readonly string[]
): string {
  if (examples.length === 0) return `${text} (regex used for validation is '${pattern}')`;
  const quoted = examples.map((example) => `'${example}', `).join(" or ");
  return `${text} (e.g. ${quoted}regex used for validation is '${pattern}')`;
}

/** For label keys and values. The older checks of names count the same bytes and say `characters` (names.ts). */
function tooManyBytes(bytesMax: number): string {
  return `must be no more than ${bytesMax} bytes`;
}

export function tooLong(bytesMax: number): string {
  return `must be no more than ${bytesMax} characters`;
}

const namePattern = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
const nameShape = new RegExp(`^${namePattern}$`);
const nameText =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
const valuePattern = `(${namePattern})?`;
const valueText =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
const labelPattern = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
const subdomainPattern = `${labelPattern}(\\.${labelPattern})*`;
const subdomainShape = new RegExp(`^${subdomainPattern}$`);
const subdomainText =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character";
const labelMax = 63;
const subdomainMax = 253;

/** A DNS-1123 subdomain: the names of most objects. */
export function subdomainErrors(value: string, excess = tooLong): readonly string[] {
  const errors: string[] = [];
  if (value.length > subdomainMax) errors.push(excess(subdomainMax));
  if (!subdomainShape.test(value)) {
    errors.push(patternError(subdomainText, subdomainPattern, "example.com"));
  }
  return errors;
}

/** A qualified name, `[prefix/]name`: keys of labels, annotations, taints, extended resources. */
export function qualifiedNameErrors(key: string): readonly string[] {
  const parts = key.split("/");
  const pattern = patternError(nameText, namePattern, "MyName", "my.name", "123-abc");
  if (parts.length > 2) {
    return [
      `a valid label key ${pattern} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
    ];
  }
  const errors: string[] = [];
  const name = parts.at(-1) ?? "";
  if (parts.length === 2) {
    const prefix = parts[0] ?? "";
    if (prefix === "") errors.push("prefix part must be non-empty");
    else {
      const found = subdomainErrors(prefix, tooManyBytes);
      errors.push(...found.map((error) => `prefix part ${error}`));
    }
  }
  if (name === "") errors.push("name part must be non-empty");
  else if (name.length > labelMax) errors.push(`name part ${tooManyBytes(labelMax)}`);
  if (!nameShape.test(name)) errors.push(`name part ${pattern}`);
  return errors;
}

export function labelKeyErrors(key: string): readonly string[] {
  return qualifiedNameErrors(key);
}

export function labelValueErrors(value: string): readonly string[] {
  const errors: string[] = [];
  if (value.length > labelMax) errors.push(tooManyBytes(labelMax));
  if (value !== "" && !nameShape.test(value)) {
    errors.push(patternError(valueText, valuePattern, "MyValue", "my_value", "12345"));
  }
  return errors;
}
