/**
 * The two wires that carry the multiplexed requests: a WebSocket from a browser, a MessagePort in the desktop app or
 * in a tab that runs its own engine. Above this file nobody knows which one it is.
 */
import {
  muxPath,
  muxProtocol,
  muxTokenPrefix,
  type MuxRequest,
  type MuxResponse,
} from "../../src/server/multiplex.ts";

export interface ChannelHandlers {
  onMessage(message: MuxResponse): void;
  /** Called once, when an opened channel is gone. */
  onClose(): void;
}

export interface Channel {
  send(message: MuxRequest): void;
  close(): void;
}

/** Opens a wire; rejects when the other side is not there. */
export type OpenChannel = (handlers: ChannelHandlers) => Promise<Channel>;

/** What a preload script or an embedding page gives the dashboard instead of a network. */
export interface DashboardHost {
  connect(): Promise<MessagePort>;
}

declare global {
  interface Window {
    readonly kubarium?: DashboardHost;
  }
}

/** `origin` is the page's own (`http://127.0.0.1:1234`); the token travels as a subprotocol, never in a URL. */
export function webSocketChannel(origin: string, token: string): OpenChannel {
  return (handlers) =>
    new Promise((resolve, reject) => {
      const url = new URL(muxPath, origin.replace(/^http/, "ws"));
      const socket = new WebSocket(url, [muxProtocol, muxTokenPrefix + token]);
      let opened = false;
      socket.onopen = () => {
        opened = true;
        resolve({
          send: (message) => socket.send(JSON.stringify(message)),
          close: () => socket.close(),
        });
      };
      socket.onmessage = (event: MessageEvent<string>) => {
        handlers.onMessage(JSON.parse(event.data) as MuxResponse);
      };
      socket.onclose = () => {
        if (opened) handlers.onClose();
        else reject(new Error("the connection was refused"));
      };
    });
}

/** Closed by the other end: by closing its port, or by the message `null` where closing alone is not noticed. */
export function messagePortChannel(connect: () => Promise<MessagePort>): OpenChannel {
  return async (handlers) => {
    const port = await connect();
    let closed = false;
    const closeOnce = () => {
      if (closed) return;
      closed = true;
      port.close();
      handlers.onClose();
    };
    port.addEventListener("close", closeOnce);
    port.onmessage = (event: MessageEvent<MuxResponse | null>) => {
      if (event.data === null) closeOnce();
      else handlers.onMessage(event.data);
    };
    return {
      send: (message) => port.postMessage(message),
      close() {
        closed = true;
        port.close();
      },
    };
  };
}
