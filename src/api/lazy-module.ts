/** A module that is loaded by whoever first needs it: most clusters never do, and every start would pay for it. */

export interface LazyModule<M> {
  /** Undefined when there is nothing to wait for. */
  load(): Promise<void> | undefined;
  /** Throws where nobody has called `load`. */
  get(): M;
}

/** `what` names it in that error. */
export function lazyModule<M>(what: string, importModule: () => Promise<M>): LazyModule<M> {
  let loaded: M | undefined;
  return {
    load() {
      if (loaded) return undefined;
      return importModule().then((found) => {
        loaded = found;
      });
    },
    get() {
      if (!loaded) throw new Error(`${what} was not loaded`);
      return loaded;
    },
  };
}
