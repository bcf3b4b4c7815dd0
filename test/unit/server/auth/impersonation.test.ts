/**
 * Who may act as whom, and for what. The table has the facts of Kubernetes' own
 * (apiserver, pkg/endpoints/filters/impersonation/constrained_impersonation_test.go), its authorizer among them; what the modes
 * refuse by themselves is from mode.go.
 */
import { describe, expect, test } from "vitest";
import type { AccessAttributes, Authorizer } from "../../../../src/server/auth/authorizer.ts";
import { Impersonator } from "../../../../src/server/auth/impersonate.ts";
import { ImpersonationMetrics } from "../../../../src/server/metrics/impersonation-metrics.ts";
import type { UserInfo } from "../../../../src/server/message.ts";
import { parseRequestInfo } from "../../../../src/server/request-info.ts";

/** `impersonate:user-info users`: what each user, or the first of his groups, is allowed. */
const rights: Readonly<Record<string, string>> = {
  "sa-impersonater": "impersonate:serviceaccount serviceaccounts",
  "system:serviceaccount:default:node": "impersonate:arbitrary-node nodes",
  "node-impersonater": "impersonate:arbitrary-node nodes",
  "associate-node-impersonater": "impersonate:associated-node nodes",
  "user-impersonater": "impersonate:user-info users",
  "group-impersonater": "impersonate:user-info groups",
  "extra-setter-scopes": "impersonate:user-info userextras/pandas.io/scopes",
};

/** Of requests as another, everybody may read. Writes down what it is asked. */
function upstreamAuthorizer(asked: string[]): Authorizer {
  return {
    authorize(user, attributes) {
      const text = textOf(attributes);
      asked.push(text);
      const own = [rights[user.name], rights[user.groups[0] ?? ""]];
      const allowed =
        own.some((right) => right !== undefined && text.startsWith(right)) ||
        (user.name === "legacy-impersonater" && attributes.verb === "impersonate") ||
        /^impersonate-on:.*(?:list|get)$/.test(attributes.verb);
      return allowed ? { allowed, reason: "" } : { allowed, reason: "deny by default" };
    },
  };
}

function textOf(attributes: AccessAttributes): string {
  if (attributes.kind === "path") return `${attributes.verb} ${attributes.path}`;
  const { verb, resource, subresource, namespace, name, group } = attributes;
  const what = subresource === "" ? resource : `${resource}/${subresource}`;
  return `${verb} ${what}${group === "" ? "" : ` (${group})`} ${namespace}/${name}`;
}

const user = (
  name: string,
  groups: readonly string[] = [],
  extra?: UserInfo["extra"],
): UserInfo => ({
  name,
  groups,
  ...(extra ? { extra } : {}),
});
const headersOf = ({ name, uid, groups, extra = {} }: UserInfo): Record<string, string> => ({
  "impersonate-user": name,
  ...(uid ? { "impersonate-uid": uid } : {}),
  ...(groups.length > 0 ? { "impersonate-group": groups.join("\n") } : {}),
  ...Object.fromEntries(
    Object.entries(extra).map(([key, values]) => [
      `impersonate-extra-${encodeURIComponent(key)}`,
      values.join("\n"),
    ]),
  ),
});
const info = (method: string, path: string) =>
  parseRequestInfo(method, path, new URLSearchParams());
const getPod = info("GET", "/api/v1/namespaces/bar/pods/foo");
const createPod = info("POST", "/api/v1/namespaces/bar/pods");
const authentication = "(authentication.k8s.io)";

/** `as verb`: the user that the request goes on as; or the refusal. And what was asked on the way. */
function attempt(
  impersonator: Impersonator,
  caller: UserInfo,
  wanted: UserInfo,
  request = getPod,
): UserInfo | string {
  try {
    const acting = impersonator.actAs(headersOf(wanted), caller, request);
    return acting?.user ?? "nobody";
  } catch (error) {
    return (error as Error).message;
  }
}

const denied = (what: string, who: string, verb: string, where: string) =>
  `${what} is forbidden: User "${who}" cannot ${verb} ${where}: deny by default`;
const anyone = user("anyone");
const node1 = user("system:node:node1");
const robot = user("system:serviceaccount:default:default");
const nodeOne = user("system:node:node1", ["system:nodes", "system:authenticated"]);
const scopes = (...values: string[]) => ({ "pandas.io/scopes": values });
const onNode = (name: string) => ({ "authentication.kubernetes.io/node-name": [name] });
const arbitrary = 'resource "nodes" in API group "authentication.k8s.io" at the cluster scope';

describe("one who", () => {
  test.each<[string, UserInfo, UserInfo, UserInfo | string, readonly string[]]>([
    [
      "may read as others, but be nobody",
      user("tester"),
      anyone,
      denied(
        'users.authentication.k8s.io "anyone"',
        "tester",
        "impersonate:user-info",
        'resource "users" in API group "authentication.k8s.io" at the cluster scope',
      ),
      [
        "impersonate-on:user-info:get pods bar/foo",
        `impersonate:user-info users ${authentication} /anyone`,
        "impersonate users /anyone",
      ],
    ],
    [
      "may be a user",
      user("user-impersonater"),
      anyone,
      user("anyone", ["system:authenticated"]),
      [
        "impersonate-on:user-info:get pods bar/foo",
        `impersonate:user-info users ${authentication} /anyone`,
      ],
    ],
    [
      "may be an account",
      user("sa-impersonater"),
      robot,
      user(robot.name, [
        "system:serviceaccounts",
        "system:serviceaccounts:default",
        "system:authenticated",
      ]),
      [
        "impersonate-on:serviceaccount:get pods bar/foo",
        `impersonate:serviceaccount serviceaccounts ${authentication} default/default`,
      ],
    ],
    [
      "may be an account is no node",
      user("sa-impersonater"),
      node1,
      denied(
        'nodes.authentication.k8s.io "node1"',
        "sa-impersonater",
        "impersonate:arbitrary-node",
        arbitrary,
      ),
      [
        "impersonate-on:arbitrary-node:get pods bar/foo",
        `impersonate:arbitrary-node nodes ${authentication} /node1`,
        "impersonate users /system:node:node1",
      ],
    ],
    [
      "may be any node",
      user("node-impersonater"),
      node1,
      nodeOne,
      [
        "impersonate-on:arbitrary-node:get pods bar/foo",
        `impersonate:arbitrary-node nodes ${authentication} /node1`,
      ],
    ],
    [
      "may be a user of a group, but not with extras",
      user("user-impersonater", ["group-impersonater"]),
      user("system:admin", ["extra-setter-scopes"], scopes("scope-a", "scope-b")),
      denied(
        'userextras.authentication.k8s.io "scope-a"',
        "user-impersonater",
        "impersonate:user-info",
        'resource "userextras/pandas.io/scopes" in API group "authentication.k8s.io" at the cluster scope',
      ),
      [
        "impersonate-on:user-info:get pods bar/foo",
        `impersonate:user-info users ${authentication} /system:admin`,
        `impersonate:user-info groups ${authentication} /extra-setter-scopes`,
        `impersonate:user-info userextras/pandas.io/scopes ${authentication} /scope-a`,
        "impersonate users /system:admin",
      ],
    ],
    [
      "may set many extras is asked about all of them first",
      user("user-impersonater", ["extra-setter-scopes"]),
      user("system:admin", [], scopes("a", "b", "c", "d")),
      user("system:admin", ["system:authenticated"], scopes("a", "b", "c", "d")),
      [
        "impersonate-on:user-info:get pods bar/foo",
        `impersonate:user-info users ${authentication} /system:admin`,
        `impersonate:user-info userextras/* ${authentication} /*`,
        ...["a", "b", "c", "d"].map(
          (value) =>
            `impersonate:user-info userextras/pandas.io/scopes ${authentication} /${value}`,
        ),
      ],
    ],
    [
      "runs on a node may be that node",
      user(robot.name, ["associate-node-impersonater"], onNode("node1")),
      node1,
      nodeOne,
      [
        "impersonate-on:associated-node:get pods bar/foo",
        `impersonate:associated-node nodes ${authentication} /*`,
      ],
    ],
    [
      "is no account runs on no node",
      user("user-impersonater", ["associate-node-impersonater"], onNode("node1")),
      node1,
      denied(
        'nodes.authentication.k8s.io "node1"',
        "user-impersonater",
        "impersonate:arbitrary-node",
        arbitrary,
      ),
      [
        "impersonate-on:arbitrary-node:get pods bar/foo",
        `impersonate:arbitrary-node nodes ${authentication} /node1`,
        "impersonate users /system:node:node1",
      ],
    ],
    [
      "has the plain right may be anybody",
      user("legacy-impersonater"),
      user("system:admin"),
      user("system:admin", ["system:authenticated"]),
      [
        "impersonate-on:user-info:get pods bar/foo",
        `impersonate:user-info users ${authentication} /system:admin`,
        "impersonate users /system:admin",
      ],
    ],
    [
      "wants a node's groups too needs the plain right",
      user("legacy-impersonater"),
      user("system:node:node1", ["system:nodes"]),
      nodeOne,
      ["impersonate users /system:node:node1", "impersonate groups /system:nodes"],
    ],
  ])("%s", (_who, caller, wanted, expected, questions) => {
    const asked: string[] = [];
    expect(attempt(new Impersonator(upstreamAuthorizer(asked)), caller, wanted)).toEqual(expected);
    expect(asked).toEqual(questions);
  });
});

test("the right to be somebody is one to do some things as him", () => {
  const asked: string[] = [];
  const impersonator = new Impersonator(upstreamAuthorizer(asked));
  const caller = user("user-impersonater");
  expect(attempt(impersonator, caller, anyone)).toEqual(user("anyone", ["system:authenticated"]));
  expect(attempt(impersonator, caller, anyone, createPod)).toBe(
    denied(
      "pods",
      "user-impersonater",
      "impersonate-on:user-info:create",
      'resource "pods" in API group "" in the namespace "bar"',
    ),
  );
  expect(attempt(impersonator, caller, anyone, info("POST", "/logs"))).toBe(
    'forbidden: User "user-impersonater" cannot impersonate-on:user-info:post path "/logs": deny by default',
  );
});

test("the mode that a caller last got through by is tried first", () => {
  const asked: string[] = [];
  const impersonator = new Impersonator(upstreamAuthorizer(asked));
  attempt(impersonator, user("legacy-impersonater"), anyone);
  asked.length = 0;
  attempt(impersonator, user("legacy-impersonater"), anyone);
  expect(asked).toEqual(["impersonate users /anyone"]);
});

test("what the audit log calls it", () => {
  const impersonator = new Impersonator(upstreamAuthorizer([]));
  const constraint = (caller: string, wanted: UserInfo) =>
    impersonator.actAs(headersOf(wanted), user(caller), getPod)?.constraint;
  expect(constraint("user-impersonater", anyone)).toBe("impersonate:user-info");
  expect(constraint("node-impersonater", node1)).toBe("impersonate:arbitrary-node");
  expect(constraint("legacy-impersonater", anyone)).toBeUndefined();
});

describe("nobody becomes by a constrained right", () => {
  const everything: Authorizer = {
    authorize: (_user, { verb }) => ({ allowed: verb !== "impersonate", reason: "" }),
  };
  const refusal = (resource: string, name: string, why: string) =>
    `${resource}.authentication.k8s.io${name === "" ? "" : ` "${name}"`} is forbidden: User "eve" cannot impersonate:user-info resource "${resource}" in API group "authentication.k8s.io" at the cluster scope: ${why}`;
  test.each([
    [
      user("bob", ["system:masters"]),
      refusal("groups", "system:masters", "impersonating the system:masters group is not allowed"),
    ],
    [
      user("bob", ["a", ""]),
      refusal("groups", "", "impersonating the empty string group is not allowed"),
    ],
    [
      user("bob", [], { scope: ["a"] }),
      refusal(
        "userextras",
        "",
        'impersonating an invalid key in extra is not allowed: extra.key: Invalid value: "scope": must be a domain-prefixed path (such as "acme.io/foo")',
      ),
    ],
    [
      user("bob", [], { "example.com/Scope": ["a"] }),
      refusal(
        "userextras",
        "",
        'impersonating a non-lowercase key in extra is not allowed: "example.com/Scope"',
      ),
    ],
    [
      user("bob", [], { "example.com/scope": ["a", ""] }),
      refusal("userextras", "", "impersonating the empty string value in extra is not allowed"),
    ],
    [user("bob", ["devs", "ops"]), user("bob", ["devs", "ops", "system:authenticated"])],
    [user("system:anonymous"), user("system:anonymous", ["system:unauthenticated"])],
  ])("%o", (wanted, expected) => {
    expect(attempt(new Impersonator(everything), user("eve"), wanted)).toEqual(expected);
  });
});

test("requests that ask for nobody go on as they are", () => {
  const impersonator = new Impersonator(upstreamAuthorizer([]));
  expect(impersonator.actAs({ accept: "*/*" }, user("eve"), getPod)).toBeUndefined();
  expect(impersonator.actAs({ "impersonate-user": "" }, user("eve"), getPod)).toBeUndefined();
});

test("headers without a user are a request that makes no sense", () => {
  const impersonator = new Impersonator(upstreamAuthorizer([]));
  const headers = {
    "impersonate-uid": "7",
    "impersonate-group": "a\nb",
    "impersonate-extra-example.com%2fscope": "x",
  };
  expect(() => impersonator.actAs(headers, user("eve"), getPod)).toThrow(
    'requested &user.DefaultInfo{Name:"", UID:"7", Groups:[]string{"a", "b"}, Extra:map[string][]string{"example.com/scope":[]string{"x"}}} without impersonating a user name',
  );
});

// TestRecordImpersonationAttempt and TestRecordImpersonationAuthorizationCall have the names, labels and buckets.
test("attempts and what authorizers were asked are counted by mode", () => {
  let nowMs = 0;
  const metrics = new ImpersonationMetrics({ monotonicMs: () => nowMs });
  const authorizer = upstreamAuthorizer([]);
  const slow: Authorizer = {
    authorize(caller, attributes) {
      nowMs += 50;
      return authorizer.authorize(caller, attributes);
    },
  };
  const impersonator = new Impersonator(slow, metrics);
  attempt(impersonator, user("user-impersonater"), anyone);
  attempt(impersonator, user("legacy-impersonater"), anyone);
  attempt(impersonator, user("nobody"), node1);
  impersonator.actAs({}, user("nobody"), getPod);
  const families = new Map(metrics.families().map((family) => [family.name, family]));
  const counted = (what: string) => {
    const totals = families.get(`apiserver_impersonation_${what}_total`);
    expect(totals?.type).toBe("counter");
    const durations = families.get(`apiserver_impersonation_${what}_duration_seconds`);
    expect(durations?.type).toBe("histogram");
    return totals?.samples.map(({ labels, value }) => {
      const own = durations?.samples.filter(
        (sample) =>
          sample.labels["mode"] === labels["mode"] &&
          sample.labels["decision"] === labels["decision"],
      );
      const sum = own?.find(({ suffix }) => suffix === "_sum")?.value;
      expect(own?.flatMap((sample) => sample.labels["le"] ?? []).join(" ")).toBe(
        "0.001 0.002 0.004 0.008 0.016 0.032 0.064 0.128 0.256 0.512 1.024 2.048 4.096 8.192 16.384 +Inf",
      );
      return [labels["decision"], labels["mode"], value, sum];
    });
  };
  expect(counted("attempts")).toEqual([
    ["allowed", "legacy", 1, 0.15],
    ["allowed", "user-info", 1, 0.1],
    ["denied", "", 1, 0.15],
  ]);
  expect(counted("authorization_attempts")).toEqual([
    ["allowed", "arbitrary-node", 1, 0.05],
    ["allowed", "legacy", 1, 0.05],
    ["allowed", "user-info", 3, expect.closeTo(0.15)],
    ["denied", "arbitrary-node", 1, 0.05],
    ["denied", "legacy", 1, 0.05],
    ["denied", "user-info", 1, 0.05],
  ]);
});
