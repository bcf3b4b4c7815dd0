/**
 * Which queues of a priority level a flow may wait in: a hand of distinct queues, dealt by the hash of the flow, so that one greedy
 * flow fills but few queues of any other. Source: apiserver, pkg/util/shufflesharding/dealer.go, pkg/util/flowcontrol/apf_controller.go.
 */
import { sha256 } from "../discovery/sha256.ts";

const encoder = new TextEncoder();

/** The first eight bytes of the flow's SHA-256, the lowest first. */
export function flowHash(schema: string, distinguisher: string): bigint {
  const digest = sha256(encoder.encode(`${schema}\0${distinguisher}`));
  return new DataView(digest.buffer, digest.byteOffset).getBigUint64(0, true);
}

/** `handSize` different numbers below `deckSize`, which is not smaller. */
export function deal(hash: bigint, deckSize: number, handSize: number): readonly number[] {
  // Each remainder is a place among the cards that are still in the deck.
  const places: number[] = [];
  let left = hash;
  for (let dealt = 0; dealt < handSize; dealt += 1) {
    const cards = BigInt(deckSize - dealt);
    places.push(Number(left % cards));
    left /= cards;
  }
  return places.map((place, dealt) => {
    let card = place;
    for (const before of places.slice(0, dealt).reverse()) if (card >= before) card += 1;
    return card;
  });
}
