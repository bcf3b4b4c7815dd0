/** DNS messages as far as a cluster's DNS reads and writes them (RFC 1035, 2782, 6891). */

export const recordTypes = {
  A: 1,
  NS: 2,
  CNAME: 5,
  SOA: 6,
  PTR: 12,
  TXT: 16,
  AAAA: 28,
  SRV: 33,
  ANY: 255,
} as const;
export const responseCodes = {
  NOERROR: 0,
  FORMERR: 1,
  SERVFAIL: 2,
  NXDOMAIN: 3,
  NOTIMP: 4,
} as const;

const internet = 1;
const optType = 41;
/** What we say that we take over UDP; also the most that we send: it passes every network whole. */
export const udpBytesMax = 1232;

export interface Question {
  readonly id: number;
  readonly recursionDesired: boolean;
  /** 0 for a query. */
  readonly opcode: number;
  /** Without its last dot, as it was asked: names are compared by their lower case. */
  readonly name: string;
  readonly type: number;
  /** The largest answer over UDP that the client takes; undefined where it did not say so by EDNS. */
  readonly udpBytes: number | undefined;
  /** The question section as it came, to be sent back. */
  readonly bytes: Buffer;
}

export interface DnsRecord {
  readonly name: string;
  readonly type: number;
  readonly ttlSeconds: number;
  readonly data: Buffer;
}

export interface Answer {
  readonly code: number;
  readonly authoritative: boolean;
  readonly answers: readonly DnsRecord[];
  readonly authorities?: readonly DnsRecord[];
  readonly additionals?: readonly DnsRecord[];
}

/** Undefined for what is no query with one question of the Internet. */
export function parseQuestion(message: Buffer): Question | undefined {
  if (message.length < 17) return undefined;
  const flags = message.readUInt16BE(2);
  if ((flags & 0x8000) !== 0 || message.readUInt16BE(4) !== 1) return undefined;
  const read = readName(message, 12);
  if (!read || read.next + 4 > message.length) return undefined;
  if (message.readUInt16BE(read.next + 2) !== internet) return undefined;
  const end = read.next + 4;
  return {
    id: message.readUInt16BE(0),
    recursionDesired: (flags & 0x100) !== 0,
    opcode: (flags >> 11) & 15,
    name: read.name,
    type: message.readUInt16BE(read.next),
    udpBytes: udpBytesOf(message, end),
    bytes: message.subarray(12, end),
  };
}

function udpBytesOf(message: Buffer, from: number): number | undefined {
  // EDNS stands in the additional section, which in a query follows the question.
  const isEmpty = message.readUInt16BE(6) === 0 && message.readUInt16BE(8) === 0;
  const isOpt = message.length >= from + 11 && message.readUInt16BE(from + 1) === optType;
  if (!isEmpty || message.readUInt16BE(10) === 0 || message[from] !== 0 || !isOpt) return undefined;
  return Math.max(512, message.readUInt16BE(from + 3));
}

/** The name at an offset, and what follows it; undefined for a name that is broken or goes in circles. */
function readName(
  message: Buffer,
  offset: number,
): { readonly name: string; readonly next: number } | undefined {
  const labels: string[] = [];
  let next: number | undefined;
  let at = offset;
  for (let steps = 0; steps < 128; steps++) {
    const length = message[at];
    if (length === undefined) return undefined;
    if (length === 0) return { name: labels.join("."), next: next ?? at + 1 };
    if (length >= 0xc0) {
      if (at + 1 >= message.length) return undefined;
      next ??= at + 2;
      at = message.readUInt16BE(at) & 0x3fff;
      continue;
    }
    if (length > 63 || at + 1 + length > message.length) return undefined;
    labels.push(message.toString("latin1", at + 1, at + 1 + length));
    at += 1 + length;
  }
  return undefined;
}

/** The records of a message's answer section, with names in full; empty for a message that is broken. */
export function answersOf(message: Buffer): readonly DnsRecord[] {
  if (message.length < 12) return [];
  let at = 12;
  for (let left = message.readUInt16BE(4); left > 0; left--) {
    const read = readName(message, at);
    if (!read) return [];
    at = read.next + 4;
  }
  const records: DnsRecord[] = [];
  for (let left = message.readUInt16BE(6); left > 0; left--) {
    const read = readName(message, at);
    if (!read || read.next + 10 > message.length) return records;
    const type = message.readUInt16BE(read.next);
    const length = message.readUInt16BE(read.next + 8);
    at = read.next + 10 + length;
    if (at > message.length) return records;
    const raw = message.subarray(read.next + 10, at);
    const target = type === recordTypes.CNAME ? readName(message, read.next + 10) : undefined;
    if (type === recordTypes.CNAME && !target) return records;
    records.push({
      name: read.name,
      type,
      ttlSeconds: message.readUInt32BE(read.next + 4),
      data: target ? encodeName(target.name) : Buffer.from(raw),
    });
  }
  return records;
}

/** Throws RangeError for a label that is empty or longer than 63 bytes. */
export function encodeName(name: string): Buffer {
  const labels = name === "" ? [] : name.split(".");
  const parts = labels.map((label) => {
    const bytes = Buffer.from(label, "latin1");
    if (bytes.length === 0 || bytes.length > 63) throw new RangeError(`${name} is no DNS name`);
    return Buffer.concat([Buffer.from([bytes.length]), bytes]);
  });
  return Buffer.concat([...parts, Buffer.from([0])]);
}

export function addressData(ip: string): Buffer {
  return Buffer.from(ip.split(".").map(Number));
}

export function serviceData(priority: number, weight: number, port: number, to: string): Buffer {
  const numbers = Buffer.alloc(6);
  numbers.writeUInt16BE(priority, 0);
  numbers.writeUInt16BE(weight, 2);
  numbers.writeUInt16BE(port, 4);
  return Buffer.concat([numbers, encodeName(to)]);
}

/** The answer's message. One that is longer than `bytesMax` keeps the records that fit, and says so (TC). */
export function encodeAnswer(question: Question, answer: Answer, bytesMax: number): Buffer {
  const { answers, authorities = [], additionals = [] } = answer;
  const opt = question.udpBytes === undefined ? Buffer.alloc(0) : optRecord();
  const records = [answers, authorities, additionals].map((section) =>
    section.map((record) => encodeRecord(question, record)),
  );
  let left = bytesMax - 12 - question.bytes.length - opt.length;
  let truncated = false;
  const kept = records.map((section, index) =>
    section.filter((bytes) => {
      const fits = !truncated && bytes.length <= left;
      if (fits) left -= bytes.length;
      // What is only said beside the answer may be left out without a word.
      else if (index === 0) truncated = true;
      return fits;
    }),
  );
  const header = Buffer.alloc(12);
  header.writeUInt16BE(question.id, 0);
  const flags =
    0x8000 |
    (question.opcode << 11) |
    (answer.authoritative ? 0x400 : 0) |
    (truncated ? 0x200 : 0) |
    (question.recursionDesired ? 0x100 : 0) |
    0x80 |
    answer.code;
  header.writeUInt16BE(flags, 2);
  header.writeUInt16BE(1, 4);
  kept.forEach((section, index) => {
    header.writeUInt16BE(section.length + (index === 2 && opt.length > 0 ? 1 : 0), 6 + 2 * index);
  });
  return Buffer.concat([header, question.bytes, ...kept.flat(), opt]);
}

function optRecord(): Buffer {
  const record = Buffer.alloc(11);
  record.writeUInt16BE(optType, 1);
  record.writeUInt16BE(udpBytesMax, 3);
  return record;
}

function encodeRecord(question: Question, record: DnsRecord): Buffer {
  // The question's own name is at byte 12.
  const own = record.name.toLowerCase() === question.name.toLowerCase();
  const name = own ? Buffer.from([0xc0, 12]) : encodeName(record.name);
  const fixed = Buffer.alloc(10);
  fixed.writeUInt16BE(record.type, 0);
  fixed.writeUInt16BE(internet, 2);
  fixed.writeUInt32BE(record.ttlSeconds, 4);
  fixed.writeUInt16BE(record.data.length, 8);
  return Buffer.concat([name, fixed, record.data]);
}
