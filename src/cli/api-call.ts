/** One HTTPS request to a running engine, as its admin. */
import { request } from "node:https";
import { loadCredentials } from "../host/node/credentials.ts";
import { readNetwork } from "../host/node/network-file.ts";
import type { Instance } from "./data-dir.ts";

export interface CallResult {
  readonly status: number;
  readonly body: string;
}

export async function callApi(
  instance: Instance,
  call: {
    readonly method: string;
    readonly path: string;
    readonly body?: string;
    readonly timeoutMs?: number;
  },
): Promise<CallResult> {
  const { dataDir, apiUrl } = instance;
  // Other addresses than those that the server has named would have its certificate made anew.
  const addresses = (await readNetwork(dataDir))?.serverAddresses ?? [];
  const credentials = await loadCredentials({ dataDir, addresses, nowMs: Date.now() });
  return new Promise((resolve, reject) => {
    const outgoing = request(
      new URL(call.path, apiUrl),
      {
        method: call.method,
        ca: credentials.authority.certificate,
        cert: credentials.admin.certificate,
        key: credentials.admin.key,
        headers: call.body === undefined ? {} : { "content-type": "application/json" },
        timeout: call.timeoutMs ?? 60_000,
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("end", () =>
          resolve({
            status: response.statusCode ?? 0,
            body: Buffer.concat(chunks).toString("utf8"),
          }),
        );
        response.on("error", reject);
      },
    );
    outgoing.on("timeout", () => outgoing.destroy(new Error(`${apiUrl} does not answer`)));
    outgoing.on("error", reject);
    outgoing.end(call.body);
  });
}
