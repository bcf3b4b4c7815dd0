/** Texts as UTF-8 has them, without making the bytes. */

/** Bytes that one unit of a text takes at most. */
export const utf8BytesMax = 3;

/** Bytes of a text: what Go's `len` counts. */
export function utf8Length(text: string): number {
  let bytes = text.length;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code < 0x80) continue;
    // A surrogate pair is two units and four bytes; other units above 0x7ff are three.
    bytes += code < 0x800 || (code >= 0xd800 && code < 0xe000) ? 1 : 2;
  }
  return bytes;
}
