/** Builds and starts the desktop app, after fetching Electron's binary where it is missing: `npm run desktop`. */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "./build.ts";

const root = join(import.meta.dirname, "..");
const electronDir = join(root, "node_modules/electron");

/** The path of Electron's executable; undefined where it has not been fetched. */
function electronPath(): string | undefined {
  const note = join(electronDir, "path.txt");
  if (!existsSync(note)) return undefined;
  const path = join(electronDir, "dist", readFileSync(note, "utf8").trim());
  return existsSync(path) ? path : undefined;
}

function fetchElectron(): string {
  console.log("Electron's binary is missing: fetching it");
  spawnSync(process.execPath, [join(electronDir, "install.js")], { stdio: "inherit" });
  const path = electronPath();
  if (path !== undefined) return path;
  console.error(
    "Electron's binary could not be fetched (its releases are on GitHub; ELECTRON_MIRROR names another place).\n" +
      "Without it there is `npm start`: the same cluster, with the dashboard in a browser.",
  );
  process.exit(1);
}

if (!existsSync(join(electronDir, "install.js"))) {
  console.error("the package electron is not installed: run `npm install` first");
  process.exit(1);
}
const path = electronPath() ?? fetchElectron();
await build([]);
const main = join(root, "dist/electron/main.js");
const { status, error } = spawnSync(path, [main, ...process.argv.slice(2)], { stdio: "inherit" });
if (error) throw error;
process.exit(status ?? 1);
