/** Dealing flows onto queues. The properties are those that apiserver's pkg/util/shufflesharding/dealer_test.go asks for. */
import { expect, test } from "vitest";
import { deal, flowHash } from "../../../../src/server/flow-control/shuffle-sharding.ts";

test.each([
  [1, 1],
  [4, 4],
  [16, 4],
  [64, 8],
  [128, 6],
  [512, 8],
])("a hand of %i queues has %i different ones", (queues, handSize) => {
  for (let at = 0; at < 200; at++) {
    const hand = deal(flowHash("schema", `user-${at}`), queues, handSize);
    expect(hand).toHaveLength(handSize);
    expect(new Set(hand).size).toBe(handSize);
    expect(hand.every((card) => card >= 0 && card < queues)).toBe(true);
  }
});

test("every hand of a small deck is dealt, and equally often", () => {
  const seen = new Map<string, number>();
  for (let hash = 0n; hash < 4n * 3n * 10n; hash++) {
    const hand = deal(hash, 4, 2).join();
    seen.set(hand, (seen.get(hand) ?? 0) + 1);
  }
  expect(seen.size).toBe(12);
  expect(new Set(seen.values())).toEqual(new Set([10]));
});

test("flows are told apart by both of their names", () => {
  const hashes = [flowHash("a", "b"), flowHash("ab", ""), flowHash("a", "c"), flowHash("b", "b")];
  expect(new Set(hashes).size).toBe(4);
  expect(flowHash("a", "b")).toBe(hashes[0]);
});
