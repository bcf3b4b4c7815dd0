/** Starts the dashboard: finds its way to the cluster (a port from the host, or a token and a WebSocket), then draws. */
import { createRoot } from "react-dom/client";
import "@fontsource-variable/inter/wght.css";
import "@fontsource-variable/jetbrains-mono/wght.css";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/controls.css";
import "./styles/signs.css";
import "./styles/shell.css";
import "./styles/page.css";
import "./styles/table.css";
import "./styles/panels.css";
import "./styles/overlays.css";
import "./styles/editor.css";
import { takeToken } from "./api/token.ts";
import { messagePortChannel, webSocketChannel, type OpenChannel } from "./api/channel.ts";
import { ApiClient } from "./api/client.ts";
import { Cluster, ClusterProvider } from "./api/cluster.tsx";
import { Connection, type ConnectionTimers } from "./api/connection.ts";
import { App } from "./app.tsx";
import { SignIn } from "./components/sign-in.tsx";
import { I18nProvider } from "./i18n/i18n.tsx";
import { showSettings } from "./navigation/settings.ts";

const timers: ConnectionTimers = {
  nowMs: () => Date.now(),
  after(delayMs, fn) {
    const timer = setTimeout(fn, delayMs);
    return () => clearTimeout(timer);
  },
};

function findChannel(): OpenChannel | undefined {
  const host = window.kubarium;
  if (host) return messagePortChannel(() => host.connect());
  const token = takeToken();
  return token === undefined ? undefined : webSocketChannel(location.origin, token);
}

function start(): void {
  showSettings();
  const root = document.getElementById("root");
  if (!root) throw new Error("the page has no root element");
  const open = findChannel();
  const content = open ? <ConnectedApp open={open} /> : <SignIn />;
  createRoot(root).render(<I18nProvider>{content}</I18nProvider>);
}

function ConnectedApp({ open }: { readonly open: OpenChannel }) {
  return (
    <ClusterProvider value={clusterOver(open)}>
      <App />
    </ClusterProvider>
  );
}

let cluster: Cluster | undefined;

function clusterOver(open: OpenChannel): Cluster {
  if (!cluster) {
    const connection = new Connection(open, timers);
    connection.start();
    window.addEventListener("online", () => connection.retryNow());
    cluster = new Cluster(new ApiClient(connection), timers);
  }
  return cluster;
}

start();
