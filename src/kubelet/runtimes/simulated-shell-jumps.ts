/** What ends a command of a simulated shell before its time. */

/** Ctrl-C. */
export class Interrupted extends Error {}

/** `exit`: leaves the shell. */
export class Exit extends Error {
  readonly code: number;

  constructor(code: number) {
    super(`exit ${code}`);
    this.code = code;
  }
}

/** Leaves a loop, or begins its next round. */
export class LoopJump extends Error {
  readonly kind: "break" | "continue";
  levels: number;

  constructor(kind: "break" | "continue", levels: number) {
    super(`${kind}: not in a loop`);
    this.kind = kind;
    this.levels = levels;
  }
}

/** The exit code of what has run. */
export async function ended(running: Promise<number>): Promise<number> {
  try {
    return await running;
  } catch (error) {
    if (error instanceof Exit) return error.code;
    if (error instanceof Interrupted) return 130;
    if (!(error instanceof LoopJump)) throw error;
    return 0;
  }
}
