import { describe, expect, test } from "vitest";
import { ConnectionTable } from "../../../src/kernels/ipvs/connection-table.ts";
import { addressWords } from "../../../src/kernels/ipvs/flow.ts";
import { ReferenceConnections } from "../../../src/kernels/ipvs/reference.ts";

const capacity = { services: 2, backends: 4, slotsLog2: 10 };

function open(): ConnectionTable {
  return new ConnectionTable(new ReferenceConnections(capacity), capacity);
}

describe("connection table", () => {
  test("picks backends by name, remembers connections and lets them end", () => {
    const table = open();
    const backends = [{ id: "10.0.0.2:80" }, { id: "10.0.0.1:80" }];
    table.setService("default/web:", { scheduler: "rr", backends });
    const a = { address: "127.0.0.1", port: 4000 };
    const b = { address: "127.0.0.1", port: 4001 };
    expect(table.pick("default/web:", a, 0)).toBe("10.0.0.1:80");
    expect(table.pick("default/web:", b, 0)).toBe("10.0.0.2:80");
    expect(table.pick("default/web:", a, 1)).toBe("10.0.0.1:80");
    expect(table.active("default/web:", "10.0.0.1:80")).toBe(1);
    table.close("default/web:", a);
    expect(table.active("default/web:", "10.0.0.1:80")).toBe(0);
    expect(table.pick("default/unknown:", a, 0)).toBeUndefined();
  });

  test("hashes alike whatever the order in which backends are named", () => {
    const ids = ["10.0.0.3:80", "10.0.0.1:80", "10.0.0.2:80"];
    const picks = [ids, ids.toReversed()].map((order) => {
      const table = open();
      table.setService("s", { scheduler: "mh", backends: order.map((id) => ({ id })) });
      return Array.from({ length: 50 }, (_, i) =>
        table.pick("s", { address: `10.1.0.${i}`, port: 1 }, 0),
      );
    });
    expect(picks[0]).toEqual(picks[1]);
    expect(new Set(picks[0]).size).toBe(3);
  });

  test("drains a backend by weight 0, drops it when it is no longer named, and reuses its number", () => {
    const table = open();
    const client = { address: "127.0.0.1", port: 1 };
    table.setService("s", { scheduler: "rr", backends: [{ id: "a" }] });
    expect(table.pick("s", client, 0)).toBe("a");
    table.setService("s", { scheduler: "rr", backends: [{ id: "a", weight: 0 }, { id: "b" }] });
    expect(table.pick("s", client, 1)).toBe("a");
    expect(table.pick("s", { ...client, port: 2 }, 1)).toBe("b");
    for (let round = 0; round < 10; round++) {
      table.setService("s", { scheduler: "rr", backends: [{ id: `new-${round}` }, { id: "b" }] });
    }
    expect(["b", "new-9"]).toContain(table.pick("s", client, 2));
    table.removeService("s");
    expect(table.pick("s", client, 3)).toBeUndefined();
  });

  test("says what it has no room for", () => {
    const table = open();
    const backends = ["a", "b", "c", "d", "e"].map((id) => ({ id }));
    expect(() => table.setService("s", { scheduler: "rr", backends })).toThrow(/4 at most/);
  });
});

test.each([
  { text: "127.0.0.1", words: [0, 0, 0xffff, 0x7f000001] },
  { text: "255.255.255.255", words: [0, 0, 0xffff, 0xffffffff] },
  { text: "::", words: [0, 0, 0, 0] },
  { text: "::1", words: [0, 0, 0, 1] },
  { text: "fe80::1%eth0", words: [0xfe800000, 0, 0, 1] },
  { text: "2001:db8:1:2:3:4:5:6", words: [0x20010db8, 0x00010002, 0x00030004, 0x00050006] },
  { text: "::ffff:10.0.0.1", words: [0, 0, 0xffff, 0x0a000001] },
  { text: "256.0.0.1", words: undefined },
  { text: "1.2.3", words: undefined },
  { text: "1:2:3", words: undefined },
  { text: "1::2::3", words: undefined },
  { text: "1:2:3:4:5:6:7:8::", words: undefined },
  { text: "::xyz", words: undefined },
  { text: "", words: undefined },
])("the address $text is $words", ({ text, words }) => {
  expect(addressWords(text)).toEqual(words);
});
