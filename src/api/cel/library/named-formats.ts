/** `format.dns1123Label().validate(name)`. Follows apiserver's pkg/cel/library/format.go. */
import {
  dns1035Label,
  dnsLabel,
  dnsSubdomain,
  maskTrailingDash,
  qualifiedName,
  validLabelValue,
  type NameCheck,
} from "../../validation/names.ts";
import { overload, type Overload } from "../overload.ts";
import { parseTimestamp } from "../time-values.ts";
import { ArrayList, CelOpaque, CelOptional, noValue } from "../values.ts";

class NamedFormat extends CelOpaque {
  override readonly typeName = "kubernetes.NamedFormat";
  readonly name: string;
  readonly check: NameCheck;
  constructor(name: string, check: NameCheck) {
    super();
    this.name = name;
    this.check = check;
  }
  override equals(other: CelOpaque): boolean {
    return other instanceof NamedFormat && other.name === this.name;
  }
}

function shaped(pattern: RegExp, message: string): NameCheck {
  return (value) => (pattern.test(value) ? [] : [message]);
}

function timed(suffix: string, message: string): NameCheck {
  return (value) => (parseTimestamp(value + suffix) ? [] : [message]);
}

const prefixOf =
  (check: NameCheck): NameCheck =>
  (value) =>
    check(maskTrailingDash(value));

const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const uuid =
  /^(?:urn:uuid:|\{)?[0-9a-fA-F]{8}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{12}\}?$/;

const formats: Readonly<Record<string, NameCheck>> = {
  dns1123Label: dnsLabel,
  dns1123Subdomain: dnsSubdomain,
  dns1035Label,
  qualifiedName,
  dns1123LabelPrefix: prefixOf(dnsLabel),
  dns1123SubdomainPrefix: prefixOf(dnsSubdomain),
  dns1035LabelPrefix: prefixOf(dns1035Label),
  labelValue: validLabelValue,
  uri: shaped(/^(?:[A-Za-z][A-Za-z0-9+.-]*:)?\/[^\s]*$/, "invalid URI for request"),
  uuid: shaped(uuid, "does not match the UUID format"),
  byte: shaped(base64, "invalid base64"),
  date: timed("T00:00:00Z", "invalid date"),
  datetime: timed("", "invalid datetime"),
};

export function formatOverloads(): readonly Overload[] {
  const type = "kubernetes.NamedFormat";
  const made = Object.entries(formats).map(([name, check]) => new NamedFormat(name, check));
  const byName = new Map(made.map((format) => [format.name, format]));
  return [
    ...made.map((format) =>
      overload(`format-${format.name}`, `::format.${format.name}(): ${type}`, () => format),
    ),
    overload("format-named", `::format.named(string): optional_type(${type})`, (name: string) => {
      const format = byName.get(name);
      return format ? new CelOptional(format) : noValue;
    }),
    overload(
      "format-validate",
      `${type}.validate(string): optional_type(list(string))`,
      ({ check }: NamedFormat, text: string) => {
        const messages = check(text);
        return messages.length === 0 ? noValue : new CelOptional(new ArrayList(messages));
      },
    ),
  ];
}
