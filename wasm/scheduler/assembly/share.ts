/*
 * Several instances on one memory, placing one batch together: each looks at a range of nodes of its own and all take the
 * same steps in the same order, so that they need to meet only where one must know what the others have found. A range is
 * whole 64-node blocks, hence no two instances write one line of a column. One instance alone has all nodes and meets nobody.
 */
import {
  F_NODE_COUNT,
  F_PART_CAPACITY,
  F_RESULT_BYTES,
  F_SEEN,
  F_SHARE,
  F_STRIDE,
  GIVEN_UP_WAITING,
  SHARE_LINE,
  S_BROUGHT,
  S_GIVEN_UP,
  S_LAG_FREE,
  S_PATIENCE,
  S_SLEEPERS,
  address,
  field,
} from "./layout";

/* This instance's number, and how many there are. */
export let part: u32 = 0;
export let parts: u32 = 1;
/* Nodes [rangeFirst, rangeEnd) are its own. rangeFirst is a multiple of 64. */
export let rangeFirst: u32 = 0;
export let rangeEnd: u32 = 0;

/* Number of the last meeting. */
let meeting: u32 = 0;

/* How often another instance is looked for before going to sleep: 35 microseconds or so, what being woken takes. */
const LOOKS: u32 = 80_000;
/* How long it then sleeps before it looks again: ten times a little, then long. */
const NAP_NS: i64 = 1_000_000;
const NAPS: u32 = 10;
const LONG_NAP_NS: i64 = 100_000_000;

/*
 * What waiting at the meetings of this batch has cost this instance, in sixteenths of a millisecond: one for falling asleep and
 * being woken, 16 for a nap of a millisecond in which nobody came. Where cores are free there is hardly any: the other
 * is there within a microsecond. Where they are not, one waits for a core while the other waits for it, meeting by meeting.
 */
export let lag: u32 = 0;
const LAG_A_NAP: u32 = 16;
/* Meetings for each sixteenth that is no more than usual. */
const MEETINGS_A_LAG: u32 = 16;

/* True when what all instances have lost says that one alone does better. Some of it proves nothing: the host says how much. */
export function isTooMuch(lagOfAll: u32): bool {
  const usual = meeting / MEETINGS_A_LAG;
  return lagOfAll > usual && lagOfAll - usual > load<u32>(address(F_SHARE) + S_LAG_FREE);
}

export function takeWhole(): void {
  part = 0;
  parts = 1;
  rangeFirst = 0;
  rangeEnd = field(F_NODE_COUNT);
}

/* Takes range `own` of `all`, which need not have nodes. */
export function takePart(own: u32, all: u32): void {
  assert(own < all && all <= field(F_PART_CAPACITY));
  part = own;
  parts = all;
  const nodeCount = field(F_NODE_COUNT);
  const blocks = (nodeCount + 63) >> 6;
  rangeFirst = min(nodeCount, ((blocks * own) / all) << 6);
  rangeEnd = min(nodeCount, ((blocks * (own + 1)) / all) << 6);
}

/* Before the first meeting of a batch. The host has cleared the lines. */
export function startMeetings(): void {
  meeting = 0;
  lag = 0;
}

export function owns(node: u32): bool {
  return node >= rangeFirst && node < rangeEnd;
}

/* Lines are used in turns: nobody comes to the meeting after next before all have left this one. */
function lineOf(turn: u32, by: u32): usize {
  const index = 1 + (turn & 1) * field(F_PART_CAPACITY) + by;
  return address(F_SHARE) + <usize>index * SHARE_LINE;
}

/* Where to put what this instance brings to the next meeting. */
export function bring(): usize {
  return lineOf(meeting + 1, part) + S_BROUGHT;
}

/* What an instance has brought to the last meeting; holds until the next but one begins. */
export function brought(by: u32): usize {
  return lineOf(meeting, by) + S_BROUGHT;
}

/* The result-shaped counts of refusals among an instance's own nodes. */
export function tallyOf(by: u32): usize {
  const lines = <usize>(1 + 2 * field(F_PART_CAPACITY));
  const bytes = (<usize>field(F_RESULT_BYTES) + SHARE_LINE - 1) & ~(SHARE_LINE - 1);
  return address(F_SHARE) + lines * SHARE_LINE + <usize>by * bytes;
}

/* One of the two rows in which an instance marks domains. */
export function seenOf(by: u32, turn: u32): usize {
  const bytes = <usize>field(F_STRIDE) * 2 + 64;
  return address(F_SEEN) + <usize>(by * 2 + (turn & 1)) * bytes;
}

/* Returns when all instances are here: what any has written before is seen by all after. */
export function meet(): void {
  meeting++;
  const own = lineOf(meeting, part);
  atomic.store<u32>(own, meeting);
  if (atomic.load<u32>(address(F_SHARE) + S_SLEEPERS) != 0) atomic.notify(own);
  for (let other: u32 = 0; other < parts; other++) {
    if (other != part) awaitLine(lineOf(meeting, other));
  }
}

/* As `meet`, where one keeps the others waiting for longer: that says nothing of the machine. */
export function meetLater(): void {
  const before = lag;
  meet();
  lag = before;
}

function awaitLine(line: usize): void {
  for (let look: u32 = 0; look < LOOKS; look++) {
    if (atomic.load<u32>(line) == meeting) return;
  }
  const before = lag++;
  const control = address(F_SHARE);
  atomic.add<u32>(control + S_SLEEPERS, 1);
  for (let nap: u32 = 0; ; nap++) {
    const seen = atomic.load<u32>(line);
    if (seen == meeting) break;
    // The host, which ought to have told, may be gone itself.
    if (nap == NAPS + load<u32>(control + S_PATIENCE))
      atomic.cmpxchg<u32>(control + S_GIVEN_UP, 0, GIVEN_UP_WAITING);
    // The others' columns are in between: there is nothing to go on with.
    if (atomic.load<u32>(control + S_GIVEN_UP) != 0) unreachable();
    const isShort = nap < NAPS;
    const woken = atomic.wait<i32>(line, <i32>seen, isShort ? NAP_NS : LONG_NAP_NS);
    if (woken == AtomicWaitResult.TIMED_OUT) lag += isShort ? LAG_A_NAP : 100 * LAG_A_NAP;
  }
  atomic.sub<u32>(control + S_SLEEPERS, 1);
  // At the first meeting some are still being woken.
  if (meeting == 1) lag = before;
}
