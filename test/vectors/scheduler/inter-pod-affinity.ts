/** InterPodAffinity: interpodaffinity/filtering_test.go and scoring_test.go. */
import type { Affinity, Pod, PodAffinityTerm } from "../../../src/api/generated/types.ts";
import { exists, isIn, node, notIn, pod } from "./vector.ts";
import type { NodeVerdict, PluginVector } from "./vector.ts";

type Labels = Readonly<Record<string, string>>;
type Selector = NonNullable<PodAffinityTerm["labelSelector"]>;

const never: NodeVerdict = { never: ["node(s) didn't match pod affinity rules"] };
const anti: NodeVerdict = { no: ["node(s) didn't match pod anti-affinity rules"] };
const existing: NodeVerdict = { no: ["node(s) didn't satisfy existing pods anti-affinity rules"] };

const term = (topologyKey: string, labelSelector: Selector, more: object = {}): PodAffinityTerm => ({
  topologyKey,
  labelSelector,
  ...more,
});
const both = (...selectors: readonly Selector[]): Selector => ({
  matchExpressions: selectors.flatMap(({ matchExpressions = [] }) => matchExpressions),
});
const lacks = (key: string): Selector => ({ matchExpressions: [{ key, operator: "DoesNotExist" }] });

function required(labels: Labels, affinity: readonly PodAffinityTerm[], antiAffinity: readonly PodAffinityTerm[] = [], on?: string): Pod {
  return pod({
    labels,
    ...(on === undefined ? {} : { on }),
    spec: {
      affinity: {
        podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: affinity },
        podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: antiAffinity },
      },
    },
  });
}

const service = { service: "securityscan" };
const security = { security: "S1" };
const machine1 = node("machine1", { region: "r1", zone: "z11" });
const scan = isIn("service", "securityscan", "value2");
const virus = isIn("service", "antivirusscan", "value2");
const placed = pod({ on: "machine1", labels: service });
const nodeTermOf = (selector: Selector) => [term("node", selector)];

const singleRows: readonly [string, Pod, readonly Pod[], NodeVerdict][] = [
  ["a Pod without rules on an empty node", pod(), [], "fits"],
  ["In that matches the existing Pod", required(security, [term("region", scan)]), [placed], "fits"],
  ["NotIn that matches the existing Pod", required(security, [term("region", notIn("service", "securityscan3", "value3"))]), [placed], "fits"],
  ["another namespace", required(security, [term("region", scan, { namespaces: ["DiffNameSpace"] })]), [pod({ on: "machine1", labels: service, namespace: "ns" })], never],
  ["unmatching labelSelector", required(service, [term("region", virus)]), [placed], never],
  ["different operators in several terms", required(security, [term("region", both(exists("service"), lacks("wrongkey"))), term("region", both(isIn("service", "securityscan"), notIn("service", "WrongValue")))]), [placed], "fits"],
  ["the terms are ANDed, and one does not match", required(security, [term("region", both(exists("service"), lacks("wrongkey"))), term("region", both(isIn("service", "securityscan2"), notIn("service", "WrongValue")))]), [placed], never],
  ["affinity and anti-affinity both satisfied", required(security, [term("region", scan)], nodeTermOf(virus)), [placed], "fits"],
  ["satisfied, and symmetry too", required(security, [term("region", scan)], nodeTermOf(virus)), [required(service, [], nodeTermOf(virus), "machine1")], "fits"],
  ["affinity satisfied, anti-affinity not", required(security, [term("region", scan)], [term("zone", scan)]), [placed], anti],
  ["satisfied, but the existing Pod's anti-affinity is not", required(service, [term("region", scan)], nodeTermOf(virus)), [required(service, [], [term("zone", scan)], "machine1")], existing],
  ["the Pod's own labels do not match its NotIn, and the existing Pod is elsewhere", required(service, [term("region", notIn("service", "securityscan", "value2"))]), [pod({ on: "machine2", labels: service })], never],
  ["existing anti-affinity binds a Pod without rules", pod({ labels: service }), [required(service, [], [term("zone", scan)], "machine1")], existing],
  ["existing anti-affinity that does not speak of it", pod({ labels: service }), [required(service, [], [term("zone", notIn("service", "securityscan", "value2"))], "machine1")], "fits"],
  ["symmetry check a1: partial matches", required(service, [], [term("zone", exists("service")), term("zone", exists("security"))]), [required(security, [], [term("zone", exists("security"))], "machine1")], anti],
  ["symmetry check a2: partial matches", required(security, [], [term("zone", exists("security"))]), [required(service, [], [term("zone", exists("service")), term("zone", exists("security"))], "machine1")], existing],
  ["symmetry check b1: both refuse, its own rule comes first", required({ abc: "", xyz: "" }, [], [term("zone", exists("abc")), term("zone", exists("def"))]), [required({ def: "", xyz: "" }, [], [term("zone", exists("abc")), term("zone", exists("def"))], "machine1")], anti],
  ["symmetry check b2: both refuse, its own rule comes first", required({ def: "", xyz: "" }, [], [term("zone", exists("abc")), term("zone", exists("def"))]), [required({ abc: "", xyz: "" }, [], [term("zone", exists("abc")), term("zone", exists("def"))], "machine1")], anti],
];

const china = { region: "China" };
const chinaAz1 = { region: "China", az: "az1" };
const india = { region: "India" };
const abc = [node("nodeA", china), node("nodeB", chinaAz1), node("nodeC", india)];
const zones = [
  node("nodeA", { region: "r1", zone: "z1", hostname: "nodeA" }),
  node("nodeB", { region: "r1", zone: "z2", hostname: "nodeB" }),
];
const oneZone = [
  node("nodeA", { region: "r1", zone: "z1", hostname: "nodeA" }),
  node("nodeB", { region: "r1", zone: "z1", hostname: "nodeB" }),
];
const fooBar = { foo: "", bar: "" };
const onA = (labels: Labels): Pod => pod({ on: "nodeA", labels });

const zonesABC = [...zones, node("nodeC", { region: "r1", zone: "z3", hostname: "nodeC" })];
const fooAndBar = [term("region", exists("foo")), term("zone", exists("bar"))];
const team1 = { namespaceSelector: isIn("team", "team1") };
const scanIn = (more: object) => [term("region", isIn("service", "securityscan"), more)];
const teams = {
  default: {},
  "subteam1.team1": { team: "team1" },
  "subteam2.team1": { team: "team1" },
  "subteam1.team2": { team: "team2" },
  "subteam2.team2": { team: "team2" },
};

/** By namespace: the existing Pod's, the selector, and whether it holds for a Pod of subteam1.team1. */
const selectorRows: readonly [string, Pod, string, NodeVerdict][] = [
  ["affinity with NamespaceSelector", required({}, scanIn(team1)), "subteam2.team1", "fits"],
  ["affinity with non-matching NamespaceSelector", required({}, scanIn(team1)), "subteam1.team2", never],
  ["anti-affinity with matching NamespaceSelector", required({}, [], scanIn(team1)), "subteam2.team1", anti],
  ["anti-affinity with matching all NamespaceSelector", required({}, [], scanIn({ namespaceSelector: {} })), "subteam2.team2", anti],
  ["anti-affinity with non-matching NamespaceSelector", required({}, [], scanIn(team1)), "subteam2.team2", "fits"],
];

const badValue = `values[0][service]: Invalid value: "{{.bad-value.}}": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')`;

const multiRows: readonly Omit<PluginVector, "plugin">[] = [
  {
    name: "all nodes of the domain where a matching Pod is",
    pod: required({}, [term("region", isIn("foo", "bar"))]),
    nodes: abc,
    pods: [onA({ foo: "bar" })],
    filter: { nodeA: "fits", nodeB: "fits", nodeC: never },
  },
  {
    name: "the first of a collection, though a Pod matches one of its two terms",
    pod: required({ foo: "bar", service: "securityscan" }, [
      term("zone", isIn("foo", "bar")),
      term("zone", isIn("service", "securityscan")),
    ]),
    nodes: [node("nodeA", { zone: "az1", hostname: "h1" }), node("nodeB", { zone: "az2", hostname: "h2" })],
    pods: [onA({ foo: "bar" })],
    filter: { nodeA: "fits", nodeB: "fits" },
  },
  {
    name: "anti-affinity matches a Pod when any of its terms does",
    pod: required({}, [], [term("region", isIn("foo", "abc")), term("zone", isIn("service", "securityscan"))]),
    nodes: zones,
    pods: [onA({ foo: "abc", service: "securityscan" })],
    filter: { nodeA: anti, nodeB: anti },
  },
  {
    name: "nodeA and nodeB share a region where a Pod is that anti-affinity speaks of",
    pod: required({}, [], [term("region", isIn("foo", "abc"))]),
    nodes: abc,
    pods: [onA({ foo: "abc" })],
    filter: { nodeA: anti, nodeB: anti, nodeC: "fits" },
  },
  {
    name: "an existing Pod of another namespace has nothing to say",
    pod: { ...required({ foo: "123" }, [], [term("region", isIn("foo", "bar"))]) },
    nodes: abc,
    pods: [
      onA({ foo: "bar" }),
      {
        ...required({}, [], [term("region", isIn("foo", "123"))], "nodeC"),
        metadata: { name: "other", namespace: "NS2", uid: "other" },
      },
    ],
    filter: { nodeA: anti, nodeB: anti, nodeC: "fits" },
  },
  {
    name: "an existing Pod's term with a key that no node has",
    pod: pod({ labels: { foo: "" } }),
    nodes: oneZone,
    pods: [required({}, [], [term("invalid-node-label", exists("foo"))], "nodeA")],
    filter: { nodeA: "fits", nodeB: "fits" },
  },
  {
    name: "the Pod's term with a key that no node has",
    pod: required({}, [], [term("invalid-node-label", exists("foo"))]),
    nodes: oneZone,
    pods: [onA({ foo: "" })],
    filter: { nodeA: "fits", nodeB: "fits" },
  },
  {
    name: "two existing Pods refuse it on all nodes",
    pod: pod({ labels: fooBar }),
    nodes: zones,
    pods: [
      required({}, [], [term("zone", exists("foo"))], "nodeA"),
      required({}, [], [term("region", exists("bar"))], "nodeA"),
    ],
    filter: { nodeA: existing, nodeB: existing },
  },
  {
    name: "at least one of its own terms refuses each node",
    pod: required({}, [], [term("zone", exists("foo")), term("region", exists("bar"))]),
    nodes: zones,
    pods: [onA({ foo: "" }), pod({ on: "nodeB", labels: { bar: "" } })],
    filter: { nodeA: anti, nodeB: anti },
  },
  {
    name: "existing: one term has a key that no node has, the other binds its zone",
    pod: pod({ labels: fooBar }),
    nodes: zones,
    pods: [required({}, [], [term("invalid-node-label", exists("foo")), term("zone", exists("bar"))], "nodeA")],
    filter: { nodeA: existing, nodeB: "fits" },
  },
  {
    name: "own: one term has a key that no node has, the other binds its zone",
    pod: required({}, [], [term("invalid-node-label", exists("foo")), term("zone", exists("bar"))]),
    nodes: zones,
    pods: [onA(fooBar)],
    filter: { nodeA: anti, nodeB: "fits" },
  },
  {
    name: "existing: both terms bind, region wide and zone wide",
    pod: pod({ labels: fooBar }),
    nodes: zones,
    pods: [required({}, [], [term("region", exists("foo")), term("zone", exists("bar"))], "nodeA")],
    filter: { nodeA: existing, nodeB: existing },
  },
  {
    name: "own: both terms bind, region wide and zone wide",
    pod: required({}, [], [term("region", exists("foo")), term("zone", exists("bar"))]),
    nodes: zones,
    pods: [onA(fooBar)],
    filter: { nodeA: anti, nodeB: anti },
  },
  {
    name: "existing Pods on nodeA and nodeB have at least one term each that matches: only nodeC is left",
    pod: pod({ labels: fooBar }),
    nodes: zonesABC,
    pods: [
      required({}, [], [term("zone", exists("foo")), term("zone", exists("labelA"))], "nodeA"),
      required({}, [], [term("zone", exists("bar")), term("zone", exists("labelB"))], "nodeB"),
    ],
    filter: { nodeA: existing, nodeB: existing, nodeC: "fits" },
  },
  {
    name: "affinity: one Pod matches all terms, and the nodes have all keys",
    pod: required({}, fooAndBar),
    nodes: oneZone,
    pods: [onA(fooBar)],
    filter: { nodeA: "fits", nodeB: "fits" },
  },
  {
    name: "affinity: no Pod matches all terms, though each is matched by some Pod",
    pod: required({}, fooAndBar),
    nodes: zones,
    pods: [onA({ foo: "" }), pod({ on: "nodeB", labels: { bar: "" } })],
    filter: { nodeA: never, nodeB: never },
  },
  {
    name: "the first of a collection can only go where the key is",
    pod: required({ foo: "bar", service: "securityscan" }, [
      term("zone", isIn("foo", "bar")),
      term("zone", isIn("service", "securityscan")),
    ]),
    nodes: [node("nodeA", { zoneLabel: "az1", hostname: "h1" }), node("nodeB", { zoneLabel: "az2", hostname: "h2" })],
    pods: [onA({ foo: "bar" })],
    filter: { nodeA: never, nodeB: never },
  },
  {
    name: "nodeA and nodeB have the same key and value: neither will do",
    pod: required({}, [], [term("region", isIn("foo", "abc"))]),
    nodes: [node("nodeA", { region: "r1", hostname: "nodeA" }), node("nodeB", { region: "r1", hostname: "nodeB" })],
    pods: [onA({ foo: "abc" })],
    filter: { nodeA: anti, nodeB: anti },
  },
  {
    name: "the first of a group may go wherever its key is",
    pod: required({ app: "db" }, [term("zone", isIn("app", "db"))]),
    nodes: [...zones, node("nodeC", { region: "r1" })],
    filter: { nodeA: "fits", nodeB: "fits", nodeC: never },
  },
  {
    name: "the second of a group follows the first",
    pod: required({ app: "db" }, [term("zone", isIn("app", "db"))]),
    nodes: zones,
    pods: [onA({ app: "db" })],
    filter: { nodeA: "fits", nodeB: never },
  },
];

type Weighted = readonly [weight: number, term: PodAffinityTerm];
const weigh = (terms: readonly Weighted[]) => ({
  preferredDuringSchedulingIgnoredDuringExecution: terms.map(([weight, podAffinityTerm]) => ({ weight, podAffinityTerm })),
});
const stayWithS1InRegion: Affinity = { podAffinity: weigh([[5, term("region", isIn("security", "S1"))]]) };
const stayWithS2InRegion: Affinity = { podAffinity: weigh([[6, term("region", isIn("security", "S2"))]]) };
const affinity3: Affinity = {
  podAffinity: weigh([
    [8, term("region", both(notIn("security", "S1"), isIn("security", "S2")))],
    [2, term("region", both(exists("security"), lacks("wrongkey")))],
  ]),
};
const hardAffinity: Affinity = {
  podAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: [
      term("region", isIn("security", "S1", "value2")),
      term("region", both(exists("security"), lacks("wrongkey"))),
    ],
  },
};
const awayFromS1InAz: Affinity = { podAntiAffinity: weigh([[5, term("az", isIn("security", "S1"))]]) };
const awayFromS2InAz: Affinity = { podAntiAffinity: weigh([[5, term("az", isIn("security", "S2"))]]) };
const mixed: Affinity = {
  podAffinity: weigh([[8, term("region", isIn("security", "S1"))]]),
  podAntiAffinity: weigh([[5, term("az", isIn("security", "S2"))]]),
};
const ofTeam1 = { namespaces: ["subteam2.team2"], namespaceSelector: isIn("team", "team1") };
const towardsTeam: Affinity = { podAffinity: weigh([[5, term("region", isIn("security", "S1"), ofTeam1)]]) };
const awayFromTeam: Affinity = { podAntiAffinity: weigh([[5, term("region", isIn("security", "S1"), ofTeam1)]]) };
const namespaces = {
  default: {},
  "subteam1.team1": { team: "team1" },
  "subteam2.team1": { team: "team1" },
  "subteam1.team2": { team: "team2" },
  "subteam2.team2": { team: "team2" },
};

const S1 = { security: "S1" };
const S2 = { security: "S2" };
const az1 = { az: "az1" };
const wishing = (affinity: Affinity, labels: Labels = {}, namespace = "default"): Pod =>
  pod({ labels, namespace, spec: { affinity } });
const at = (on: string, labels: Labels, affinity?: Affinity, namespace = "default"): Pod =>
  pod({ on, labels, namespace, ...(affinity === undefined ? {} : { spec: { affinity } }) });
const nodes = (...labels: readonly Labels[]) => labels.map((each, index) => node(`node${index + 1}`, each));
const points = (...scores: readonly number[]) =>
  Object.fromEntries(scores.map((score, index) => [`node${index + 1}`, score]));

interface ScoreRow {
  readonly name: string;
  readonly pod: Pod;
  readonly on: readonly Labels[];
  readonly pods: readonly Pod[];
  readonly scores: readonly number[];
  readonly args?: { readonly hardPodAffinityWeight: number; readonly ignorePreferredTermsOfExistingPods: boolean };
}

const team = "subteam1.team1";
const inTeams: Affinity = {
  podAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: [
      term("region", isIn("service", "S1"), { namespaces: ["default", "subteam2.team2"], namespaceSelector: isIn("team", "team1") }),
    ],
  },
};
const serviceS1 = { service: "S1" };
/** TestPreferredAffinityWithHardPodAffinitySymmetricWeight */
const hardRow = (name: string, namespace: string, scores: readonly number[]): ScoreRow => ({
  name: `required affinity of existing Pods ${name}`,
  pod: pod({ labels: serviceS1, namespace }),
  on: [china, india, az1],
  pods: [at("node1", {}, inTeams), at("node2", {}, inTeams)],
  scores,
});
const hardRows: readonly ScoreRow[] = [
  hardRow("with default weight", "default", [100, 100, 0]),
  { ...hardRow("with zero weight", "default", [0, 0, 0]), args: { hardPodAffinityWeight: 0, ignorePreferredTermsOfExistingPods: false } },
  hardRow("with no matching namespace", "subteam1.team2", [0, 0, 0]),
  hardRow("with matching NamespaceSelector", "subteam1.team1", [100, 100, 0]),
  hardRow("with matching Namespaces", "subteam2.team2", [100, 100, 0]),
];

const rows: readonly ScoreRow[] = [
  { name: "affinity is nil", pod: pod({ labels: S1 }), on: [china, india, az1], pods: [], scores: [0, 0, 0] },
  { name: "the node with key and matching Pods", pod: wishing(stayWithS1InRegion, S1), on: [china, india, az1], pods: [at("node1", S1), at("node2", S2), at("node3", S1)], scores: [100, 0, 0] },
  { name: "all nodes of a domain score alike", pod: wishing(stayWithS1InRegion), on: [china, chinaAz1, india], pods: [at("node1", S1)], scores: [100, 100, 0] },
  { name: "the region with more matches", pod: wishing(stayWithS2InRegion, S1), on: [china, india, china, china, india], pods: [at("node1", S2), at("node1", S2), at("node2", S2), at("node3", S2), at("node4", S2), at("node5", S2)], scores: [100, 0, 100, 100, 0] },
  { name: "different operators and values, some not matching", pod: wishing(affinity3, S1), on: [china, india, az1], pods: [at("node1", S1), at("node2", S2), at("node3", S1)], scores: [20, 100, 0] },
  { name: "symmetry of preferred affinity", pod: pod({ labels: S2 }), on: [china, india, az1], pods: [at("node1", S1, stayWithS1InRegion), at("node2", S2, stayWithS2InRegion)], scores: [0, 100, 0] },
  { name: "symmetry with namespace selector", pod: pod({ labels: S1, namespace: team }), on: [china, india, az1], pods: [at("node1", S1, towardsTeam), at("node2", S2, stayWithS2InRegion)], scores: [100, 0, 0] },
  { name: "anti-affinity symmetry with namespace selector", pod: pod({ labels: S1, namespace: team }), on: [china, india, az1], pods: [at("node1", S1, awayFromTeam), at("node2", S2, stayWithS2InRegion)], scores: [0, 100, 100] },
  { name: "symmetry of required affinity", pod: pod({ labels: S1 }), on: [china, india, az1], pods: [at("node1", S1, hardAffinity), at("node2", S2, hardAffinity)], scores: [100, 100, 0] },
  { name: "anti-affinity: no matching Pods is better", pod: wishing(awayFromS1InAz, S1), on: [az1, china], pods: [at("node1", S1), at("node2", S2)], scores: [0, 100] },
  { name: "anti-affinity: no such key is better", pod: wishing(awayFromS1InAz, S1), on: [az1, china], pods: [at("node1", S1), at("node2", S1)], scores: [0, 100] },
  { name: "anti-affinity: more matches are worse", pod: wishing(awayFromS1InAz, S1), on: [az1, india], pods: [at("node1", S1), at("node1", S1), at("node2", S2)], scores: [0, 100] },
  { name: "anti-affinity symmetry", pod: pod({ labels: S2 }), on: [az1, { az: "az2" }], pods: [at("node1", S1, awayFromS2InAz), at("node2", S2, awayFromS1InAz)], scores: [0, 100] },
  { name: "affinity and anti-affinity", pod: wishing(mixed, S1), on: [china, az1], pods: [at("node1", S1), at("node2", S1)], scores: [100, 0] },
  { name: "affinity and anti-affinity among equals", pod: wishing(mixed, S1), on: [chinaAz1, india, china, china, india], pods: [at("node1", S1), at("node1", S1), at("node2", S1), at("node3", S1), at("node3", S1), at("node4", S1), at("node5", S1)], scores: [100, 0, 100, 100, 0] },
  { name: "affinity, anti-affinity and both symmetries: 8, -5, 8, -5", pod: wishing(mixed, S1), on: [china, az1, india, { az: "az2" }], pods: [at("node1", S1), at("node2", S2), at("node3", {}, mixed), at("node4", {}, awayFromS1InAz)], scores: [100, 0, 100, 0] },
  { name: "a domain where only some nodes have Pods with affinity", pod: pod({ labels: S1 }), on: [china, china], pods: [at("node1", S1), at("node2", {}, mixed)], scores: [0, 0] },
  { name: "affinity by namespace selector", pod: wishing(towardsTeam, S1, team), on: [china, india], pods: [at("node1", S1, undefined, team), at("node1", S1, undefined, team), at("node1", S1, undefined, "subteam1.team2"), at("node2", S1, undefined, "subteam2.team1")], scores: [100, 0] },
  { name: "affinity by namespace selector and namespaces", pod: wishing(towardsTeam, S1, team), on: [china, india], pods: [at("node1", S1, undefined, team), at("node1", S1, undefined, team), at("node1", S1, undefined, "subteam2.team2"), at("node2", S1, undefined, "subteam2.team1")], scores: [100, 0] },
  { name: "anti-affinity by namespace selector", pod: wishing(awayFromTeam, S1, team), on: [china, india], pods: [at("node1", S1, undefined, team), at("node1", S1, undefined, team), at("node1", S1, undefined, "subteam1.team2"), at("node2", S1, undefined, "subteam2.team1")], scores: [0, 100] },
  { name: "ignore preferred terms of existing Pods", pod: pod({ labels: S2 }), on: [china, india], pods: [at("node1", S1, mixed), at("node2", S2, stayWithS2InRegion)], scores: [0, 0], args: { hardPodAffinityWeight: 1, ignorePreferredTermsOfExistingPods: true } },
  ...hardRows,
  { name: "do not ignore preferred terms of existing Pods", pod: pod({ labels: S2 }), on: [china, india], pods: [at("node1", S1, mixed), at("node2", S2, stayWithS2InRegion)], scores: [0, 100] },
  { name: "required affinity of existing Pods at weight 0", pod: pod({ labels: S1 }), on: [china, india, az1], pods: [at("node1", {}, hardAffinity), at("node2", {}, hardAffinity)], scores: [0, 0, 0], args: { hardPodAffinityWeight: 0, ignorePreferredTermsOfExistingPods: false } },
];

export const interPodAffinityVectors: readonly PluginVector[] = [
  ...singleRows.map(([name, wanted, pods, verdict]) => ({
    name,
    pod: wanted,
    nodes: [machine1],
    refusedNodes: [node("machine2", { region: "r2", zone: "z21" })],
    pods,
    filter: { machine1: verdict },
  })),
  ...multiRows,
  ...selectorRows.map(([name, wanted, namespace, verdict]) => ({
    name,
    pod: { ...wanted, metadata: { ...wanted.metadata, namespace: "subteam1.team1" } },
    nodes: [machine1],
    pods: [pod({ on: "machine1", labels: service, namespace })],
    objects: { namespaces: teams },
    filter: { machine1: verdict },
  })),
  ...(["requiredAffinityTerms", "requiredAntiAffinityTerms"] as const).map((list) => {
    const terms = [term("region", isIn("service", "{{.bad-value.}}"))];
    return {
      name: `${list} fail PreFilter with an invalid label syntax`,
      pod: list === "requiredAffinityTerms" ? required(service, terms) : required(service, [], terms),
      nodes: [machine1],
      filter: { machine1: { never: [`parsing pod: ${list}: ${badValue}`] } },
    };
  }),
  ...rows.map(({ name, pod: wanted, on, pods, scores, args }) => ({
    name: `score: ${name}`,
    ...(args === undefined ? {} : { args: { InterPodAffinity: args } }),
    pod: wanted,
    nodes: nodes(...on),
    pods,
    objects: { namespaces },
    scores: points(...scores),
  })),
].map((vector) => ({ plugin: "InterPodAffinity", ...vector }));
