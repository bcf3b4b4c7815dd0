/**
 * Differences of texts, line by line, as Python's difflib finds and prints them, and with it go-difflib, which Kubernetes uses
 * (apimachinery, pkg/util/diff): the longest common block first, then what is left and right of it.
 */

interface Block {
  readonly a: number;
  readonly b: number;
  readonly size: number;
}

interface Change {
  readonly same: boolean;
  readonly a: readonly [number, number];
  readonly b: readonly [number, number];
}

/** From this many lines on, lines that make up more than a hundredth of a text find no blocks. */
const popularFrom = 200;
/** Lines of context around each change. */
const context = 3;

/** Hunks of lines that begin with ` `, `-` or `+`; empty for equal texts. */
export function unifiedDiff(before: string, after: string): string {
  const a = before.split("\n");
  const b = after.split("\n");
  let text = "";
  for (const hunk of hunksOf(changesOf(a, b))) {
    const first = hunk[0];
    const last = hunk.at(-1);
    if (!first || !last) continue;
    text += `@@ -${range(first.a[0], last.a[1])} +${range(first.b[0], last.b[1])} @@\n`;
    for (const change of hunk) {
      for (const line of a.slice(...change.a)) text += `${change.same ? " " : "-"}${line}\n`;
      if (change.same) continue;
      for (const line of b.slice(...change.b)) text += `+${line}\n`;
    }
  }
  return text;
}

function range(start: number, end: number): string {
  const length = end - start;
  if (length === 1) return `${start + 1}`;
  return `${length === 0 ? start : start + 1},${length}`;
}

function changesOf(a: readonly string[], b: readonly string[]): readonly Change[] {
  const changes: Change[] = [];
  let at = 0;
  let bt = 0;
  for (const block of blocksOf(a, b)) {
    if (at < block.a || bt < block.b) {
      changes.push({ same: false, a: [at, block.a], b: [bt, block.b] });
    }
    at = block.a + block.size;
    bt = block.b + block.size;
    if (block.size > 0) changes.push({ same: true, a: [block.a, at], b: [block.b, bt] });
  }
  return changes;
}

/** Blocks that the texts share, in order and joined; the last is empty, at the end of both. */
function blocksOf(a: readonly string[], b: readonly string[]): readonly Block[] {
  const places = placesOf(b);
  const found: Block[] = [];
  const pending: [number, number, number, number][] = [[0, a.length, 0, b.length]];
  for (let part = pending.pop(); part; part = pending.pop()) {
    const [aLow, aHigh, bLow, bHigh] = part;
    const block = longestBlock(a, b, { places, part });
    if (block.size === 0) continue;
    found.push(block);
    if (aLow < block.a && bLow < block.b) pending.push([aLow, block.a, bLow, block.b]);
    const aNext = block.a + block.size;
    const bNext = block.b + block.size;
    if (aNext < aHigh && bNext < bHigh) pending.push([aNext, aHigh, bNext, bHigh]);
  }
  found.sort((one, other) => one.a - other.a || one.b - other.b);
  const joined: Block[] = [];
  for (const block of found) {
    const last = joined.at(-1);
    if (last && last.a + last.size === block.a && last.b + last.size === block.b) {
      joined[joined.length - 1] = { ...last, size: last.size + block.size };
    } else joined.push(block);
  }
  return [...joined, { a: a.length, b: b.length, size: 0 }];
}

function placesOf(lines: readonly string[]): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, number[]>();
  for (const [index, line] of lines.entries()) {
    const known = places.get(line);
    if (known) known.push(index);
    else places.set(line, [index]);
  }
  if (lines.length < popularFrom) return places;
  const most = Math.floor(lines.length / 100) + 1;
  return new Map([...places].filter(([, list]) => list.length <= most));
}

/** The longest block within the part; of several, the first in `a`, then in `b`. */
function longestBlock(
  a: readonly string[],
  b: readonly string[],
  context: {
    readonly places: ReadonlyMap<string, readonly number[]>;
    readonly part: readonly [number, number, number, number];
  },
): Block {
  const { places, part } = context;
  const [aLow, aHigh, bLow, bHigh] = part;
  let best: Block = { a: aLow, b: bLow, size: 0 };
  let lengths = new Map<number, number>();
  for (let i = aLow; i < aHigh; i++) {
    const next = new Map<number, number>();
    for (const j of places.get(a[i] ?? "") ?? []) {
      if (j < bLow) continue;
      if (j >= bHigh) break;
      const size = (lengths.get(j - 1) ?? 0) + 1;
      next.set(j, size);
      if (size > best.size) best = { a: i - size + 1, b: j - size + 1, size };
    }
    lengths = next;
  }
  // What is too common to begin a block may still be at its ends.
  let { a: start, b: other, size } = best;
  while (start > aLow && other > bLow && a[start - 1] === b[other - 1]) {
    start -= 1;
    other -= 1;
    size += 1;
  }
  while (start + size < aHigh && other + size < bHigh && a[start + size] === b[other + size]) {
    size += 1;
  }
  return { a: start, b: other, size };
}

/** Changes that are near each other together, with the lines around them. */
function hunksOf(changes: readonly Change[]): readonly (readonly Change[])[] {
  const list = [...changes];
  const head = list[0];
  if (head?.same) list[0] = lastLines(head);
  const tail = list.at(-1);
  if (tail?.same) list[list.length - 1] = firstLines(tail);
  const hunks: Change[][] = [];
  let hunk: Change[] = [];
  for (const change of list) {
    const isLong = change.same && change.a[1] - change.a[0] > 2 * context;
    if (!isLong) {
      hunk.push(change);
      continue;
    }
    hunk.push(firstLines(change));
    hunks.push(hunk);
    hunk = [lastLines(change)];
  }
  hunks.push(hunk);
  return hunks.filter((part) => part.some(({ same }) => !same));
}

function firstLines({ same, a, b }: Change): Change {
  return {
    same,
    a: [a[0], Math.min(a[1], a[0] + context)],
    b: [b[0], Math.min(b[1], b[0] + context)],
  };
}

function lastLines({ same, a, b }: Change): Change {
  return {
    same,
    a: [Math.max(a[0], a[1] - context), a[1]],
    b: [Math.max(b[0], b[1] - context), b[1]],
  };
}
