/**
 * The entry of the engine's utility process: a cluster whose state lies in the storage window, and a connection for
 * every dashboard port that arrives. Main commands, by the messages of engine-messages.ts.
 */
import type { Endpoint } from "comlink";
import type { MessagePortMain } from "electron";
import { createConsoleLog } from "../src/cli/console-log.ts";
import { choosePorts, readSettings, writeSettings } from "../src/cli/settings.ts";
import { contextName } from "../src/cli/up.ts";
import { kubeconfigPath, mergeKubeconfig } from "../src/host/node/kubeconfig.ts";
import { startNodeCluster, type NodeCluster } from "../src/host/node/node-cluster.ts";
import { MuxConnection } from "../src/server/mux-server.ts";
import { StateLogError, type StateLog } from "../src/store/state-log.ts";
import type { EngineCommand, EngineReport, EngineSettings } from "./engine-messages.ts";
import { openRemoteLog } from "./storage-service.ts";

const logName = "cluster";
const user = { name: "kubarium:dashboard", groups: ["system:masters"] };

let cluster: NodeCluster | undefined;
const dashboards = new Set<MessagePortMain>();

process.parentPort.on("message", (event) => {
  const command = event.data as EngineCommand;
  const [port] = event.ports;
  switch (command.type) {
    case "start":
      void start(command.settings, port).catch(fail);
      return;
    case "connect":
      if (port) connect(port);
      return;
    case "stop":
      void stop().then(
        () => process.exit(0),
        (error: unknown) => {
          console.error(error);
          process.exit(1);
        },
      );
  }
});

function report(message: EngineReport): void {
  process.parentPort.postMessage(message);
}

/** Main ends the process once it has shown why. */
function fail(error: unknown): void {
  console.error(error);
  report({ type: "failed", message: error instanceof Error ? error.message : String(error) });
}

async function start(settings: EngineSettings, port: MessagePortMain | undefined): Promise<void> {
  if (!port) throw new Error("the engine was started without storage");
  const { dataDir, runtime } = settings;
  const chosen = await choosePorts(
    { apiPort: undefined, dashboardPort: undefined },
    await readSettings(dataDir),
  );
  cluster = await startNodeCluster({
    dataDir,
    ...chosen,
    runtime,
    dockerHost: undefined,
    nodes: undefined,
    seed: undefined,
    log: createConsoleLog(false),
    stateLog: await openStorage(port),
  });
  const { apiPort, dashboardPort, apiUrl, description, credentials } = cluster;
  await writeSettings(dataDir, { apiPort, dashboardPort });
  await mergeKubeconfig(kubeconfigPath(process.env), {
    name: contextName,
    server: apiUrl,
    caCertificate: credentials.authority.certificate,
    clientCertificate: credentials.admin.certificate,
    clientKey: credentials.admin.key,
  });
  report({ type: "ready", apiUrl, description });
}

async function stop(): Promise<void> {
  for (const port of dashboards) {
    port.postMessage(null);
    port.close();
  }
  await cluster?.stop();
}

function openStorage(port: MessagePortMain): Promise<StateLog> {
  const lost = new Promise<never>((_, reject) => {
    port.once("close", () => reject(new StateLogError("the storage window is gone")));
  });
  // Whoever waits for the log hears of it; where nobody does, it is no error.
  lost.catch(() => undefined);
  return openRemoteLog(endpointOf(port), logName, lost);
}

function connect(port: MessagePortMain): void {
  const running = cluster;
  if (!running) {
    port.postMessage(null);
    port.close();
    return;
  }
  const connection = new MuxConnection(
    // The port tells nothing of what waits in it.
    { send: (message) => port.postMessage(message), waiting: () => 0 },
    { user, handle: (request) => running.engine.handle(request) },
  );
  dashboards.add(port);
  port.on("message", ({ data }) => connection.receive(data));
  port.once("close", () => {
    dashboards.delete(port);
    connection.close();
  });
  port.start();
}

/** One listener is all that the engine's end of the storage port needs: it only calls. */
function endpointOf(port: MessagePortMain): Endpoint {
  return {
    postMessage: (message: unknown) => port.postMessage(message),
    addEventListener(_type, listener) {
      port.on("message", ({ data }) => {
        const event = { data: data as unknown } as MessageEvent;
        if (typeof listener === "function") listener(event);
        else listener.handleEvent(event);
      });
    },
    // Comlink takes it away when the wrapper is released, which closes the port with it.
    removeEventListener: () => undefined,
    start: () => port.start(),
  };
}
