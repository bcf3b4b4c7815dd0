/**
 * The workers of one scheduling engine: starts them when they are needed, gives them batches, one worker alone or several
 * together, and notices when one is lost or hangs.
 */
import { wrap } from "comlink";
import type { Endpoint, Remote } from "comlink";
import { requireWasmMemory } from "./scheduler/kernel.ts";
import { clearMeetings, giveUpMeetings, hasWaitedInVain } from "./scheduler/meetings.ts";
import type { SchedulerMemory } from "./scheduler/memory.ts";
import type { KernelWorker } from "./worker-entry.ts";

/** A started worker that serves `serveKernels` on the far end of `endpoint`. */
export interface StartedWorker {
  readonly endpoint: Endpoint;
  /** Resolves when the worker has ended, by itself or by `terminate`; then no answer comes any more. */
  readonly ended: Promise<Error>;
  terminate(): Promise<void>;
}

/** Calls `fn` once, `delayMs` from now, unless cancelled: a Host's `timers.after`. */
export type StartTimer = (delayMs: number, fn: () => void) => { cancel(): void };

export interface TeamOptions {
  readonly module: WebAssembly.Module;
  readonly memory: SchedulerMemory;
  /** Throws where there are no workers. */
  readonly startWorker: () => StartedWorker;
  readonly startTimer: StartTimer;
  /** Told when fewer workers place Pods than were asked for, and why. */
  readonly tell: (message: string) => void;
}

/** Nothing takes as long: 256 Pods on 150,000 nodes are a second or two. Who does is believed to hang. */
const answerMsMax = 30_000;
/** Workers lost until none is started any more. */
const lossesMax = 3;
/** Batches that one worker gets alone after sharing has not paid, twice as many each time, until it pays again. */
const aloneMax = 16;

export class WorkerTeam {
  readonly #options: TeamOptions;
  /** Those that have their kernels open, of all that run. */
  readonly #members: Member[] = [];
  readonly #running = new Set<Member>();
  /** More than these are not to be had. */
  #most = Infinity;
  #losses = 0;
  /** After a loss the batch that comes again is for the caller's thread. */
  #rests = false;
  #isClosed = false;
  #alone = 0;
  #aloneNext = 1;

  constructor(options: TeamOptions) {
    this.#options = options;
  }

  /**
   * Places the Pods of records [0, count) with `wanted` workers, or as many as there are and have cores. Resolves to false
   * when the caller is to do it, nothing being done. Rejects when a worker fails, ends or hangs: no worker is at the memory any
   * more, which is as the batch has left it, and the next batch is the caller's own.
   */
  async place(count: number, wanted: number): Promise<boolean> {
    if (this.#rests) {
      this.#rests = false;
      return false;
    }
    const isAlone = wanted > 1 && this.#alone > 0;
    if (isAlone) this.#alone -= 1;
    await this.#open(isAlone ? 1 : wanted);
    const members = this.#members.slice(0, isAlone ? 1 : wanted);
    if (members.length === 0) return false;
    const together = await this.#placeWith(members, count);
    if (members.length > 1) this.#learn(together < count);
    return true;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([...this.#running].map((member) => member.end()));
  }

  /** Whether waiting for each other has cost the workers more than sharing saved: they have no cores of their own just now. */
  #learn(isLagging: boolean): void {
    if (!isLagging) {
      this.#aloneNext = 1;
      return;
    }
    this.#alone = this.#aloneNext;
    this.#aloneNext = Math.min(2 * this.#aloneNext, aloneMax);
  }

  async #open(wanted: number): Promise<void> {
    const missing = Math.min(wanted, this.#most) - this.#members.length;
    if (missing <= 0 || this.#isClosed) return;
    const opened = await Promise.allSettled(Array.from({ length: missing }, () => this.#start()));
    const failures = opened.filter((each) => each.status === "rejected");
    const [failure] = failures;
    if (failure === undefined || this.#isClosed) return;
    // It is not tried again and again.
    this.#most = this.#members.length;
    const { message } = failure.reason as Error;
    this.#options.tell(`${this.#most} of ${wanted} workers for the scheduling kernel: ${message}`);
  }

  async #start(): Promise<void> {
    const { module, memory, startWorker, startTimer } = this.#options;
    if (typeof SharedArrayBuffer === "undefined") throw new Error("memory cannot be shared here");
    const member = new Member(startWorker());
    this.#running.add(member);
    void member.ended.then(() => this.#lose(member));
    const deadline = startTimer(answerMsMax, () => void member.end(late()));
    try {
      await member.ask((kernels) => kernels.openScheduler(module, requireWasmMemory(memory)));
    } catch (error) {
      await member.end();
      throw error;
    } finally {
      deadline.cancel();
    }
    this.#members.push(member);
  }

  #lose(member: Member): void {
    this.#running.delete(member);
    const at = this.#members.indexOf(member);
    if (at < 0 || this.#isClosed) return;
    this.#members.splice(at, 1);
    this.#losses += 1;
    if (this.#losses < lossesMax) return;
    this.#most = this.#members.length;
    this.#options.tell(
      `${lossesMax} workers for the scheduling kernel were lost: none is replaced`,
    );
  }

  /** Resolves to how many Pods were placed together. */
  async #placeWith(members: readonly Member[], count: number): Promise<number> {
    const { memory, startTimer } = this.#options;
    const parts = members.length;
    let together = count;
    let failure: Error | undefined;
    const fail = (error: Error): void => {
      failure ??= error;
      if (parts > 1) giveUpMeetings(memory);
    };
    // Where sharing has just not paid it is to be seen soon that it still does not.
    if (parts > 1) clearMeetings(memory, this.#aloneNext > 1 ? { lagFree: 16 } : {});
    const answers = members.map(async (member, part) => {
      try {
        if (parts === 1) await member.ask((kernels) => kernels.place(0, count));
        else together = await member.ask((kernels) => kernels.placeTogether(count, part, parts));
      } catch (error) {
        const waited = parts > 1 && hasWaitedInVain(memory);
        fail(waited ? new Error("a kernel worker did not come", { cause: error }) : asError(error));
      }
    });
    const deadline = startTimer(answerMsMax, () => {
      fail(late());
      for (const member of members) if (member.isAsked) void member.end(late());
    });
    await Promise.all(answers);
    deadline.cancel();
    if (failure === undefined) return together;
    this.#rests = true;
    throw failure;
  }
}

/** A worker with a kernel in it; one call at a time. */
class Member {
  readonly ended: Promise<Error>;
  readonly #worker: StartedWorker;
  readonly #kernels: Remote<KernelWorker>;
  #why: Error | undefined;
  #lost: Error | undefined;
  #fail: ((error: Error) => void) | undefined;

  constructor(worker: StartedWorker) {
    this.#worker = worker;
    this.#kernels = wrap<KernelWorker>(worker.endpoint);
    this.ended = worker.ended;
    void worker.ended.then((error) => {
      this.#lost = this.#why ?? error;
      this.#fail?.(this.#lost);
    });
  }

  /** True while an answer is waited for. */
  get isAsked(): boolean {
    return this.#fail !== undefined;
  }

  /** Rejects when the call does, or when the worker ends before it has answered. */
  async ask<T>(call: (kernels: Remote<KernelWorker>) => Promise<T>): Promise<T> {
    try {
      return await new Promise<T>((resolve, reject) => {
        if (this.#lost !== undefined) return reject(this.#lost);
        this.#fail = reject;
        call(this.#kernels).then(resolve, reject);
      });
    } finally {
      this.#fail = undefined;
    }
  }

  /** `why` is what an answer that is waited for is then rejected with. */
  end(why?: Error): Promise<void> {
    this.#why = why;
    return this.#worker.terminate();
  }
}

function late(): Error {
  return new Error(`a kernel worker did not answer within ${answerMsMax / 1000} s`);
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
