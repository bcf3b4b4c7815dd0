/**
 * One priority level at work: how many of its requests run, and which wait. Flows are dealt onto queues, and the queues take turns.
 * Source: apiserver, pkg/util/flowcontrol/fairqueuing/queueset; every request counts as one seat here, and turns go by requests, where
 * Kubernetes weighs both by the work that it expects.
 */

export interface LevelLimits {
  /** Seats of its own. */
  readonly nominal: number;
  /** Of those, how many others may use while they are idle. */
  readonly lendable: number;
  /** How many it may borrow; Infinity where nothing limits it. */
  readonly borrowable: number;
  /** 0: nothing waits, what has no seat is refused. */
  readonly queues: number;
  readonly handSize: number;
  readonly queueLengthMax: number;
}

export interface Waiter {
  run(): void;
}

export class PriorityLevel<W extends Waiter = Waiter> {
  readonly name: string;
  limits: LevelLimits;
  running = 0;
  /** Its object is gone: it ends with its last request. */
  isQuiescing = false;
  /** Those beyond what the limits say are left from before they changed. */
  readonly #queues: W[][] = [];
  #waiting = 0;
  #next = 0;

  constructor(name: string, limits: LevelLimits) {
    this.name = name;
    this.limits = limits;
  }

  get waiting(): number {
    return this.#waiting;
  }

  get isIdle(): boolean {
    return this.running === 0 && this.#waiting === 0;
  }

  /** What waits, by the queues' numbers. */
  get queues(): readonly (readonly W[])[] {
    return this.#queues;
  }

  /** Seats that others may have now. */
  get spare(): number {
    return Math.max(0, Math.min(this.limits.lendable, this.limits.nominal - this.running));
  }

  /** Puts a request in the shortest queue of its hand. Gives that queue's length; undefined: it is full. */
  enqueue(waiter: W, hand: readonly number[]): number | undefined {
    let queue: W[] | undefined;
    for (const at of hand) {
      const other = this.#queue(at);
      if (!queue || other.length < queue.length) queue = other;
    }
    if (!queue || queue.length >= this.limits.queueLengthMax) return undefined;
    this.#waiting += 1;
    return queue.push(waiter);
  }

  /** The next request: that of the next queue that has one. */
  dequeue(): W | undefined {
    const { length } = this.#queues;
    for (let step = 0; step < length; step += 1) {
      const at = (this.#next + step) % length;
      const waiter = this.#queues[at]?.shift();
      if (!waiter) continue;
      this.#next = (at + 1) % length;
      this.#waiting -= 1;
      return waiter;
    }
    return undefined;
  }

  remove(waiter: W): void {
    for (const queue of this.#queues) {
      const at = queue.indexOf(waiter);
      if (at < 0) continue;
      queue.splice(at, 1);
      this.#waiting -= 1;
      return;
    }
  }

  #queue(at: number): W[] {
    for (let missing = this.#queues.length; missing <= at; missing += 1) this.#queues.push([]);
    return this.#queues[at] as W[];
  }
}
