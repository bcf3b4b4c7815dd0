/** SPDY/3.1 frames as bytes (draft 3.1, section 2.6). */

export const frameType = {
  synStream: 1,
  synReply: 2,
  rstStream: 3,
  settings: 4,
  ping: 6,
  goAway: 7,
  headers: 8,
  windowUpdate: 9,
} as const;

export const flagFin = 1;
export const flagUnidirectional = 2;

/** Why a stream was broken off: RST_STREAM's codes that we use. */
export const rstStatus = {
  protocolError: 1,
  invalidStream: 2,
  refusedStream: 3,
  cancel: 5,
  flowControlError: 7,
  streamInUse: 8,
} as const;

export const settingInitialWindow = 7;
export const frameHeaderBytes = 8;
/** Payload of the data frames that we send; a frame is held whole by most receivers. */
export const dataBytesMax = 32 * 1024;

export type FrameHeader =
  | {
      readonly control: true;
      readonly version: number;
      readonly type: number;
      readonly flags: number;
      readonly length: number;
    }
  | {
      readonly control: false;
      readonly streamId: number;
      readonly flags: number;
      readonly length: number;
    };

/** Reads the eight bytes that every frame begins with. */
export function readFrameHeader(bytes: Uint8Array): FrameHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, frameHeaderBytes);
  const first = view.getUint32(0);
  const flags = view.getUint8(4);
  const length = view.getUint32(4) & 0xffffff;
  if (first < 0x8000_0000) return { control: false, streamId: first, flags, length };
  const version = (first >>> 16) & 0x7fff;
  return { control: true, version, type: first & 0xffff, flags, length };
}

export function dataFrame(streamId: number, payload: Uint8Array, flags = 0): Uint8Array {
  const frame = new Uint8Array(frameHeaderBytes + payload.length);
  const view = new DataView(frame.buffer);
  view.setUint32(0, streamId & 0x7fff_ffff);
  view.setUint32(4, payload.length);
  view.setUint8(4, flags);
  frame.set(payload, frameHeaderBytes);
  return frame;
}

/** A control frame of 32-bit words and, after them, bytes. */
export function controlFrame(
  type: number,
  words: readonly number[],
  rest: { readonly bytes?: Uint8Array; readonly flags?: number } = {},
): Uint8Array {
  const { bytes = new Uint8Array(), flags = 0 } = rest;
  const length = words.length * 4 + bytes.length;
  const frame = new Uint8Array(frameHeaderBytes + length);
  const view = new DataView(frame.buffer);
  view.setUint32(0, 0x8003_0000 | type);
  view.setUint32(4, length);
  view.setUint8(4, flags);
  for (const [i, word] of words.entries()) view.setUint32(frameHeaderBytes + i * 4, word);
  frame.set(bytes, frameHeaderBytes + words.length * 4);
  return frame;
}
