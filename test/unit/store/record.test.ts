/** Texts of a state log that are not what they should be, although their checksum holds. */
import { expect, test } from "vitest";
import { decodeRecords } from "../../../src/store/record.ts";
import type { LogRecord } from "../../../src/store/record.ts";
import { StateLogError, checksumOf, isIntact } from "../../../src/store/state-log.ts";

test.each([
  { body: '["pods","a","b",2]', message: "a record of the state log is cut off at 0" },
  { body: '["pods","a","b",2]\n{}', message: "a record of the state log is cut off at 0" },
  {
    body: '["pods","a","b",2]\n{}\n["pods"',
    message: "a record of the state log is cut off at 22",
  },
  { body: '["pods","a","b"\n{}\n', message: 'not a record of the state log: ["pods","a","b"' },
  { body: '{"pods":1}\n{}\n', message: 'not a record of the state log: {"pods":1}' },
  { body: '["pods","a","b"]\n{}\n', message: 'not a record of the state log: ["pods","a","b"]' },
  { body: '["pods","a",1,2]\n{}\n', message: 'not a record of the state log: ["pods","a",1,2]' },
  {
    body: '["pods",null,"b",2]\n{}\n',
    message: 'not a record of the state log: ["pods",null,"b",2]',
  },
  {
    body: '["pods","a","b",2.5]\n{}\n',
    message: 'not a record of the state log: ["pods","a","b",2.5]',
  },
  {
    body: '["pods","a","b",2,0]\n{}\n',
    message: 'not a record of the state log: ["pods","a","b",2,0]',
  },
])("refused: $message", ({ body, message }) => {
  const decode = () => decodeRecords(body, () => undefined);
  expect(decode).toThrow(StateLogError);
  expect(decode).toThrow(message);
});

test("records are read in order, without a look at the objects", () => {
  const records: LogRecord[] = [];
  decodeRecords('["pods","a","b",2]\nno JSON\n["nodes","","n",3,1]\n\n', (each) =>
    records.push(each),
  );
  expect(records).toEqual([
    {
      key: { resource: "pods", namespace: "a", name: "b" },
      revision: 2,
      deleted: false,
      text: "no JSON",
    },
    { key: { resource: "nodes", namespace: "", name: "n" }, revision: 3, deleted: true, text: "" },
  ]);
});

test("a checksum tells texts apart that differ in one character, its place, or their length", () => {
  const texts = [
    "",
    "a",
    "b",
    "ab",
    "ba",
    "a\u0000",
    "\u0000",
    "\u0000\u0000",
    "\u4e2d",
    "\u2d4e",
    "aa",
  ];
  expect(new Set(texts.map(checksumOf)).size).toBe(texts.length);
  for (const text of texts) expect(checksumOf(text)).toBe(checksumOf(text) >>> 0);
});

test("a checksum tells texts apart that differ in one word, wherever it is", () => {
  const letters = "abcdefghijklmnopqrstuvwxyzABCDEF".repeat(3);
  const texts = Array.from(
    letters,
    (_letter, at) => `${letters.slice(0, at)}?${letters.slice(at + 1)}`,
  );
  expect(new Set(texts.map(checksumOf)).size).toBe(letters.length);
});

test.each([
  ["", 447_806_413],
  ["a", 302_316_877],
  ['["pods","default","web",7]\n{"é":"€"}\n', 2_598_776_086],
])("a body %j that was summed up word by word is known to be whole", (body, checksum) => {
  expect(isIntact({ body, checksum })).toBe(true);
  expect(isIntact({ body: `${body} `, checksum })).toBe(false);
});

test.each([
  ["", 447_806_413],
  ["a", 927_593_939],
  ['["pods","default","web",7]\n{"é":"€"}\n', 2_099_633_863],
])("a body %j that was summed up letter by letter is known to be whole", (body, checksum) => {
  expect(isIntact({ body, checksum })).toBe(true);
  expect(isIntact({ body: `${body} `, checksum })).toBe(false);
  expect(isIntact({ body, checksum: checksumOf(body) })).toBe(true);
});
