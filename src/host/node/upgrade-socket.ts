/** A socket as the engine's byte channel: nothing is read that nobody asks for, and writes wait for the other side. */
import type { Duplex } from "node:stream";
import type { ByteChannel } from "../../server/streaming/byte-channel.ts";

/** `head` is what was read of the socket already. The channel owns the socket: both directions over, it is destroyed. */
export function channelOfSocket(socket: Duplex, head?: Uint8Array): ByteChannel {
  if (head && head.length > 0) socket.unshift(head);
  socket.pause();
  let failure: Error | undefined;
  let ended = false;
  let reading:
    | { resolve(chunk: Uint8Array | undefined): void; reject(error: Error): void }
    | undefined;
  const drains = new Set<{ resolve(): void; reject(error: Error): void }>();
  const settle = (): void => {
    if (!reading) return;
    const chunk = socket.read() as Buffer | null;
    const { resolve, reject } = reading;
    if (chunk) resolve(chunk);
    else if (failure) reject(failure);
    else if (ended) resolve(undefined);
    else return;
    reading = undefined;
  };
  socket.on("readable", settle);
  socket.on("end", () => {
    ended = true;
    settle();
  });
  socket.on("error", (error) => (failure ??= error));
  socket.on("close", () => {
    if (!ended) failure ??= new Error("connection closed");
    settle();
    for (const drain of drains) drain.reject(failure ?? new Error("connection closed"));
    drains.clear();
  });
  socket.on("drain", () => {
    for (const drain of drains) drain.resolve();
    drains.clear();
  });
  return {
    reader: {
      read: () =>
        new Promise((resolve, reject) => {
          reading = { resolve, reject };
          settle();
        }),
      cancel: () => void socket.destroy(),
    },
    writer: {
      write: (chunk) => {
        if (socket.destroyed || socket.writableEnded) {
          return Promise.reject(failure ?? new Error("connection closed"));
        }
        if (socket.write(chunk)) return Promise.resolve();
        return new Promise((resolve, reject) => drains.add({ resolve, reject }));
      },
      end: () => void socket.end(),
      abort: () => void socket.destroy(),
    },
  };
}
