/**
 * Many API requests over one connection: the dashboard's transport. The messages are plain JSON values, so a WebSocket (as
 * text) and a MessagePort (as they are) carry them alike.
 */

/** From the client: `id` is the client's own, unique among its requests that are not over. */
export type MuxRequest =
  | {
      readonly id: number;
      readonly method: string;
      /** With the query: `/api/v1/pods?watch=true`. */
      readonly path: string;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
    }
  | { readonly id: number; readonly cancel: true };

/** From the server: one `status` message, any number of `data`, then `end` (or `error` where the stream broke). */
export type MuxResponse =
  | {
      readonly id: number;
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
    }
  | { readonly id: number; readonly data: string }
  | { readonly id: number; readonly end: true }
  | { readonly id: number; readonly error: string };

/** WebSocket subprotocols that a browser offers: this name, and `kubarium.token.` followed by the dashboard's token. */
export const muxProtocol = "kubarium.mux.v1";
export const muxTokenPrefix = "kubarium.token.";
export const muxPath = "/mux";
