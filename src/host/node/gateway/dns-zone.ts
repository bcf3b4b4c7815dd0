/**
 * What the cluster's DNS answers to a question: records of Services as CoreDNS' kubernetes plugin gives them (plugin/kubernetes), and
 * what names outside the cluster have by those who know them. Pure but for that question to others.
 */
import { aliasesMax, type ServiceDirectory } from "../../../network/service-directory.ts";
import {
  addressData,
  type Answer,
  answersOf,
  type DnsRecord,
  encodeName,
  type Question,
  recordTypes,
  responseCodes,
  serviceData,
} from "./dns-message.ts";

/** CoreDNS' default for records of Services. */
const ttlSeconds = 5;

export interface ZoneOptions {
  readonly directory: Pick<ServiceDirectory, "query" | "has">;
  readonly domain: string;
  /** Asks those who know other names for an address: their answer's message, undefined when there is none. */
  lookUp(name: string, type: number): Promise<Buffer | undefined>;
}

/** Undefined for a question that is not the cluster's to answer. */
export async function answerFromZone(
  { name, type }: Pick<Question, "name" | "type">,
  options: ZoneOptions,
): Promise<Answer | undefined> {
  const { directory, domain } = options;
  const lower = name.toLowerCase();
  const inside = isInside(lower, domain);
  if (!inside && !(lower.endsWith(".in-addr.arpa") && directory.has(lower))) return undefined;
  const answers = await recordsOf(name, type, options);
  const code =
    answers.length > 0 || directory.has(lower) || isAlias(directory, lower)
      ? responseCodes.NOERROR
      : responseCodes.NXDOMAIN;
  const additionals =
    type === recordTypes.SRV ? answers.flatMap((record) => addressesOf(record, options)) : [];
  const authorities = answers.length === 0 ? [authorityOf(domain)] : [];
  return { code, authoritative: true, answers, authorities, additionals };
}

const isInside = (name: string, domain: string): boolean =>
  name === domain || name.endsWith(`.${domain}`);

const isAlias = (directory: ZoneOptions["directory"], name: string): boolean =>
  directory.query(name, "CNAME").length > 0;

async function recordsOf(
  name: string,
  type: number,
  options: ZoneOptions,
): Promise<readonly DnsRecord[]> {
  const { directory } = options;
  switch (type) {
    case recordTypes.A:
    case recordTypes.AAAA:
    case recordTypes.CNAME:
    case recordTypes.ANY:
      return addressRecords(name, type, options);
    case recordTypes.SRV:
      return directory.query(name, "SRV").map((text) => serviceRecord(name, text));
    case recordTypes.PTR:
      return directory
        .query(name, "PTR")
        .map((target) => made(name, type, encodeName(withoutDot(target))));
    case recordTypes.SOA:
      return name.toLowerCase() === options.domain ? [authorityOf(options.domain)] : [];
    case recordTypes.NS:
      return name.toLowerCase() === options.domain
        ? [made(name, type, encodeName(`ns.dns.${options.domain}`))]
        : [];
    default:
      return [];
  }
}

/** Follows ExternalName Services to their end, inside the cluster or beyond it. */
async function addressRecords(
  name: string,
  type: number,
  options: ZoneOptions,
): Promise<readonly DnsRecord[]> {
  const records: DnsRecord[] = [];
  let at = name;
  for (let steps = 0; steps < aliasesMax; steps++) {
    const [alias] = options.directory.query(at, "CNAME");
    if (alias === undefined) break;
    const target = withoutDot(alias);
    records.push(made(at, recordTypes.CNAME, encodeName(target)));
    if (type === recordTypes.CNAME) return records;
    at = target;
    if (isInside(at.toLowerCase(), options.domain)) continue;
    const found = await options.lookUp(at, type);
    const wanted = new Set<number>([recordTypes.CNAME, type]);
    return [...records, ...(found ? answersOf(found) : []).filter((one) => wanted.has(one.type))];
  }
  if (type !== recordTypes.A && type !== recordTypes.ANY) return records;
  const addresses = options.directory.query(at, "A");
  return [...records, ...addresses.map((ip) => made(at, recordTypes.A, addressData(ip)))];
}

function serviceRecord(name: string, text: string): DnsRecord {
  const [priority, weight, port, target = ""] = text.split(" ");
  const data = serviceData(Number(priority), Number(weight), Number(port), withoutDot(target));
  return made(name, recordTypes.SRV, data);
}

/** The addresses of what an SRV record names. */
function addressesOf({ data }: DnsRecord, { directory }: ZoneOptions): readonly DnsRecord[] {
  const labels: string[] = [];
  for (let at = 6; data[at] !== 0; at += 1 + (data[at] ?? 0))
    labels.push(data.toString("latin1", at + 1, at + 1 + (data[at] ?? 0)));
  const target = labels.join(".");
  return directory.query(target, "A").map((ip) => made(target, recordTypes.A, addressData(ip)));
}

/** Says for how long "no" holds (RFC 2308): as long as a "yes". */
function authorityOf(domain: string): DnsRecord {
  const numbers = Buffer.alloc(20);
  [1, 7200, 1800, 86_400, ttlSeconds].forEach((value, index) =>
    numbers.writeUInt32BE(value, 4 * index),
  );
  const names = [encodeName(`ns.dns.${domain}`), encodeName(`hostmaster.${domain}`)];
  return made(domain, recordTypes.SOA, Buffer.concat([...names, numbers]));
}

function made(name: string, type: number, data: Buffer): DnsRecord {
  return { name, type, ttlSeconds, data };
}

const withoutDot = (name: string): string => name.replace(/\.$/, "");
