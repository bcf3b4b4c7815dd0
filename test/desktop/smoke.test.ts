/** The desktop app in the real Electron, wherever its binary has been fetched. */
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { _electron } from "playwright-core";
import { expect, onTestFinished, test } from "vitest";
import { build } from "../../scripts/build.ts";

const root = join(import.meta.dirname, "../..");
const electronDir = join(root, "node_modules/electron");

function electronPath(): string | undefined {
  const note = join(electronDir, "path.txt");
  if (!existsSync(note)) return undefined;
  const path = join(electronDir, "dist", readFileSync(note, "utf8").trim());
  return existsSync(path) ? path : undefined;
}

test("the app opens, connects and shows its node", async (context) => {
  const executablePath = electronPath();
  if (executablePath === undefined) {
    return context.skip("Electron's binary has not been fetched; `npm run desktop` does that");
  }
  await build([]);
  const directory = await mkdtemp(join(tmpdir(), "kubarium-electron-"));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const app = await _electron.launch({
    executablePath,
    args: [join(root, "dist/electron/main.js"), `--user-data-dir=${join(directory, "user-data")}`],
    env: {
      ...(process.env as Record<string, string>),
      KUBECONFIG: join(directory, "kubeconfig"),
      KUBARIUM_RUNTIME: "simulated",
    },
  });
  onTestFinished(() => app.close());
  await expect
    .poll(() => app.windows().some((page) => page.url().startsWith("app://kubarium/")), {
      timeout: 30_000,
    })
    .toBe(true);
  const page = app.windows().find((each) => each.url().startsWith("app://kubarium/"));
  await page?.getByText("node-1").first().waitFor({ timeout: 30_000 });
  const reached = await page?.evaluate(() => ["process", "require"].filter((n) => n in globalThis));
  expect(reached).toEqual([]);
}, 180_000);
