/** Wraps machine code into the smallest ELF file that Linux runs: one readable and executable segment, no libraries. */

export type ProgramArchitecture = "amd64" | "arm64";

const base = 0x400000n;
const headersLength = 64 + 2 * 56;

/** The file; it starts at the code's first byte, and its stack is not executable. */
export function elfProgram(architecture: ProgramArchitecture, code: Buffer): Buffer {
  const length = BigInt(headersLength + code.length);
  const headers = Buffer.alloc(headersLength);
  headers.write("\x7fELF\x02\x01\x01", "latin1");
  headers.writeUInt16LE(2, 16); // ET_EXEC
  headers.writeUInt16LE(architecture === "amd64" ? 62 : 183, 18); // EM_X86_64, EM_AARCH64
  headers.writeUInt32LE(1, 20);
  headers.writeBigUInt64LE(base + BigInt(headersLength), 24); // entry
  headers.writeBigUInt64LE(64n, 32); // program headers follow this one
  headers.writeUInt16LE(64, 52);
  headers.writeUInt16LE(56, 54);
  headers.writeUInt16LE(2, 56);
  headers.writeUInt32LE(1, 64); // PT_LOAD
  headers.writeUInt32LE(5, 68); // read, execute
  headers.writeBigUInt64LE(base, 80);
  headers.writeBigUInt64LE(base, 88);
  headers.writeBigUInt64LE(length, 96);
  headers.writeBigUInt64LE(length, 104);
  headers.writeBigUInt64LE(0x10000n, 112); // pages of 64 KiB exist on arm64
  headers.writeUInt32LE(0x6474e551, 120); // PT_GNU_STACK
  headers.writeUInt32LE(6, 124); // read, write
  headers.writeBigUInt64LE(16n, 168);
  return Buffer.concat([headers, code]);
}
