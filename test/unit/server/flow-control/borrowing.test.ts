/** How seats are shared out: what apiserver's conc_alloc.go promises, by its bounds and at random. */
import { describe, expect, test } from "vitest";
import {
  noDemand,
  shareOut,
  smoothedDemand,
  type SeatClaim,
} from "../../../../src/server/flow-control/borrowing.ts";
import { createSeededRandom } from "../../../../src/host/simulated/random.ts";

const claim = (lower: number, target: number, upper: number): SeatClaim => ({
  lower,
  target,
  upper,
});

describe("seats are shared out", () => {
  test.each<[string, number, readonly SeatClaim[], readonly number[], number]>([
    ["in proportion to the targets", 30, [claim(0, 5, 50), claim(0, 10, 50)], [10, 20], 2],
    ["not below what is a level's own", 30, [claim(20, 20, 50), claim(0, 20, 50)], [20, 10], 0.5],
    ["not above what it may borrow", 30, [claim(0, 10, 12), claim(0, 10, 50)], [12, 18], 1.8],
    ["as far down as they go", 12, [claim(4, 5, 9), claim(8, 9, 9)], [4, 8], 0.8],
    ["as far up as they go", 18, [claim(4, 5, 9), claim(8, 9, 9)], [9, 9], 1.8],
    ["to none where there are none", 0, [claim(0, 0, 5), claim(0, 0, 5)], [0, 0], 0],
    ["evenly where nobody needs any", 10, [claim(0, 0, 50), claim(0, 0, 50)], [5, 5], 5000],
  ])("%s", (_, total, claims, seats, fraction) => {
    const shares = shareOut(total, claims);
    expect(shares?.seats.map((each) => Number(each.toFixed(6)))).toEqual(seats);
    expect(shares?.fairFraction).toBeCloseTo(fraction, 6);
  });

  test.each([
    ["too few for what is the levels' own", 3, [claim(2, 2, 5), claim(2, 2, 5)]],
    ["too many for what they may have", 11, [claim(2, 2, 5), claim(2, 2, 5)]],
  ])("not at all: %s", (_, total, claims) => {
    expect(shareOut(total, claims)).toBeUndefined();
  });

  test("within the bounds, all of them, and fairly between", () => {
    const random = createSeededRandom(7);
    for (let round = 0; round < 300; round += 1) {
      const claims = Array.from({ length: 1 + Math.floor(random.float() * 8) }, () => {
        const lower = Math.floor(random.float() * 20);
        const upper = lower + Math.floor(random.float() * 40);
        return claim(lower, lower + random.float() * 30, upper);
      });
      const [least, most] = [
        claims.reduce((sum, { lower }) => sum + lower, 0),
        claims.reduce((sum, { upper }) => sum + upper, 0),
      ];
      const total = least + Math.floor(random.float() * (most - least + 1));
      const shares = shareOut(total, claims);
      expect(shares?.seats.reduce((sum, each) => sum + each, 0)).toBeCloseTo(total, 6);
      for (const [at, { lower, upper, target }] of claims.entries()) {
        const fair = (shares?.fairFraction ?? 0) * Math.max(target, 0.001);
        const got = shares?.seats[at] ?? -1;
        if (total > 0) expect(got).toBeCloseTo(Math.max(lower, Math.min(upper, fair)), 6);
      }
    }
  });
});

test("demand that goes is forgotten by half in five minutes, demand that comes counts at once", () => {
  const busy = smoothedDemand(noDemand, { highest: 20, average: 8, deviation: 2 }, 1);
  expect(busy.smoothed).toBe(10);
  const quiet = smoothedDemand(busy, { highest: 0, average: 0, deviation: 0 }, 30);
  expect(quiet.smoothed).toBeCloseTo(5, 0);
  expect(quiet.highest).toBe(0);
});
