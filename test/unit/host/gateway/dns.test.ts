/** The gateway's DNS: messages byte by byte (RFC 1035, 6891), and the records that CoreDNS has for a cluster's names. */
import { describe, expect, it } from "vitest";
import {
  addressData,
  answersOf,
  encodeAnswer,
  encodeName,
  parseQuestion,
  recordTypes,
  responseCodes,
} from "../../../../src/host/node/gateway/dns-message.ts";
import { answerFromZone, type ZoneOptions } from "../../../../src/host/node/gateway/dns-zone.ts";

/** A query for a name, with an EDNS record of that size where there is one. */
function query(name: string, type: number, udpBytes?: number): Buffer {
  const header = Buffer.from([
    0x12,
    0x34,
    1,
    0,
    0,
    1,
    0,
    0,
    0,
    0,
    0,
    udpBytes === undefined ? 0 : 1,
  ]);
  const opt = Buffer.alloc(udpBytes === undefined ? 0 : 11);
  if (udpBytes !== undefined) {
    opt.writeUInt16BE(41, 1);
    opt.writeUInt16BE(udpBytes, 3);
  }
  return Buffer.concat([header, encodeName(name), Buffer.from([0, type, 0, 1]), opt]);
}

describe("a DNS message", () => {
  it("is read as the question that it holds", () => {
    expect(parseQuestion(query("Web.default.svc", recordTypes.A, 4096))).toMatchObject({
      id: 0x1234,
      name: "Web.default.svc",
      type: 1,
      udpBytes: 4096,
      opcode: 0,
      recursionDesired: true,
    });
    expect(parseQuestion(query("a", recordTypes.SRV))?.udpBytes).toBeUndefined();
  });

  it.each([
    ["too short", Buffer.alloc(16)],
    ["an answer", Buffer.concat([Buffer.from([0, 0, 0x80]), query("a", 1).subarray(3)])],
    [
      "two questions",
      Buffer.concat([query("a", 1).subarray(0, 5), Buffer.from([2]), query("a", 1).subarray(6)]),
    ],
    ["a name that is cut off", query("abcdefgh", 1).subarray(0, 18)],
    [
      "a name that points at itself",
      Buffer.concat([query("a", 1).subarray(0, 12), Buffer.from([0xc0, 12, 0, 1, 0, 1])]),
    ],
    ["another class", Buffer.concat([query("a", 1).subarray(0, 18), Buffer.from([3])])],
  ])("that is %s is no question", (_what, message) => {
    expect(parseQuestion(message)).toBeUndefined();
  });

  it("answers with records that point back at the question's name", () => {
    const question = parseQuestion(query("web", recordTypes.A))!;
    const bytes = encodeAnswer(
      question,
      {
        code: responseCodes.NOERROR,
        authoritative: true,
        answers: [
          { name: "WEB", type: recordTypes.A, ttlSeconds: 5, data: addressData("10.1.2.3") },
        ],
      },
      512,
    );
    expect(bytes.toString("hex")).toBe(
      "123485800001000100000000037765620000010001c00c000100010000000500040a010203",
    );
    expect(answersOf(bytes)).toEqual([
      { name: "web", type: 1, ttlSeconds: 5, data: Buffer.from([10, 1, 2, 3]) },
    ]);
  });

  it.each([
    [512, undefined, 30, true],
    [1232, 1232, 40, false],
  ])(
    "of %i bytes with EDNS of %s holds %i of 40 addresses, cut off: %s",
    (max, edns, kept, cut) => {
      const question = parseQuestion(query("w.ns", recordTypes.A, edns))!;
      const answers = Array.from({ length: 40 }, (_, i) => ({
        name: "w.ns",
        type: recordTypes.A,
        ttlSeconds: 5,
        data: addressData(`10.0.0.${i}`),
      }));
      const bytes = encodeAnswer(question, { code: 0, authoritative: true, answers }, max);
      expect(bytes.length).toBeLessThanOrEqual(max);
      expect(answersOf(bytes)).toHaveLength(kept);
      expect((bytes.readUInt16BE(2) & 0x200) !== 0).toBe(cut);
      expect(bytes.readUInt16BE(10)).toBe(edns === undefined ? 0 : 1);
    },
  );

  it("refuses labels that are none", () => {
    expect(() => encodeName("a..b")).toThrow(RangeError);
    expect(() => encodeName("a".repeat(64))).toThrow(RangeError);
  });
});

/** What a directory knows, by type and name. */
const known: Readonly<Record<string, readonly string[]>> = {
  "A web.ns.svc.cluster.local": ["10.96.0.1"],
  "A many.ns.svc.cluster.local": ["10.244.0.2", "10.244.0.3"],
  "A p.many.ns.svc.cluster.local": ["10.244.0.2"],
  "SRV _http._tcp.many.ns.svc.cluster.local": ["0 100 8080 p.many.ns.svc.cluster.local."],
  "CNAME out.ns.svc.cluster.local": ["example.test."],
  "CNAME in.ns.svc.cluster.local": ["web.ns.svc.cluster.local."],
  "PTR 1.0.96.10.in-addr.arpa": ["web.ns.svc.cluster.local."],
};
const asked: string[] = [];
const zone: ZoneOptions = {
  domain: "cluster.local",
  directory: {
    query: (name, type) => known[`${type} ${name.toLowerCase()}`] ?? [],
    has: (name) =>
      Object.keys(known).some((key) => key.endsWith(` ${name}`) && !key.startsWith("CNAME")),
  },
  lookUp: async (name, type) => {
    asked.push(name);
    const question = parseQuestion(query(name, type))!;
    const answers = [{ name, type: recordTypes.A, ttlSeconds: 60, data: addressData("192.0.2.7") }];
    return encodeAnswer(question, { code: 0, authoritative: false, answers }, 512);
  },
};

async function resolve(name: string, type: keyof typeof recordTypes): Promise<string> {
  const answer = await answerFromZone({ name, type: recordTypes[type] }, zone);
  if (!answer) return "not ours";
  const records = answer.answers.map((record) => `${record.type}:${record.data.toString("hex")}`);
  const beside = (answer.additionals ?? []).length;
  return [`code ${answer.code}`, ...records, ...(beside > 0 ? [`+${beside}`] : [])].join(" ");
}

describe("the cluster's zone", () => {
  it.each([
    ["web.ns.svc.cluster.local", "A", "code 0 1:0a600001"],
    ["WEB.ns.svc.Cluster.Local", "A", "code 0 1:0a600001"],
    ["web.ns.svc.cluster.local", "AAAA", "code 0"],
    ["web.ns.svc.cluster.local", "TXT", "code 0"],
    ["nobody.ns.svc.cluster.local", "A", "code 3"],
    ["nobody.ns.svc.cluster.local", "AAAA", "code 3"],
    ["many.ns.svc.cluster.local", "A", "code 0 1:0af40002 1:0af40003"],
    [
      "_http._tcp.many.ns.svc.cluster.local",
      "SRV",
      `code 0 33:000000641f90${encodeName("p.many.ns.svc.cluster.local").toString("hex")} +1`,
    ],
    [
      "out.ns.svc.cluster.local",
      "A",
      `code 0 5:${encodeName("example.test").toString("hex")} 1:c0000207`,
    ],
    ["out.ns.svc.cluster.local", "CNAME", `code 0 5:${encodeName("example.test").toString("hex")}`],
    [
      "in.ns.svc.cluster.local",
      "A",
      `code 0 5:${encodeName("web.ns.svc.cluster.local").toString("hex")} 1:0a600001`,
    ],
    [
      "1.0.96.10.in-addr.arpa",
      "PTR",
      `code 0 12:${encodeName("web.ns.svc.cluster.local").toString("hex")}`,
    ],
    ["9.0.96.10.in-addr.arpa", "PTR", "not ours"],
    ["example.test", "A", "not ours"],
    ["notcluster.local", "A", "not ours"],
    ["cluster.local", "NS", `code 0 2:${encodeName("ns.dns.cluster.local").toString("hex")}`],
  ] as const)("answers %s %s with %s", async (name, type, expected) => {
    expect(await resolve(name, type)).toBe(expected);
  });

  it("asks others only where a name leads out of the cluster", () => {
    expect([...new Set(asked)]).toEqual(["example.test"]);
  });

  it("says with every no for how long it holds", async () => {
    const answer = await answerFromZone({ name: "no.ns.svc.cluster.local", type: 1 }, zone);
    expect(answer?.authorities?.map(({ type, ttlSeconds }) => [type, ttlSeconds])).toEqual([
      [6, 5],
    ]);
  });
});
