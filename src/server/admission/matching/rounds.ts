/**
 * What a mutating plugin may do in the second round: call again those that asked for it, when something has changed after
 * them. Source: apiserver's pkg/admission/plugin/webhook/mutating/reinvocationcontext.go.
 */
import type { KubeObject } from "../../../api/object.ts";
import { sameValue } from "../../operations/update.ts";
import type { Reinvocation } from "../chain.ts";

interface Notes {
  /** Those that ran and may run again. */
  readonly previous: Set<string>;
  /** Those that have to. */
  readonly due: Set<string>;
  output: KubeObject | undefined;
}

export class Rounds {
  readonly #reinvocation: Reinvocation | undefined;
  readonly #notes: Notes;

  constructor(
    plugin: string,
    reinvocation: Reinvocation | undefined,
    object: KubeObject | undefined,
  ) {
    this.#reinvocation = reinvocation;
    const known = reinvocation?.notes.get(plugin) as Notes | undefined;
    this.#notes = known ?? { previous: new Set(), due: new Set(), output: undefined };
    reinvocation?.notes.set(plugin, this.#notes);
    if (reinvocation?.again && !sameValue(this.#notes.output, object)) this.#requirePrevious();
  }

  /** 0, then 1. */
  get number(): number {
    return this.#reinvocation?.again ? 1 : 0;
  }

  /** In the second round only what is due is called, and nothing for the first time. */
  mayRun(uid: string): boolean {
    return !this.#reinvocation?.again || this.#notes.due.has(uid);
  }

  /** The object was changed: those that ran before should see it. */
  changed(): void {
    this.#requirePrevious();
    if (this.#reinvocation) this.#reinvocation.wanted = true;
  }

  /** One that wants to be called again when it is needed has run. */
  ran(uid: string): void {
    this.#notes.previous.add(uid);
  }

  finish(object: KubeObject | undefined): void {
    this.#notes.output = object;
  }

  #requirePrevious(): void {
    for (const uid of this.#notes.previous) this.#notes.due.add(uid);
    this.#notes.previous.clear();
  }
}
