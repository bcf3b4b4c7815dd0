/** Which heads of requests are ordinary; and that whatever is taken for one, Node's own parser reads the same (RFC 9112). */
import { createServer, type IncomingMessage } from "node:http";
import { duplexPair } from "node:stream";
import { afterAll, describe, expect, test } from "vitest";
import { splitUrl } from "../../../src/host/node/http.ts";
import { HeadMemory, readPlainHead } from "../../../src/host/node/plain-head.ts";
import { Dice } from "../server/fuzz/dice.ts";

const read = (text: string) => readPlainHead(Buffer.from(text, "latin1"), new HeadMemory());
const get = (fields = "", target = "/api") => `GET ${target} HTTP/1.1\r\nHost: a\r\n${fields}\r\n`;

describe("an ordinary head", () => {
  test("is its method, target and fields, up to the empty line", () => {
    const text = "POST /api/v1/pods?a=b HTTP/1.1\r\nHost: a:1\r\nContent-Length: 2\r\n\r\n";
    expect(read(`${text}{}GET / HTTP/1.1\r\n`)).toMatchObject({
      method: "POST",
      path: "/api/v1/pods",
      search: "?a=b",
      length: text.length,
      headers: { host: "a:1" },
      contentLength: 2,
    });
  });

  test.each<[string, string, Record<string, string>]>([
    ["of any capitals", "ACCEPT: b\r\n", { accept: "b" }],
    ["between blanks", "Accept: \t b c\t \r\n", { accept: "b c" }],
    ["of nothing", "Accept:\r\n", { accept: "" }],
    ["with colons", "X: a:b: c\r\n", { x: "a:b: c" }],
    ["beyond ASCII, as Latin-1", "X: \u00e9\u00ff\r\n", { x: "\u00e9\u00ff" }],
    ["with every letter of a name", "!#$%&'*+-.^_`|~0aZ: 1\r\n", { "!#$%&'*+-.^_`|~0az": "1" }],
    ["that keep the connection", "Connection: Keep-Alive\r\n", { connection: "Keep-Alive" }],
    ["of a body of nothing", "Content-Length: 0\r\n", {}],
  ])("may have fields %s", (_what, fields, headers) => {
    expect(read(get(fields))?.headers).toEqual({ host: "a", ...headers });
  });

  test("of the same fields as before has the very same ones", () => {
    const memory = new HeadMemory();
    const again = (text: string) => readPlainHead(Buffer.from(text, "latin1"), memory);
    const before = again(get("A: 1\r\n"))?.headers;
    const next = `${get("A: 1\r\n", "/other")}rest`;
    expect(again(next)).toMatchObject({ path: "/other", length: next.length - 4 });
    expect(again(next)?.headers).toBe(before);
    expect(again(get("A: 2\r\n"))?.headers["a"]).toBe("2");
    // What only begins like it has more to say.
    expect(again(get("A: 2\r\nB: 2\r\n"))?.headers["b"]).toBe("2");
    expect(again(get("A: 2\r\nB: 2\r\n").slice(0, -1))).toBeUndefined();
  });

  test("of the same fields as before may have a body of another length", () => {
    const memory = new HeadMemory();
    const post = (length: string, rest = "B: 2\r\n", path = "/a") => {
      const text = `POST ${path} HTTP/1.1\r\nHost: a\r\nContent-Length: ${length}\r\n${rest}\r\n`;
      return readPlainHead(Buffer.from(`${text}{}`, "latin1"), memory);
    };
    const before = post("7")?.headers;
    for (const [given, length] of [
      ["7", 7],
      ["12345", 12_345],
      ["08", 8],
      ["0", 0],
    ] as const) {
      const head = post(given, "B: 2\r\n", `/${given}`);
      expect(head).toMatchObject({ contentLength: length, path: `/${given}` });
      expect(head?.length).toBe(
        `POST /${given} HTTP/1.1\r\nHost: a\r\nContent-Length: ${given}\r\nB: 2\r\n\r\n`.length,
      );
      expect(head?.headers).toBe(before);
    }
    for (const given of ["", "+1", "1x", "1 1", "1, 1", "9999999999999999"]) {
      expect(post(given), given).toBeUndefined();
    }
    expect(post("7", "B: 3\r\n")?.headers["b"]).toBe("3");
    expect(post("7", "B: 3\r\nContent-Length: 7\r\n")).toBeUndefined();
    expect(post("7", "B: 3\r\nTransfer-Encoding: chunked\r\n")).toBeUndefined();
    // Blanks behind it are no part of it.
    expect(post("7 ")?.contentLength).toBe(7);
    expect(post("12 ")?.contentLength).toBe(12);
    // Requests without a body between them are another matter.
    const bare = readPlainHead(Buffer.from(get("B: 3\r\n")), memory);
    expect(bare).toMatchObject({ method: "GET", contentLength: undefined });
    expect(post("12 ", "B: 3\r\n")).toMatchObject({ method: "POST", contentLength: 12 });
  });

  test("has headers that nobody can change", () => {
    expect(Object.isFrozen(read(get())?.headers)).toBe(true);
  });
});

describe("left to Node's parser", () => {
  test.each([
    ["nothing", ""],
    ["part of a line", "GET /"],
    ["a head without its end", "GET / HTTP/1.1\r\nHost: a\r\n"],
    ["a method that is not for objects", "HEAD / HTTP/1.1\r\nHost: a\r\n\r\n"],
    ["a method in small letters", "get / HTTP/1.1\r\nHost: a\r\n\r\n"],
    ["an older version", "GET / HTTP/1.0\r\nHost: a\r\n\r\n"],
    ["a newer version", "GET / HTTP/2.0\r\nHost: a\r\n\r\n"],
    ["a whole address", "GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n"],
    ["a blank in the target", "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n"],
    ["two blanks", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n"],
    ["a target beyond ASCII", "GET /\u00e9 HTTP/1.1\r\nHost: a\r\n\r\n"],
    ["an empty line first", "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n"],
    ["lines that end in a line feed alone", "GET / HTTP/1.1\nHost: a\n\n"],
    ["a line feed within", get("A: 1\nB: 2\r\n")],
    ["a carriage return within", get("A: 1\rB: 2\r\n")],
    ["a NUL", get("A: \u0000\r\n")],
    ["no host", "GET / HTTP/1.1\r\nA: 1\r\n\r\n"],
    ["two hosts", get("Host: b\r\n")],
    ["a field twice", get("Impersonate-Group: a\r\nImpersonate-Group: b\r\n")],
    ["a field twice, in other letters", get("A: 1\r\na: 1\r\n")],
    ["a field of a name that objects have", get("constructor: 1\r\n")],
    ["the name of every object's prototype", get("__proto__: 1\r\n")],
    ["a line that goes on", get("A: 1\r\n 2\r\n")],
    ["a blank before the colon", get("A : 1\r\n")],
    ["no name", get(": 1\r\n")],
    ["no colon", get("A\r\n")],
    ["chunks", get("Transfer-Encoding: chunked\r\n")],
    ["a coding besides", get("TE: trailers\r\n")],
    ["a length of letters", get("Content-Length: 1x\r\n")],
    ["a length with a sign", get("Content-Length: +1\r\n")],
    ["a length in hexadecimal", get("Content-Length: 0x1\r\n")],
    ["two lengths in one", get("Content-Length: 1, 1\r\n")],
    ["no length after all", get("Content-Length:\r\n")],
    ["a length that no number holds", get("Content-Length: 9999999999999999\r\n")],
    ["an expectation", get("Content-Length: 1\r\nExpect: 100-continue\r\n")],
    ["another protocol", get("Connection: Upgrade\r\nUpgrade: websocket\r\n")],
    ["an end of the connection", get("Connection: close\r\n")],
    ["more than one word on the connection", get("Connection: keep-alive, TE\r\n")],
    [
      "more fields than anybody needs",
      get(Array.from({ length: 100 }, (_, i) => `A${i}: 1\r\n`).join("")),
    ],
    ["more bytes than a head may have", get(`A: ${"a".repeat(16_000)}\r\n`)],
    ["a target that long", get("", `/${"a".repeat(16_000)}`)],
  ])("%s", (_what, text) => {
    expect(read(text)).toBeUndefined();
  });
});

describe("what is taken for ordinary, Node's parser reads the same", () => {
  const seen: IncomingMessage[] = [];
  const server = createServer((request) => seen.push(request));
  afterAll(() => server.close());

  /** The first message in the bytes, as Node reads it; undefined where it refuses it or waits for more. */
  function asNodeReads(bytes: Buffer): Promise<IncomingMessage | undefined> {
    const [near, far] = duplexPair();
    seen.length = 0;
    server.emit("connection", far);
    return new Promise((resolve) => {
      near.on("error", () => undefined);
      near.write(bytes, () => setImmediate(() => resolve(seen[0])));
    });
  }

  const lines = [
    "Host: a",
    "Accept: application/json, */*",
    "User-Agent: kubectl/v1.36.0 (linux/amd64) kubernetes/abc",
    "Authorization: Bearer a.b.c",
    "Content-Length: 2",
    "content-length: 02",
    "Connection: keep-alive",
    "Connection: close",
    "Transfer-Encoding: chunked",
    "Transfer-Encoding : chunked",
    "Accept-Encoding: gzip",
    "X:  \t spaced \t ",
    "X-\u00e9: 1",
    "Cookie: a=1",
    "Cookie: b=2",
    " folded",
    "Upgrade: h2c",
    "",
  ];
  const ends = ["\r\n", "\r\n", "\r\n", "\r\n", "\r\n", "\r\n", "\n", "\r", "\r\r\n", "\r\n "];

  test.each([1, 2, 3, 4])("seed %i", async (seed) => {
    const dice = new Dice(seed);
    const memory = new HeadMemory();
    let taken = 0;
    for (let round = 0; round < 400; round += 1) {
      const method = dice.pick(["GET", "POST", "PUT", "PATCH", "DELETE", "GETT", "HEAD"]);
      const target = dice.pick(["/", "/api/v1/pods?limit=5", "/%2e%2e/", "/a//b", "*", "/a#b"]);
      const strict = dice.chance(0.7);
      const end = () => (strict ? "\r\n" : dice.pick(ends));
      const some = Array.from({ length: dice.below(6) }, () =>
        dice.pick(lines.slice(0, strict ? 12 : undefined)),
      );
      const head = [
        `${method} ${target} HTTP/1.1`,
        "Host: a",
        ...new Set(some.filter((line) => line !== "Host: a")),
      ];
      const bytes = Buffer.from(`${head.map((line) => line + end()).join("")}${end()}{}`, "latin1");
      for (let spoiled = dice.chance(0.5) ? dice.below(3) : 0; spoiled > 0; spoiled -= 1) {
        bytes[dice.below(bytes.length)] = dice.pick([
          0,
          9,
          10,
          13,
          32,
          58,
          127,
          255,
          dice.below(256),
        ]);
      }
      // What was said before changes nothing.
      const plain = readPlainHead(bytes, memory);
      expect(plain).toEqual(readPlainHead(bytes, new HeadMemory()));
      if (!plain) continue;
      taken += 1;
      const { contentLength, length } = plain;
      const message = await asNodeReads(bytes.subarray(0, length + (contentLength ?? 0)));
      const shown = JSON.stringify(bytes.toString("latin1"));
      expect(message?.method, shown).toBe(plain.method);
      const { path, search } = splitUrl(message?.url ?? "");
      expect({ path, search }, shown).toEqual({ path: plain.path, search: plain.search });
      const { "content-length": announced, ...headers } = message?.headers ?? {};
      expect(headers, shown).toEqual(plain.headers);
      expect(announced === undefined ? undefined : Number(announced), shown).toBe(contentLength);
      expect(message?.headers["transfer-encoding"], shown).toBeUndefined();
    }
    expect(taken).toBeGreaterThan(40);
  });
});
