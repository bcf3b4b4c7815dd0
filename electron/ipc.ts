/**
 * The one table of what crosses between the app's processes and pages: the calls of a page to main (channel, who may
 * call, which arguments), and the messages that hand a port to a page. Preload and main read the same rows.
 */
import { dashboardOrigin, originOf } from "./addresses.ts";

/** Identifies one attempt to connect among those of a page. */
export type ConnectArguments = [id: number];

export interface Call<Arguments extends unknown[]> {
  readonly channel: string;
  /** The only origin whose main frame may call it. */
  readonly origin: string;
  accepts(values: unknown[]): values is Arguments;
}

export const calls = {
  /** Asks for a port to the engine; it arrives by `ports.dashboard`, marked with the id. */
  connect: {
    channel: "kubarium:connect",
    origin: dashboardOrigin,
    accepts: (values): values is ConnectArguments =>
      values.length === 1 && Number.isSafeInteger(values[0]),
  } satisfies Call<ConnectArguments>,
} as const;

/** Channels on which main hands one MessagePort to a page; its preload forwards it under the same name. */
export const ports = {
  /** With a `PortNote`. */
  dashboard: "kubarium:dashboard-port",
  storage: "kubarium:storage-port",
} as const;

/** What goes with a port to a page. */
export interface PortNote {
  readonly type: string;
  readonly id: number;
}

export interface Caller {
  /** The URL of the frame that sent the call. */
  readonly url: string;
  readonly isMainFrame: boolean;
}

/** The handler behind `call`, reached by nobody but its origin's main frame, and with right arguments only. */
export function guarded<Arguments extends unknown[], Result>(
  call: Call<Arguments>,
  handler: (...values: Arguments) => Promise<Result>,
): (caller: Caller, values: unknown[]) => Promise<Result> {
  return async (caller, values) => {
    if (!caller.isMainFrame || !URL.canParse(caller.url) || originOf(caller.url) !== call.origin) {
      throw new Error(`${call.channel} is not for ${caller.url}`);
    }
    if (!call.accepts(values)) throw new Error(`${call.channel}: wrong arguments`);
    return handler(...values);
  };
}
