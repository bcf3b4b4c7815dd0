/** Standard base64 of byte fields, strict as Go's decoder: padding is needed, line breaks are passed over. */

/** Standard base64 with padding. */
export function toBase64(bytes: Uint8Array): string {
  let binary = "";
  for (let at = 0; at < bytes.length; at += 4096) {
    binary += String.fromCharCode(...bytes.subarray(at, at + 4096));
  }
  return btoa(binary);
}

const alphabet = /[^A-Za-z0-9+/\r\n]/;

/** The canonical text of `input`, or the offset of the first byte that is wrong. */
export function canonicalBase64(
  input: string,
): { readonly text: string } | { readonly corruptAt: number } {
  const text =
    input.includes("\n") || input.includes("\r") ? input.replaceAll(/[\r\n]/g, "") : input;
  const body = text.endsWith("==")
    ? text.slice(0, -2)
    : text.endsWith("=")
      ? text.slice(0, -1)
      : text;
  const bad = body.search(alphabet);
  if (bad !== -1) return { corruptAt: bad };
  const remainder = body.length % 4;
  const padding = text.length - body.length;
  if (text.length % 4 !== 0 || remainder === 1 || (padding > 0 && remainder === 0)) {
    return { corruptAt: remainder === 0 ? body.length : text.length - (text.length % 4) };
  }
  // Bits beyond the last byte are ignored by Go: encoding again drops them.
  return { text: remainder === 0 ? text : btoa(atob(text)) };
}
