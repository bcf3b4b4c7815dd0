// Runs the `kubarium` command from a clone: builds what is out of date, then becomes the built command. Plain JavaScript, so
// that a Node too old for everything else can still be told so.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `kubarium needs Node 22.18 or newer to be built and this is ${process.versions.node}. On Linux and Windows "npm install" ` +
      "brings Node 24 with it; elsewhere install it first.",
  );
  process.exit(1);
}
const { commandParts, isStale } = await import("./build.ts");
if (await isStale(commandParts)) {
  // In a process of its own: what builds needs memory that what runs should not keep.
  const script = fileURLToPath(new URL("./build.ts", import.meta.url));
  const { status } = spawnSync(process.execPath, [script, ...commandParts], { stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}
if (process.env.npm_lifecycle_event !== undefined) stopWithParent();
await import("../dist/engine/cli.js");

// npm passes SIGTERM on to its shell, and the shell ends without passing it on: an orphan of npm's must stop by itself.
function stopWithParent() {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    process.kill(process.pid, "SIGTERM");
  }, 500);
  timer.unref();
}
