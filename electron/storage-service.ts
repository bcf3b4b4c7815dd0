/**
 * The state log over the port between the storage window and the engine. Only plain values cross: a port of Electron's
 * main process or of a utility process cannot take another port inside a message, so that the log's methods stand
 * directly on the service, and nothing is proxied.
 */
import { expose, wrap, type Endpoint } from "comlink";
import { StateLogError, type StateLog } from "../src/store/state-log.ts";

interface StorageService extends StateLog {
  /** Called first, once. */
  open(name: string): Promise<void>;
}

/** Serves at most one log on the port; `open` is how a log of a name is had. */
export function serveStorage(port: Endpoint, open: (name: string) => Promise<StateLog>): void {
  let opened: Promise<StateLog> | undefined;
  const log = (): Promise<StateLog> =>
    opened ?? Promise.reject(new StateLogError("the state log has not been opened"));
  const service: StorageService = {
    async open(name) {
      if (opened) throw new StateLogError("the state log is open already");
      opened = open(name);
      await opened;
    },
    recover: async () => (await log()).recover(),
    readChunk: async (index) => (await log()).readChunk(index),
    readSegments: async (afterRevision) => (await log()).readSegments(afterRevision),
    append: async (segment) => (await log()).append(segment),
    truncate: async (firstRevision) => (await log()).truncate(firstRevision),
    writeChunk: async (chunk) => (await log()).writeChunk(chunk),
    commitSnapshot: async (header) => (await log()).commitSnapshot(header),
    close: async () => (await log()).close(),
  };
  expose(service, port);
}

/**
 * Opens the log `name` behind the port. `lost` rejects when the storage window is gone: calls under way and later ones
 * reject with its error then, instead of waiting forever.
 */
export async function openRemoteLog(
  port: Endpoint,
  name: string,
  lost: Promise<never>,
): Promise<StateLog> {
  const remote = wrap<StorageService>(port);
  const call = <T>(answer: Promise<T>): Promise<T> => Promise.race([answer, lost]);
  await call(remote.open(name));
  return {
    recover: () => call(remote.recover()),
    readChunk: (index) => call(remote.readChunk(index)),
    readSegments: (afterRevision) => call(remote.readSegments(afterRevision)),
    append: (segment) => call(remote.append(segment)),
    truncate: (firstRevision) => call(remote.truncate(firstRevision)),
    writeChunk: (chunk) => call(remote.writeChunk(chunk)),
    commitSnapshot: (header) => call(remote.commitSnapshot(header)),
    close: () => call(remote.close()),
  };
}
