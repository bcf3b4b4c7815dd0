import { describe, expect, it } from "vitest";
import { programOf } from "../../../src/kubelet/runtimes/simulated-shell.ts";

interface Run {
  readonly code: number;
  readonly printed: readonly string[];
  readonly sleptMs: number;
}

/** Runs a command line to its end, or for a thousand steps. */
function run(argv: readonly string[], env: Readonly<Record<string, string>> = {}): Run | undefined {
  let sleptMs = 0;
  const program = programOf(argv, { env, hostname: "pod-1", nowMs: () => sleptMs });
  if (!program) return undefined;
  let text = "";
  const lines = () => text.split("\n").slice(0, -1);
  for (let steps = 0; steps < 1000; steps++) {
    const next = program.next();
    if (next.done) return { code: next.value, printed: lines(), sleptMs };
    if (next.value.type === "print") text += next.value.text;
    else sleptMs += next.value.ms;
  }
  return { code: -1, printed: lines(), sleptMs };
}

const sh = (script: string, env?: Readonly<Record<string, string>>) =>
  run(["sh", "-c", script], env);

describe("the simulated shell", () => {
  it.each([
    ["exit 3", 3, [], 0],
    ["true", 0, [], 0],
    ["false", 1, [], 0],
    ["echo hello   world", 0, ["hello world"], 0],
    [`echo 'a  b' "c  d"`, 0, ["a  b c  d"], 0],
    ["echo $NAME ${NAME}! '$NAME' \"$NAME\" ${NONE:-else}", 0, ["Eve Eve! $NAME Eve else"], 0],
    ["echo `date`", 0, ["Thu Jan 1 00:00:00 UTC 1970"], 0],
    ['echo "$(date)"', 0, ["Thu Jan  1 00:00:00 UTC 1970"], 0],
    ["echo $((2 + 3 * 4)) $(((2 + 3) * 4)) $((7 / 2)) $((3 > 2 && 1 == 1))", 0, ["14 20 3 1"], 0],
    ["echo $((1 / 0))", 2, ["sh: divide by zero"], 0],
    ["sleep 2; echo later", 0, ["later"], 2000],
    ["sleep 1m 0.5", 0, [], 60_500],
    ["false && echo no || echo yes", 0, ["yes"], 0],
    ["false; echo goes on", 0, ["goes on"], 0],
    ["if [ $NAME = Eve ]; then echo hers; else echo other; fi", 0, ["hers"], 0],
    ["for i in 1 2 3; do echo n$i; done", 0, ["n1", "n2", "n3"], 0],
    ["i=0; while [ $i -lt 3 ]; do i=$((i+1)); echo $i; sleep 1; done", 0, ["1", "2", "3"], 3000],
    ["until false; do exit 5; done", 5, [], 0],
    ["echo one # a comment\necho two", 0, ["one", "two"], 0],
    ["hostname; date", 0, ["pod-1", "Thu Jan  1 00:00:00 UTC 1970"], 0],
  ] as const)("runs `%s`", (script, code, printed, sleptMs) => {
    expect(sh(script, { NAME: "Eve" })).toEqual({ code, printed, sleptMs });
  });

  it("stops at the first failure with -e, but not at one that is asked about", () => {
    expect(run(["sh", "-ec", "echo a; false; echo b"])).toMatchObject({ code: 1, printed: ["a"] });
    expect(run(["sh", "-ec", "false || echo b; if false; then echo c; fi; echo d"])).toMatchObject({
      code: 0,
      printed: ["b", "d"],
    });
  });

  it.each([
    [["echo", "$NAME"], { code: 0, printed: ["$NAME"], sleptMs: 0 }],
    [["/bin/sleep", "3"], { code: 0, printed: [], sleptMs: 3000 }],
    [["/bin/bash", "-c", "exit 9"], { code: 9, printed: [], sleptMs: 0 }],
  ] as const)("runs the command line %j", (argv, wanted) => {
    expect(run(argv)).toEqual(wanted);
  });

  it.each([
    [["nginx", "-g", "daemon off;"]],
    [["sh", "-c", "curl http://web | grep ok"]],
    [["sh", "-c", "echo x > /tmp/file"]],
    [["sh", "-c", "my-server --port 80 &"]],
    [["sh", "-c", "echo `cat /x`"]],
    [["sh", "-c", "test -f /x"]],
    [["sh", "-c", "A=1 echo x"]],
    [["sh", "-c", "! true"]],
    [["sh", "-c", "(echo x)"]],
    [["sh", "-c", 'echo "a \\"b\\""']],
    [["sh", "-c", "if true; then nginx; fi"]],
    [["sh", "-c", "while true; do echo x"]],
    [["sh", "-c", "echo 'open"]],
    [["sh", "script.sh"]],
    [[]],
  ])("takes %j for no program of its own", (argv) => {
    expect(run(argv)).toBeUndefined();
  });

  it("slows a loop that never sleeps", () => {
    expect(sh("while true; do :; done")?.sleptMs).toBeGreaterThan(1000);
  });
});
