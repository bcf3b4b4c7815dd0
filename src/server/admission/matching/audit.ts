/** Audit annotations of admission: kept on the request's context, for the audit log to write. */
import type { WriteContext } from "../../core.ts";

/** Adds an annotation; the first value of a key stays. */
export function annotate(context: WriteContext, key: string, value: string): void {
  const { auditAnnotations } = context;
  if (auditAnnotations && !auditAnnotations.has(key)) auditAnnotations.set(key, value);
}
