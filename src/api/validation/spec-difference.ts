/**
 * Says what differs between two specs, where Kubernetes prints a go-cmp diff of its internal structs: one line a field, by
 * the API's own names. Clients show it to people; none parses it.
 */

/** Lines of `- path: old` and `+ path: new`, sorted by path. */
export function specDifference(previous: unknown, next: unknown): string {
  const lines: string[] = [];
  collect(lines, "", { previous, next });
  return lines.join("\n");
}

function collect(
  lines: string[],
  path: string,
  values: { readonly previous: unknown; readonly next: unknown },
): void {
  const { previous, next } = values;
  if (previous === next) return;
  if (
    isContainer(previous) &&
    isContainer(next) &&
    Array.isArray(previous) === Array.isArray(next)
  ) {
    const before = previous as Readonly<Record<string, unknown>>;
    const after = next as Readonly<Record<string, unknown>>;
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    for (const key of keys) {
      const child = Array.isArray(previous)
        ? `${path}[${key}]`
        : path === ""
          ? key
          : `${path}.${key}`;
      collect(lines, child, { previous: before[key], next: after[key] });
    }
    return;
  }
  if (previous !== undefined) lines.push(`- ${path}: ${JSON.stringify(previous)}`);
  if (next !== undefined) lines.push(`+ ${path}: ${JSON.stringify(next)}`);
}

function isContainer(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
