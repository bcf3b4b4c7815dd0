/** Binds sockets to their ports, and tells at once when a port cannot be had. Later errors are for who listens to them then. */
import type { Socket } from "node:dgram";
import type { Server } from "node:net";

export interface Place {
  readonly address: string;
  /** 0 picks a free one. */
  readonly port: number;
}

export interface Listening extends Place {
  /** Takes what keeps a connection from being accepted, as want of memory does; the listener goes on. Without it the process ends. */
  readonly missed?: (error: Error) => void;
}

/** Rejects with Node's error (EADDRINUSE, EACCES, ...) when the port cannot be had. */
export function listen(
  server: Pick<Server, "listen" | "on" | "once" | "off">,
  { address, port, missed }: Listening,
): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, address, () => {
      server.off("error", reject);
      if (missed) server.on("error", missed);
      resolve();
    });
  });
}

/** Rejects like `listen`; the socket is closed then. */
export function bind(socket: Socket, { address, port }: Place): Promise<void> {
  return new Promise((resolve, reject) => {
    const refuse = (error: Error): void => {
      socket.close();
      reject(error);
    };
    socket.once("error", refuse);
    socket.bind(port, address, () => {
      socket.off("error", refuse);
      resolve();
    });
  });
}
