/** Bodies that come from others, passed on no faster than the client takes them. */
import type { BodySink, BodyStream } from "../message.ts";

/** What may wait for a slow client. */
const waitingBytesMax = 256 * 1024;

export function bodyOf(stream: ReadableStream<Uint8Array>): BodyStream {
  return {
    start(sink) {
      void passOn(stream, sink);
    },
  };
}

async function passOn(stream: ReadableStream<Uint8Array>, sink: BodySink): Promise<void> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      if (sink.write(value) > waitingBytesMax) await sink.drained?.();
    }
    sink.end();
  } catch {
    // The other side broke off: so does the answer, lest half of it looks whole.
    if (sink.abort) sink.abort();
    else sink.end();
  }
}

/** The text of a stream; when it is longer than `bytesMax`, a stream with all of it instead. */
export async function textOf(
  stream: ReadableStream<Uint8Array>,
  bytesMax: number,
): Promise<{ readonly text: string; readonly rest: ReadableStream<Uint8Array> | undefined }> {
  const reader = stream.getReader();
  const chunks: Uint8Array[] = [];
  for (let length = 0; length <= bytesMax;) {
    const { done, value } = await reader.read();
    if (done) {
      const decoder = new TextDecoder();
      const text = chunks.map((chunk) => decoder.decode(chunk, { stream: true })).join("");
      return { text: text + decoder.decode(), rest: undefined };
    }
    chunks.push(value);
    length += value.length;
  }
  const rest = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const first = chunks.shift();
      if (first) return controller.enqueue(first);
      const { done, value } = await reader.read();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason),
  });
  return { text: "", rest };
}
