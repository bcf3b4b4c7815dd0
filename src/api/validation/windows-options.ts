/** Options of Windows containers. Source: validateWindowsSecurityContextOptions in pkg/apis/core/validation. */
import type { WindowsSecurityContextOptions } from "../generated/types.ts";
import { invalidAll, invalidValue, type FieldErrors } from "./field-errors.ts";
import { utf8Length } from "../utf8.ts";
import { dnsSubdomain } from "./names.ts";

const credentialKibMax = 64;
const domainMax = 256;
const userMax = 104;

const dnsPart = "[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?";
const dnsDomain = new RegExp(`^${dnsPart}(?:\\.${dnsPart})*$`);
const netBios = /^[^\\/:*?"<>|.][^\\/:*?"<>|]{0,14}$/u;

export function validateWindowsOptions(
  errors: FieldErrors,
  path: string,
  options: WindowsSecurityContextOptions | undefined,
): void {
  if (!options) return;
  const { gmsaCredentialSpecName: specName, gmsaCredentialSpec: spec, runAsUserName } = options;
  if (specName !== undefined) {
    errors.push(...invalidAll(`${path}.gmsaCredentialSpecName`, specName, dnsSubdomain(specName)));
  }
  const at = `${path}.gmsaCredentialSpec`;
  if (spec === "") {
    errors.push(invalidValue(at, spec, "gmsaCredentialSpec cannot be an empty string"));
  } else if (spec !== undefined && utf8Length(spec) > credentialKibMax * 1024) {
    const message = `gmsaCredentialSpec size must be under ${credentialKibMax} KiB`;
    errors.push(invalidValue(at, spec, message));
  }
  if (runAsUserName === undefined) return;
  const messages = userNameFaults(runAsUserName).map((text) => `runAsUserName${text}`);
  errors.push(...invalidAll(`${path}.runAsUserName`, runAsUserName, messages));
}

/** What is wrong with `DOMAIN\user` or `user`. */
function userNameFaults(name: string): readonly string[] {
  if (name === "") return [" cannot be an empty string"];
  // oxlint-disable-next-line no-control-regex
  if (/[\u0000-\u001f\u007f]/.test(name)) return [" cannot contain control characters"];
  const parts = name.split("\\");
  if (parts.length > 2) return [" cannot contain more than one backslash"];
  const user = parts.at(-1) ?? "";
  const domain = parts.length === 2 ? (parts[0] ?? "") : undefined;
  const faults: string[] = [];
  if (utf8Length(domain ?? "") >= domainMax) {
    faults.push(`'s Domain length must be under ${domainMax} characters`);
  }
  if (domain !== undefined && !netBios.test(domain) && !dnsDomain.test(domain)) {
    faults.push("'s Domain doesn't match the NetBios nor the DNS format");
  }
  if (user === "") faults.push("'s User cannot be empty");
  else if (utf8Length(user) > userMax) {
    faults.push(`'s User length must not be longer than ${userMax} characters`);
  }
  if (/^[. ]+$/.test(user)) faults.push("'s User cannot contain only periods or spaces");
  if (/["/\\:;|=,+*?<>@[\]]/.test(user)) {
    faults.push(`'s User cannot contain the following characters: "/\\:;|=,+*?<>@[]`);
  }
  return faults;
}
