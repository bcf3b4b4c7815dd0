/** What goes wrong while an expression is evaluated. Messages are cel-go's: `no such key: x`, `divide by zero`. */

/** An error that is a value of the language: `||`, `&&`, `all` and `exists` may outweigh it. */
export class CelError extends Error {
  constructor(message: string) {
    super(message);
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
