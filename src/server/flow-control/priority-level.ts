/**
 * One priority level at work: how many seats its requests have, and which wait. Flows are dealt onto queues; the queue whose next request
 * would be done first has its turn, in a time that goes by as fast as the queues get their even share of the seats.
 * Source: apiserver, pkg/util/flowcontrol/fairqueuing/queueset; seat-seconds are plain numbers here, which need no epochs.
 */
import { noDemand, type SeatDemand } from "./borrowing.ts";
import { LevelUsage } from "./level-usage.ts";
import { Lingering } from "./lingering.ts";
import { narrowed, oneSeat, serviceSecondsEstimated, type WorkEstimate } from "./work-estimate.ts";

export interface LevelLimits {
  /** Its requests never wait, whatever the seats. */
  readonly isExempt: boolean;
  /** Seats of its own. */
  readonly nominal: number;
  /** Of those, how many others may use while they are idle. */
  readonly lendable: number;
  /** How many it may borrow. */
  readonly borrowable: number;
  /** What one request may take; 0 where the level does not say. */
  readonly requestSeatsMax: number;
  /** 0: nothing waits, what has no seat is refused. */
  readonly queues: number;
  readonly handSize: number;
  readonly queueLengthMax: number;
}

/** What is at a level now of one of its flow schemas. */
export interface SchemaTally {
  executing: number;
  executingSeats: number;
  waiting: number;
  waitingSeats: number;
  /** How often one of its requests had its turn while there were not so many seats. */
  unaccommodated: number;
}

/** A request at its level. */
export interface LevelRequest {
  readonly counts: SchemaTally;
  /** Narrower than at first, where the level has not so many seats. */
  estimate: WorkEstimate;
  /** When it came, in the time of the level. */
  arrivalR: number;
  /** Undefined where there are none. */
  queue: FairQueue | undefined;
  readonly startedMs: number;
}

export interface Waiter extends LevelRequest {
  run(nowMs: number): void;
}

export class FairQueue<W extends Waiter = Waiter> {
  readonly waiting: W[] = [];
  executing = 0;
  seatsInUse = 0;
  /** Of those who wait. */
  initialSeats = 0;
  maxSeats = 0;
  work = 0;
  /** When its next request comes to run, in the time of the level. */
  nextDispatchR = 0;

  get isIdle(): boolean {
    return this.executing === 0 && this.waiting.length === 0;
  }

  add(waiter: W, by: 1 | -1): void {
    const { initialSeats, maxSeats, work } = waiter.estimate;
    this.initialSeats += by * initialSeats;
    this.maxSeats += by * maxSeats;
    // What is left of fractions is no work.
    this.work = this.waiting.length === 0 ? 0 : this.work + by * work;
  }

  /** Nothing runs before it has come: a queue that could not use its share does not save it up. */
  bound(): void {
    const arrivalR = this.waiting[0]?.arrivalR ?? -Infinity;
    if (this.nextDispatchR < arrivalR) this.nextDispatchR = arrivalR;
  }
}

export class PriorityLevel<W extends Waiter = Waiter> {
  readonly name: string;
  readonly #usage: LevelUsage;
  readonly lingering = new Lingering<LevelRequest>();
  limits: LevelLimits;
  /** Its seats of now: some may be lent, or borrowed. */
  seats: number;
  demand: SeatDemand = noDemand;
  /** What it was given its seats by. */
  seatsTarget = 0;
  executing = 0;
  seatsInUse = 0;
  seatsWaiting = 0;
  waiting = 0;
  /** Its object is gone: it ends with its last request. */
  isQuiescing = false;
  /** Seat-seconds that each queue has been given since the start, and what they were when a request last had its turn. */
  currentR = 0;
  dispatchR: number | undefined;
  latestS = 0;
  nextS: readonly [least: number, most: number] = [0, 0];
  /** Made when they are first dealt; those beyond what the limits say are left from before they changed. */
  readonly #queues: FairQueue<W>[] = [];
  #activeQueues = 0;
  #enqueued = 0;
  #robin = -1;
  #sinceMs: number;
  /** The last to begin, as long as nothing has happened since: most are answered by then. */
  #begun: LevelRequest | undefined;
  #begunMs = 0;

  constructor(name: string, limits: LevelLimits, nowMs: number) {
    this.name = name;
    this.limits = limits;
    this.seats = limits.nominal - Math.trunc(limits.lendable / 2);
    this.#usage = new LevelUsage(nowMs);
    this.#sinceMs = nowMs;
  }

  get isIdle(): boolean {
    return this.executing === 0 && this.waiting === 0;
  }

  /** As it is now; who asks it for times passes it on to now first. */
  get usage(): LevelUsage {
    this.#settle();
    return this.#usage;
  }

  /** By their numbers. */
  get queues(): readonly FairQueue<W>[] {
    return this.#queues;
  }

  /** Time has gone by: seats that only lingered come free. */
  advance(nowMs: number): void {
    if (nowMs >= this.lingering.nextDueMs) {
      this.#settle();
      this.lingering.expire(nowMs, (dueMs, request) => {
        this.#pass(dueMs);
        this.#free(request);
        this.#usage.note(dueMs, this);
      });
    }
    this.#pass(nowMs);
  }

  #pass(nowMs: number): void {
    const seconds = (nowMs - this.#sinceMs) / 1000;
    if (seconds <= 0) return;
    this.#sinceMs = nowMs;
    if (this.#activeQueues === 0) return;
    const seats = Math.min(this.seatsInUse + this.seatsWaiting, this.seats);
    this.currentR += (seats / this.#activeQueues) * seconds;
  }

  /** The queue of a hand that has least to do. */
  pick(hand: readonly number[]): FairQueue<W> {
    const first = this.#enqueued % hand.length;
    this.#enqueued += 1;
    let least: FairQueue<W> | undefined;
    for (let step = 0; step < hand.length; step += 1) {
      const queue = this.#queue(hand[(first + step) % hand.length] ?? 0);
      if (queue.work === 0) return queue;
      if (!least || queue.work < least.work) least = queue;
    }
    return least as FairQueue<W>;
  }

  /** What asks for more than there is runs on its own. */
  canSeat(seats: number): boolean {
    const { isExempt } = this.limits;
    if (isExempt) return true;
    if (this.seats === 0) return false;
    if (seats > this.seats) return this.executing === 0;
    return this.seatsInUse + seats <= this.seats;
  }

  isFull(queue: FairQueue): boolean {
    return queue.waiting.length >= this.limits.queueLengthMax && this.seatsInUse >= this.seats;
  }

  /** It runs, without having waited. */
  begin(request: LevelRequest, nowMs: number): void {
    const { queue } = request;
    this.#settle();
    request.arrivalR = this.currentR;
    if (queue) {
      if (queue.isIdle) this.#activate(queue);
      this.nextS = [queue.nextDispatchR, queue.nextDispatchR];
    }
    this.#run(request);
    this.#begun = request;
    this.#begunMs = nowMs;
  }

  /** Gives its place in its queue, from 1. */
  enqueue(waiter: W, queue: FairQueue, nowMs: number): number {
    this.#settle();
    waiter.queue = queue;
    waiter.arrivalR = this.currentR;
    if (queue.isIdle) this.#activate(queue);
    const length = queue.waiting.push(waiter);
    queue.add(waiter, 1);
    queue.bound();
    this.#noteWaiting(waiter, 1);
    this.#usage.note(nowMs, this);
    return length;
  }

  /** Lets run who may. */
  dispatch(nowMs: number): void {
    this.#settle();
    while (this.waiting > 0 && this.seatsInUse < this.seats) {
      const queue = this.#next();
      const waiter = queue?.waiting[0];
      if (!queue || !waiter) return;
      if (!this.canSeat(waiter.estimate.maxSeats)) {
        waiter.counts.unaccommodated += 1;
        return;
      }
      this.#leave(waiter, queue);
      waiter.estimate = narrowed(waiter.estimate, this.seats);
      this.#run(waiter);
      this.#usage.note(nowMs, this);
      queue.bound();
      waiter.run(nowMs);
    }
  }

  remove(waiter: W, nowMs: number): void {
    const queue = waiter.queue as FairQueue<W> | undefined;
    if (!queue?.waiting.includes(waiter)) return;
    this.#settle();
    this.#leave(waiter, queue);
    queue.bound();
    if (queue.isIdle) this.#activeQueues -= 1;
    this.#usage.note(nowMs, this);
  }

  /** Its answer is there; its seats may linger. */
  end(request: LevelRequest, nowMs: number): void {
    const { queue, estimate } = request;
    const { initialSeats, additionalLatencyMs } = estimate;
    const isPeak = this.#begun === request && estimate === oneSeat;
    if (isPeak) this.#begun = undefined;
    else this.#settle();
    this.executing -= 1;
    request.counts.executing -= 1;
    if (additionalLatencyMs > 0) this.lingering.add(nowMs + additionalLatencyMs, request);
    else this.#free(request);
    if (queue) {
      queue.executing -= 1;
      const seconds = (nowMs - request.startedMs) / 1000;
      queue.nextDispatchR -= initialSeats * (serviceSecondsEstimated - seconds);
      queue.bound();
      if (queue.isIdle) this.#activeQueues -= 1;
    }
    if (isPeak) this.#usage.peaked(nowMs - this.#begunMs);
    else this.#usage.note(nowMs, this);
  }

  /** Something else happens than the end of the last that has begun. */
  #settle(): void {
    if (this.#begun === undefined) return;
    this.#begun = undefined;
    this.#usage.note(this.#begunMs, this);
  }

  #activate(queue: FairQueue): void {
    queue.nextDispatchR = this.currentR;
    this.#activeQueues += 1;
  }

  #free({ queue, counts, estimate: { maxSeats } }: LevelRequest): void {
    this.seatsInUse -= maxSeats;
    counts.executingSeats -= maxSeats;
    if (queue) queue.seatsInUse -= maxSeats;
  }

  #noteWaiting({ counts, estimate: { maxSeats } }: LevelRequest, by: 1 | -1): void {
    this.waiting += by;
    counts.waiting += by;
    this.seatsWaiting += by * maxSeats;
    counts.waitingSeats += by * maxSeats;
  }

  #run({ queue, counts, estimate: { maxSeats, work } }: LevelRequest): void {
    this.executing += 1;
    counts.executing += 1;
    this.seatsInUse += maxSeats;
    counts.executingSeats += maxSeats;
    if (queue) {
      this.dispatchR = this.currentR;
      this.latestS = queue.nextDispatchR;
      queue.executing += 1;
      queue.seatsInUse += maxSeats;
      queue.nextDispatchR += work;
    }
  }

  #leave(waiter: W, queue: FairQueue<W>): void {
    queue.waiting.splice(queue.waiting.indexOf(waiter), 1);
    queue.add(waiter, -1);
    this.#noteWaiting(waiter, -1);
  }

  /** The queue whose first would be done first; of equals the one whose turn is longest ago. */
  #next(): FairQueue<W> | undefined {
    const { length } = this.#queues;
    let next: FairQueue<W> | undefined;
    let place = this.#robin;
    let [least, earliest, latest] = [Infinity, Infinity, -Infinity];
    for (let step = 1; step <= length; step += 1) {
      const at = (this.#robin + step) % length;
      const queue = this.#queues[at] as FairQueue<W>;
      const waiter = queue.waiting[0];
      if (!waiter) continue;
      earliest = Math.min(earliest, queue.nextDispatchR);
      latest = Math.max(latest, queue.nextDispatchR);
      const finish = queue.nextDispatchR + waiter.estimate.work;
      if (finish < least) [least, next, place] = [finish, queue, at];
    }
    if (next && this.canSeat(next.waiting[0]?.estimate.maxSeats ?? 0)) {
      this.#robin = place;
      this.nextS = [earliest, latest];
    }
    return next;
  }

  #queue(at: number): FairQueue<W> {
    for (let missing = this.#queues.length; missing <= at; missing += 1) {
      this.#queues.push(new FairQueue<W>());
    }
    return this.#queues[at] as FairQueue<W>;
  }
}
