/** Secret values, which the API carries in base64. */

/** The text that a value encodes, or undefined when its bytes are not UTF-8 text. */
export function decodeSecret(base64: string): string | undefined {
  try {
    const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
