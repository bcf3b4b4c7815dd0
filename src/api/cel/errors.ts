/** What goes wrong while an expression is evaluated. Messages are cel-go's: `no such key: x`, `divide by zero`. */

/** As V8 has it; other engines give no heed to it. */
const traces = Error as unknown as { stackTraceLimit?: number };

/**
 * An error that is a value of the language: `||`, `&&`, `all` and `exists` may outweigh it. Loops may make thousands of them, and
 * nobody looks where from: they are made without a trace, which would cost more than all else in the round.
 */
export class CelError extends Error {
  constructor(message: string) {
    const { stackTraceLimit } = traces;
    traces.stackTraceLimit = 0;
    super(message);
    if (stackTraceLimit === undefined) delete traces.stackTraceLimit;
    else traces.stackTraceLimit = stackTraceLimit;
    this.name = "CelError";
  }
}

/** The cost limit is reached; nothing absorbs it. */
export class CostLimitExceeded extends Error {
  constructor() {
    super("operation cancelled: actual cost limit exceeded");
    this.name = "CostLimitExceeded";
  }
}

export function noSuchKey(key: string): CelError {
  return new CelError(`no such key: ${key}`);
}

export function noSuchOverload(name: string, types: readonly string[]): CelError {
  return new CelError(`no such overload: ${name}(${types.join(", ")})`);
}
