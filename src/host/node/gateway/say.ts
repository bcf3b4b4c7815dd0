/** What a gateway says goes to its container's log: standard output is the engine's where it is joined to a link. */
export function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
