/** Pending timers of the simulated host: a binary heap ordered by due time, then by the order of the calls. */

export interface PendingTimer {
  readonly dueMs: number;
  readonly order: number;
  readonly fn: () => void;
  cancelled: boolean;
}

const isBefore = (a: PendingTimer, b: PendingTimer): boolean =>
  a.dueMs === b.dueMs ? a.order < b.order : a.dueMs < b.dueMs;

export class TimerHeap {
  readonly #heap: PendingTimer[] = [];

  push(timer: PendingTimer): void {
    const heap = this.#heap;
    let index = heap.push(timer) - 1;
    while (index > 0) {
      const parentIndex = (index - 1) >> 1;
      const parent = heap[parentIndex];
      if (parent === undefined || !isBefore(timer, parent)) break;
      heap[index] = parent;
      index = parentIndex;
    }
    heap[index] = timer;
  }

  /** The next timer that is not cancelled, left in place. */
  peek(): PendingTimer | undefined {
    while (this.#heap[0]?.cancelled === true) this.#removeFirst();
    return this.#heap[0];
  }

  pop(): PendingTimer | undefined {
    const first = this.peek();
    if (first !== undefined) this.#removeFirst();
    return first;
  }

  #removeFirst(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let index = 0;
    for (;;) {
      const left = heap[2 * index + 1];
      const right = heap[2 * index + 2];
      if (left === undefined) break;
      const goRight = right !== undefined && isBefore(right, left);
      const child = goRight ? right : left;
      if (!isBefore(child, last)) break;
      heap[index] = child;
      index = 2 * index + (goRight ? 2 : 1);
    }
    heap[index] = last;
  }
}
