/** The flags of a Go program as pflag reads them: `--name=value`, `--name value`, `--name` alone for true. */
export function goFlags(args: readonly string[]): ReadonlyMap<string, string> {
  const flags = new Map<string, string>();
  for (let at = 0; at < args.length; at++) {
    const match = /^--?([\w-]+)(?:=(.*))?$/s.exec(args[at] ?? "");
    if (!match) continue;
    const [, name = "", value] = match;
    const next = args[at + 1];
    if (value !== undefined) flags.set(name, value);
    else if (next !== undefined && (!next.startsWith("--") || /^-\d+$/.test(next))) {
      flags.set(name, next);
      at++;
    } else flags.set(name, "true");
  }
  return flags;
}
