/** What a simulated shell does at signals: `trap 'script' TERM EXIT` (POSIX, 2.15). A signal's script waits for the command that runs. */

/** Names and numbers of the signals that somebody sends, and of the shell's own end. */
const names: Readonly<Record<string, "TERM" | "EXIT">> = {
  TERM: "TERM",
  "15": "TERM",
  EXIT: "EXIT",
  "0": "EXIT",
};

export class Traps {
  readonly #scripts = new Map<"TERM" | "EXIT", string>();
  #pending = false;

  /** `-` as script takes back what was set; an empty one has the signal ignored. Others' signals come never. */
  set(script: string, signals: readonly string[]): void {
    for (const signal of signals) {
      const name = names[signal.replace(/^SIG/i, "").toUpperCase()];
      if (name === undefined) continue;
      if (script === "-") this.#scripts.delete(name);
      else this.#scripts.set(name, script);
    }
  }

  /** SIGTERM arrives; false when nobody has said what to do then. */
  terminate(): boolean {
    const script = this.#scripts.get("TERM");
    this.#pending ||= script !== undefined && script !== "";
    return script !== undefined;
  }

  /** The script that is to be run now. */
  take(): string | undefined {
    if (!this.#pending) return undefined;
    this.#pending = false;
    return this.#scripts.get("TERM");
  }

  /** The script for the shell's end, once. */
  takeExit(): string | undefined {
    const script = this.#scripts.get("EXIT");
    this.#scripts.delete("EXIT");
    return script;
  }
}
