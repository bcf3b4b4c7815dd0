/** Two sets of header lines as one. Sets that are frozen never change, so that hosts may keep what they made of them. */
import type { ApiResponse } from "../message.ts";

type Headers = ApiResponse["headers"];

const joined = new WeakMap<Headers, WeakMap<Headers, Headers>>();

/** `own` and `more`, which wins. The same frozen object for the same frozen sets. */
export function joinHeaders(own: Headers, more: Headers | undefined): Headers {
  if (!more) return own;
  if (!Object.isFrozen(own) || !Object.isFrozen(more)) return { ...own, ...more };
  const before = joined.get(own)?.get(more);
  if (before) return before;
  const both = Object.freeze({ ...own, ...more });
  const known = joined.get(own);
  if (known) known.set(more, both);
  else joined.set(own, new WeakMap([[more, both]]));
  return both;
}
