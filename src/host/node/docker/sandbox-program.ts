/**
 * The program of every sandbox container, byte by byte: a static ELF that holds a Pod's namespaces, reaps orphans and ends at SIGTERM or
 * SIGINT. Signals are blocked and waited for, since the kernel drops unhandled ones for process 1. Never changed without its golden test.
 */

import { elfProgram, type ProgramArchitecture } from "./elf.ts";

export type SandboxArchitecture = ProgramArchitecture;

/** Machine code with what it says. Both wait in rt_sigtimedwait for the set {SIGINT, SIGTERM, SIGCHLD}. */
const amd64: readonly (readonly [string, string])[] = [
  ["b80e000000", "mov eax, 14           ; rt_sigprocmask"],
  ["31ff", "xor edi, edi          ; SIG_BLOCK"],
  ["488d3554000000", "lea rsi, [rip+set]"],
  ["31d2", "xor edx, edx"],
  ["41ba08000000", "mov r10d, 8"],
  ["0f05", "syscall"],
  ["b880000000", "wait: mov eax, 128    ; rt_sigtimedwait"],
  ["488d3d3e000000", "lea rdi, [rip+set]"],
  ["31f6", "xor esi, esi"],
  ["31d2", "xor edx, edx"],
  ["41ba08000000", "mov r10d, 8"],
  ["0f05", "syscall"],
  ["83f811", "cmp eax, 17           ; SIGCHLD"],
  ["7413", "je reap"],
  ["83f80f", "cmp eax, 15           ; SIGTERM"],
  ["7405", "je stop"],
  ["83f802", "cmp eax, 2            ; SIGINT"],
  ["75d9", "jne wait"],
  ["b8e7000000", "stop: mov eax, 231    ; exit_group"],
  ["31ff", "xor edi, edi"],
  ["0f05", "syscall"],
  ["b83d000000", "reap: mov eax, 61     ; wait4"],
  ["83cfff", "or edi, -1            ; any child"],
  ["31f6", "xor esi, esi"],
  ["ba01000000", "mov edx, 1            ; WNOHANG"],
  ["4531d2", "xor r10d, r10d"],
  ["0f05", "syscall"],
  ["85c0", "test eax, eax"],
  ["7fe8", "jg reap"],
  ["ebb6", "jmp wait"],
];

const arm64: readonly (readonly [string, string])[] = [
  ["000080d2", "mov x0, #0            ; SIG_BLOCK"],
  ["a1030010", "adr x1, set"],
  ["020080d2", "mov x2, #0"],
  ["030180d2", "mov x3, #8"],
  ["e81080d2", "mov x8, #135          ; rt_sigprocmask"],
  ["010000d4", "svc #0"],
  ["00030010", "wait: adr x0, set"],
  ["010080d2", "mov x1, #0"],
  ["020080d2", "mov x2, #0"],
  ["030180d2", "mov x3, #8"],
  ["281180d2", "mov x8, #137          ; rt_sigtimedwait"],
  ["010000d4", "svc #0"],
  ["1f440071", "cmp w0, #17           ; SIGCHLD"],
  ["00010054", "b.eq reap"],
  ["1f3c0071", "cmp w0, #15           ; SIGTERM"],
  ["60000054", "b.eq stop"],
  ["1f080071", "cmp w0, #2            ; SIGINT"],
  ["a1feff54", "b.ne wait"],
  ["000080d2", "stop: mov x0, #0"],
  ["c80b80d2", "mov x8, #94           ; exit_group"],
  ["010000d4", "svc #0"],
  ["00008092", "reap: mov x0, #-1     ; any child"],
  ["010080d2", "mov x1, #0"],
  ["220080d2", "mov x2, #1            ; WNOHANG"],
  ["030080d2", "mov x3, #0"],
  ["882080d2", "mov x8, #260          ; wait4"],
  ["010000d4", "svc #0"],
  ["1f000071", "cmp w0, #0"],
  ["2cffff54", "b.gt reap"],
  ["e9ffff17", "b wait"],
];

/** Bits 1, 14 and 16: SIGINT, SIGTERM, SIGCHLD. */
const signalSet = 0x14002n;
/** The ELF file: one readable and executable segment, and a stack that is not executable. */
export function sandboxProgram(architecture: SandboxArchitecture): Buffer {
  const rows = architecture === "amd64" ? amd64 : arm64;
  const set = Buffer.alloc(8);
  set.writeBigUInt64LE(signalSet);
  const code = Buffer.concat([...rows.map(([hex]) => Buffer.from(hex, "hex")), set]);
  return elfProgram(architecture, code);
}
