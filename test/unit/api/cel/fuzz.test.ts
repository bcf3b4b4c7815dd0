/** Expressions of any shape: an answer each time, an error in words at worst; never a crash, and never without end. */
import { expect, test } from "vitest";
import { compileCel } from "../../../../src/api/cel/compile.ts";
import { estimateCost } from "../../../../src/api/cel/estimate.ts";
import { fromJson } from "../../../../src/api/cel/json-value.ts";
import { DYN } from "../../../../src/api/cel/types.ts";

const pieces =
  "self,self.a,self.?b,.b,.?c,[0],[?0],['x'],(,),{,},[,],?,:,&&,||,!,-,+,*,/,%,<,==,in,1,0,2u,1.5,9223372036854775807,'a','',b'x',null,true,false,x,k,v,.size(),size(,.all(x,.exists(x,.map(x,.filter(x,.all(k,.transformMap(k,.optMap(x,has(,has(self.a),optional.of(1),optional.none(),.orValue(,.value(),.matches('(a+)+$'),.find(,.findAll('a*',.split('',.join('-'),.replace('','y'),.substring(,.charAt(,.format([,int(,string(,type(,dyn(,timestamp('2020-01-01T00:00:00Z'),duration('1h'),.getHours(),quantity('1Gi'),.isGreaterThan(,ip('::1'),cidr('10.0.0.0/8'),.containsIP(,url('/a'),semver('1.0.0'),sets.contains(,[1,{'a':1},Object{,.sum(),.min(),.isSorted(),',',\\,\n,\",\u0000,😀".split(
    ",",
  );

/** xorshift: the same expressions at every run. */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

test("random texts compile or say why not, and run to a value or an error", () => {
  const pick = generator(20_260_101);
  const document = fromJson({ a: [1, 2, { b: "x" }], b: { c: "aaaa" }, n: null });
  let compiledCount = 0;
  for (let round = 0; round < 20_000; round++) {
    const length = 1 + pick(9);
    const source = Array.from({ length }, () => pieces[pick(pieces.length)] ?? "").join("");
    const balanced = source + ")".repeat(Math.max(0, count(source, "(") - count(source, ")")));
    const compiled = compileCel(balanced, { variables: { self: DYN } });
    if (!compiled.ok) {
      expect(compiled.error).toMatch(/^ERROR: <input>:\d+:\d+: /);
      continue;
    }
    compiledCount++;
    const result = compiled.program.evaluate({ self: document }, 100_000);
    if (!result.ok) expect(result.error).not.toBe("");
    const { min, max } = estimateCost(compiled.program, {});
    expect(min).toBeLessThanOrEqual(max);
  }
  expect(compiledCount).toBeGreaterThan(500);
});

function count(text: string, char: string): number {
  return text.split(char).length - 1;
}
