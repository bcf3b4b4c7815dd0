/**
 * One priority level at work: how many of its requests run, and which wait. Each flow has a queue of its own and they take turns;
 * Kubernetes deals flows onto a fixed number of queues by shuffle sharding, which only approximates this.
 */

export interface LevelLimits {
  /** Seats of its own. */
  readonly nominal: number;
  /** Of those, how many others may use while they are idle. */
  readonly lendable: number;
  /** How many it may borrow; Infinity where nothing limits it. */
  readonly borrowable: number;
  /** 0: nothing waits, what has no seat is refused. */
  readonly queueLength: number;
  /** Over all flows. */
  readonly waitingMax: number;
}

export interface Waiter {
  readonly flow: string;
  run(): void;
}

export class PriorityLevel {
  limits: LevelLimits;
  running = 0;
  /** Flows in turn, each with what waits. */
  readonly #flows = new Map<string, Waiter[]>();
  #waiting = 0;

  constructor(limits: LevelLimits) {
    this.limits = limits;
  }

  get waiting(): number {
    return this.#waiting;
  }

  /** Seats that others may have now. */
  get spare(): number {
    return Math.max(0, Math.min(this.limits.lendable, this.limits.nominal - this.running));
  }

  /** Puts a request in line; false when its flow's queue, or the whole level, is full. */
  enqueue(waiter: Waiter): boolean {
    const { queueLength, waitingMax } = this.limits;
    const queue = this.#flows.get(waiter.flow) ?? [];
    if (queue.length >= queueLength || this.#waiting >= waitingMax) return false;
    queue.push(waiter);
    this.#flows.set(waiter.flow, queue);
    this.#waiting++;
    return true;
  }

  /** The next request: the first flow's first, and that flow goes to the end of the line. */
  dequeue(): Waiter | undefined {
    const first = this.#flows.entries().next();
    if (first.done === true) return undefined;
    const [flow, queue] = first.value;
    const waiter = queue.shift();
    this.#flows.delete(flow);
    if (queue.length > 0) this.#flows.set(flow, queue);
    if (waiter) this.#waiting--;
    return waiter;
  }

  remove(waiter: Waiter): void {
    const queue = this.#flows.get(waiter.flow);
    const at = queue?.indexOf(waiter) ?? -1;
    if (!queue || at < 0) return;
    queue.splice(at, 1);
    this.#waiting--;
    if (queue.length === 0) this.#flows.delete(waiter.flow);
  }
}
