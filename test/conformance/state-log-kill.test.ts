/** A process killed in the middle of writes has lost none that it had answered: a real process, a real kill -9. */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, onTestFinished, test } from "vitest";
import { createSimulatedHost } from "../../src/host/simulated.ts";
import { openSqliteLog } from "../../src/host/node/sqlite-log.ts";
import { openStore } from "../../src/store/engine.ts";

const childPath = new URL("../fixtures/store-child.ts", import.meta.url).pathname;
const lives = 12;

interface Answer {
  readonly revision: number;
  readonly data: { readonly life: string; readonly count: string };
}

/**
 * Runs a child until it has answered `writes` writes, then kills it. Gives what it said before it died: the revision at
 * which it opened the store, and its last answer for each name.
 */
async function live(
  directory: string,
  life: string,
  writes: number,
): Promise<{ openedAt: number; answers: ReadonlyMap<string, Answer> }> {
  const child = spawn(process.execPath, [childPath, directory, life], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const answers = new Map<string, Answer>();
  let openedAt = -1;
  let lines = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    const [first = "", count = "", revision, end] = line.split(" ");
    if (first === "open") openedAt = Number(count);
    // The kill may cut the last line short: what is left of it counts only with the dot at its end.
    else if (end === ".") answers.set(first, { revision: Number(revision), data: { life, count } });
    lines += 1;
    if (lines === writes) child.kill("SIGKILL");
  }
  return { openedAt, answers };
}

async function checkAnswers(
  directory: string,
  answers: ReadonlyMap<string, Answer>,
): Promise<{ revision: number; compactedRevision: number }> {
  const store = await openStore({ log: openSqliteLog(directory), host: createSimulatedHost() });
  const { revision, compactedRevision } = store;
  for (const [name, answer] of answers) {
    const found = store.get({ resource: "configmaps", namespace: "default", name });
    expect(found?.object.metadata.resourceVersion).toBe(String(found?.revision));
    expect(found?.revision ?? 0, name).toBeGreaterThanOrEqual(answer.revision);
    // Beyond the answer there can only be a write whose answer was not heard any more.
    if (found?.revision === answer.revision)
      expect(found.object).toMatchObject({ data: answer.data });
  }
  await store.close();
  return { revision, compactedRevision };
}

test("kill -9 in the middle of writes loses no answered write, twelve times over", async () => {
  const directory = mkdtempSync(join(tmpdir(), "kubarium-kill-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const answers = new Map<string, Answer>();
  let before = { revision: 1, compactedRevision: 1 };
  for (let life = 0; life < lives; life += 1) {
    // Different moments: in the first writes of a life, and well into its compactions.
    const lived = await live(directory, String(life), 3 + life * 150);
    expect(lived.openedAt, "a life goes on where the last one ended").toBe(before.revision);
    expect(lived.answers.size).toBeGreaterThan(0);
    for (const [name, answer] of lived.answers) {
      expect(answer.revision).toBeGreaterThan(before.revision);
      answers.set(name, answer);
    }
    before = await checkAnswers(directory, answers);
  }
  expect(before.compactedRevision, "no compaction happened").toBeGreaterThan(1);
}, 30_000);
