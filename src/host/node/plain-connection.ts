/**
 * One TLS connection of the API: reads ordinary requests (plain-head.ts) one after another and writes their answers, at a third less
 * than what Node's messages and streams cost. At the first byte of anything else the connection is handed over to Node's HTTP server.
 */
import type { TLSSocket } from "node:tls";
import { requestEntityTooLarge, type StatusError } from "../../api/status.ts";
import { respondError } from "../../server/http/respond.ts";
import type { ApiRequest, ApiResponse, Peer } from "../../server/message.ts";
import { compressed } from "./compress.ts";
import { bodyBytesMaxOf, bodyMsMaxOf, bodyTooLate, type Handle } from "./http.ts";
import { writeAnswer } from "./plain-answer.ts";
import { HeadMemory, readPlainHead, type PlainHead } from "./plain-head.ts";

export interface PlainConnectionOptions {
  readonly handle: Handle;
  /** How long a connection may be silent while no answer is on its way. */
  readonly idleMsMax: number;
  /** How long a body may take to come. */
  readonly bodyMsMax: number;
  peerOf(socket: TLSSocket): Peer;
  /** Takes the connection, which has been read no further than to the end of a message. */
  handOver(socket: TLSSocket): void;
}

/** What may wait behind a request that is being answered, before reading stops. */
const waitingBytesMax = 256 * 1024;
/** How long a client may take to go on with a body that was refused. */
const refusedIdleMsMax = 2000;
const refusedMsMax = 30_000;
/** What a client has on its way while the server begins to end: to be answered, not cut off. */
const lastRequestMs = 200;
const nothing = Buffer.alloc(0);

export class PlainConnection {
  readonly #socket: TLSSocket;
  readonly #options: PlainConnectionOptions;
  readonly #peer: Peer;
  /** Read, and not yet looked at. */
  #waiting: Buffer = nothing;
  #body: IncomingBody | undefined;
  /** The request that is being answered. */
  #current: PlainRequest | undefined;
  readonly #memory = new HeadMemory();
  /** Of a body that was refused: what is still to come is dropped, so that the client gets to read the refusal. */
  #refusedBytes = 0;
  /** The current answer is given whole, and not all of it has been sent. */
  #unfetched = false;
  /** No further message is taken after the one that is being answered. */
  #closing = false;
  /** Ends a body that does not come. */
  #bodyTimer: NodeJS.Timeout | undefined;
  /** Set while messages are taken from what waits: an answer that is there at once does not start another round. */
  #reading = false;

  constructor(socket: TLSSocket, options: PlainConnectionOptions) {
    this.#socket = socket;
    this.#options = options;
    this.#peer = options.peerOf(socket);
  }

  /** Reads from now on, until the connection is closed or handed over. */
  start(): void {
    const socket = this.#socket;
    socket.setNoDelay(true);
    socket.setTimeout(this.#options.idleMsMax);
    socket.on("data", this.#onData);
    socket.on("end", this.#onEnd);
    socket.on("timeout", this.#onTimeout);
    socket.on("close", this.#onClose);
    // A broken connection is followed by its close.
    socket.on("error", ignore);
  }

  /** Says with the next answer that it is the last; where none comes soon, the connection ends without. */
  close(): void {
    this.#closing = true;
    const end = (): void => {
      if (!this.#current && !this.#body && this.#waiting.length === 0) this.#socket.end();
    };
    setTimeout(end, lastRequestMs).unref();
  }

  readonly #onData = (chunk: Buffer): void => {
    if (this.#refusedBytes > 0) {
      this.#refusedBytes -= chunk.length;
      if (this.#refusedBytes <= 0) this.#socket.destroy();
      return;
    }
    if (this.#body) {
      this.#body.add(chunk);
    } else {
      this.#waiting = this.#waiting.length === 0 ? chunk : Buffer.concat([this.#waiting, chunk]);
      if (this.#current && this.#waiting.length > waitingBytesMax) this.#socket.pause();
    }
    this.#read();
  };

  readonly #onEnd = (): void => {
    this.#socket.end();
  };

  readonly #onTimeout = (): void => {
    // An answer that was given whole and that nobody fetches holds memory for nothing.
    if (!this.#current || this.#unfetched) this.#socket.destroy();
  };

  readonly #onClose = (): void => {
    clearTimeout(this.#bodyTimer);
    this.#current?.finish();
  };

  /** Takes as many messages as are there, each after the last one's answer. */
  #read(): void {
    if (this.#reading) return;
    this.#reading = true;
    while (!this.#current && !this.#socket.destroyed && !this.#socket.writableEnded) {
      if (!this.#readOne()) break;
    }
    this.#reading = false;
  }

  /** False: there is not enough to go on with. */
  #readOne(): boolean {
    const begun = this.#body;
    if (begun) {
      if (!begun.isWhole) return false;
      this.#body = undefined;
      clearTimeout(this.#bodyTimer);
      const { body, rest } = begun.split();
      this.#waiting = rest;
      this.#answer(begun.head, body);
      return true;
    }
    const bytes = this.#waiting;
    if (bytes.length === 0) return false;
    const head = readPlainHead(bytes, this.#memory);
    if (!head) {
      this.#handOver();
      return false;
    }
    const { contentLength } = head;
    this.#waiting = head.length === bytes.length ? nothing : bytes.subarray(head.length);
    if (contentLength === undefined) {
      this.#answer(head, undefined);
      return true;
    }
    return this.#begin(head, contentLength);
  }

  #begin(head: PlainHead, contentLength: number): boolean {
    const max = bodyBytesMaxOf(head.path);
    if (contentLength > max) {
      const error = requestEntityTooLarge(`Request entity too large: limit is ${max}`);
      this.#refuse(error, contentLength - this.#waiting.length);
      return false;
    }
    this.#body = new IncomingBody(head, contentLength);
    if (this.#waiting.length > 0) this.#body.add(this.#waiting);
    this.#waiting = nothing;
    const msMax = bodyMsMaxOf(max, this.#options.bodyMsMax);
    if (!this.#body.isWhole && msMax !== Infinity) {
      this.#bodyTimer = setTimeout(this.#onSlowBody, msMax).unref();
    }
    return true;
  }

  readonly #onSlowBody = (): void => {
    const late = this.#body?.missing ?? 0;
    this.#body = undefined;
    this.#refuse(bodyTooLate(), late);
  };

  #refuse(error: StatusError, bytesToCome: number): void {
    const socket = this.#socket;
    this.#waiting = nothing;
    this.#refusedBytes = Math.max(1, bytesToCome);
    socket.setTimeout(refusedIdleMsMax);
    this.#bodyTimer = setTimeout(() => socket.destroy(), refusedMsMax).unref();
    const over = (): void => void socket.end();
    writeAnswer(socket, respondError(error), { keepAlive: false, over });
  }

  #answer(head: PlainHead, body: Uint8Array | undefined): void {
    const { headers } = head;
    const request = new PlainRequest(head, this.#peer);
    request.body = body;
    this.#current = request;
    const found = this.#options.handle(request);
    if (found instanceof Promise) void found.then((answer) => this.#give(headers, answer));
    else this.#give(headers, found);
  }

  #give(headers: Readonly<Record<string, string>>, answer: ApiResponse): void {
    const short = compressed(headers["accept-encoding"], answer);
    if (short instanceof Promise) void short.then((later) => this.#write(later));
    else this.#write(short);
  }

  #write(answer: ApiResponse): void {
    writeAnswer(this.#socket, answer, { keepAlive: !this.#closing, over: this.#onSent });
  }

  /** The answer is on its way: the next message's turn, once there is room for its own. */
  readonly #onSent = (): void => {
    this.#unfetched = this.#socket.writableNeedDrain;
    if (this.#unfetched) this.#socket.once("drain", () => this.#over());
    else this.#over();
  };

  #over(): void {
    this.#unfetched = false;
    this.#current?.finish();
    this.#current = undefined;
    if (this.#closing) return void this.#socket.end();
    if (this.#socket.isPaused()) this.#socket.resume();
    if (this.#waiting.length > 0) this.#read();
  }

  #handOver(): void {
    const socket = this.#socket;
    const bytes = this.#waiting;
    this.#waiting = nothing;
    socket.off("data", this.#onData);
    socket.off("end", this.#onEnd);
    socket.off("timeout", this.#onTimeout);
    socket.off("close", this.#onClose);
    socket.setTimeout(0);
    socket.pause();
    this.#options.handOver(socket);
    socket.off("error", ignore);
    socket.unshift(bytes);
    socket.resume();
  }
}

function ignore(): void {
  // Listened for only because nobody listening would end the process.
}

/** A body on its way in. */
class IncomingBody {
  readonly head: PlainHead;
  readonly #length: number;
  readonly #chunks: Buffer[] = [];
  #received = 0;

  constructor(head: PlainHead, length: number) {
    this.head = head;
    this.#length = length;
  }

  get isWhole(): boolean {
    return this.#received >= this.#length;
  }

  /** Bytes that are still to come. */
  get missing(): number {
    return this.#length - this.#received;
  }

  add(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#received += chunk.length;
  }

  /** The body, and what follows it. */
  split(): { readonly body: Buffer; readonly rest: Buffer } {
    const [first = nothing] = this.#chunks;
    const all = this.#chunks.length > 1 ? Buffer.concat(this.#chunks) : first;
    return { body: all.subarray(0, this.#length), rest: all.subarray(this.#length) };
  }
}

/** Nobody writes into a request's query. */
const emptyQuery = new URLSearchParams();

/** A request whose query is read, and whose end is told, only when somebody asks. */
class PlainRequest implements ApiRequest {
  readonly method: string;
  readonly path: string;
  readonly search: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly peer: Peer;
  body: Uint8Array | undefined = undefined;
  #query: URLSearchParams | undefined = undefined;
  #aborted: AbortController | undefined = undefined;
  #finished = false;

  constructor({ method, path, search, headers }: PlainHead, peer: Peer) {
    this.method = method;
    this.path = path;
    this.search = search;
    this.headers = headers;
    this.peer = peer;
  }

  get query(): URLSearchParams {
    return (this.#query ??= this.search === "" ? emptyQuery : new URLSearchParams(this.search));
  }

  get signal(): AbortSignal {
    this.#aborted ??= new AbortController();
    if (this.#finished) this.#aborted.abort();
    return this.#aborted.signal;
  }

  /** The answer is over, or the client is gone. */
  finish(): void {
    if (this.#finished) return;
    this.#finished = true;
    const aborted = this.#aborted;
    // Not within the call that has ended the answer: listeners may end it, too.
    if (aborted) process.nextTick(() => aborted.abort());
  }
}
