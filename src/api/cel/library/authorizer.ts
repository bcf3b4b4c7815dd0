/**
 * `authorizer.group("apps").resource("deployments").namespace("x").check("create").allowed()`.
 * Follows apiserver's pkg/cel/library/authz.go.
 */
import { overload, type Overload } from "../overload.ts";
import { opaque, type CelType } from "../types.ts";
import { CelOpaque, type CelValue } from "../values.ts";

const prefix = "kubernetes.authorization";
export const AUTHORIZER: CelType = opaque(`${prefix}.Authorizer`);
export const RESOURCE_CHECK: CelType = opaque(`${prefix}.ResourceCheck`);

/** What is asked about: a path, or a resource. */
export type AccessQuestion =
  | { readonly kind: "path"; readonly path: string; readonly verb: string }
  | {
      readonly kind: "resource";
      readonly group: string;
      readonly resource: string;
      readonly subresource: string;
      readonly namespace: string;
      readonly name: string;
      readonly verb: string;
      /** The one that was asked about last. */
      readonly fieldSelector?: string;
    };

export interface AccessAnswer {
  readonly allowed: boolean;
  readonly reason: string;
  readonly error?: string;
}

/** Who asks: the request's own user, or a service account. */
export interface AccessSubject {
  readonly serviceAccount?: { readonly namespace: string; readonly name: string };
}

/** Decides for the user of the request under way. */
export type Authorize = (subject: AccessSubject, question: AccessQuestion) => AccessAnswer;

abstract class AccessValue extends CelOpaque {
  override equals(other: CelOpaque): boolean {
    return this === other;
  }
}

export class AuthorizerValue extends AccessValue {
  override readonly typeName = `${prefix}.Authorizer`;
  readonly authorize: Authorize;
  readonly subject: AccessSubject;
  constructor(authorize: Authorize, subject: AccessSubject = {}) {
    super();
    this.authorize = authorize;
    this.subject = subject;
  }
}

class PathCheck extends AccessValue {
  override readonly typeName = `${prefix}.PathCheck`;
  readonly authorizer: AuthorizerValue;
  readonly path: string;
  constructor(authorizer: AuthorizerValue, path: string) {
    super();
    this.authorizer = authorizer;
    this.path = path;
  }
}

class GroupCheck extends AccessValue {
  override readonly typeName = `${prefix}.GroupCheck`;
  readonly authorizer: AuthorizerValue;
  readonly group: string;
  constructor(authorizer: AuthorizerValue, group: string) {
    super();
    this.authorizer = authorizer;
    this.group = group;
  }
}

type ResourceQuestion = Omit<AccessQuestion & { readonly kind: "resource" }, "kind" | "verb">;

export class ResourceCheckValue extends AccessValue {
  override readonly typeName = `${prefix}.ResourceCheck`;
  readonly authorizer: AuthorizerValue;
  readonly question: ResourceQuestion;
  constructor(authorizer: AuthorizerValue, question: ResourceQuestion) {
    super();
    this.authorizer = authorizer;
    this.question = question;
  }

  with(part: Partial<ResourceQuestion>): ResourceCheckValue {
    return new ResourceCheckValue(this.authorizer, { ...this.question, ...part });
  }
}

class DecisionValue extends AccessValue {
  override readonly typeName = `${prefix}.Decision`;
  readonly answer: AccessAnswer;
  constructor(answer: AccessAnswer) {
    super();
    this.answer = answer;
  }
}

const nothing = { resource: "", subresource: "", namespace: "", name: "" };

/** For environments that have an `authorizer`. */
export function authorizerOverloads(): readonly Overload[] {
  const [authorizer, path, group, resource, decision] = [
    "Authorizer",
    "PathCheck",
    "GroupCheck",
    "ResourceCheck",
    "Decision",
  ].map((name) => `${prefix}.${name}`);
  const refine = (name: "subresource" | "namespace" | "name") =>
    overload(
      `resourcecheck_${name}`,
      `${resource}.${name}(string): ${resource}`,
      (check: ResourceCheckValue, value: string) => check.with({ [name]: value }),
    );
  const told = (name: string, type: string, read: (answer: AccessAnswer) => CelValue) =>
    overload(`decision_${name}`, `${decision}.${name}(): ${type}`, ({ answer }: DecisionValue) =>
      read(answer),
    );
  return [
    overload(
      "authorizer_path",
      `${authorizer}.path(string): ${path}`,
      (value: AuthorizerValue, text: string) => new PathCheck(value, text),
    ),
    overload(
      "authorizer_group",
      `${authorizer}.group(string): ${group}`,
      (value: AuthorizerValue, text: string) => new GroupCheck(value, text),
    ),
    overload(
      "authorizer_serviceaccount",
      `${authorizer}.serviceAccount(string, string): ${authorizer}`,
      (value: AuthorizerValue, namespace: string, name: string) =>
        new AuthorizerValue(value.authorize, { serviceAccount: { namespace, name } }),
    ),
    overload(
      "pathcheck_check",
      `${path}.check(string): ${decision}`,
      (check: PathCheck, verb: string) => {
        const { authorize, subject } = check.authorizer;
        return new DecisionValue(authorize(subject, { kind: "path", path: check.path, verb }));
      },
    ),
    overload(
      "groupcheck_resource",
      `${group}.resource(string): ${resource}`,
      (check: GroupCheck, name: string) =>
        new ResourceCheckValue(check.authorizer, {
          ...nothing,
          group: check.group,
          resource: name,
        }),
    ),
    ...(["subresource", "namespace", "name"] as const).map(refine),
    overload(
      "resourcecheck_fieldSelector",
      `${resource}.fieldSelector(string): ${resource}`,
      (check: ResourceCheckValue, fieldSelector: string) => check.with({ fieldSelector }),
    ),
    overload(
      "resourcecheck_labelSelector",
      `${resource}.labelSelector(string): ${resource}`,
      // No authorizer looks at labels.
      (check: ResourceCheckValue): CelValue => check,
    ),
    overload(
      "resourcecheck_check",
      `${resource}.check(string): ${decision}`,
      (check: ResourceCheckValue, verb: string) => {
        const { authorize, subject } = check.authorizer;
        return new DecisionValue(authorize(subject, { kind: "resource", ...check.question, verb }));
      },
    ),
    told("allowed", "bool", ({ allowed }) => allowed),
    told("reason", "string", ({ reason }) => reason),
    told("errored", "bool", ({ error }) => error !== undefined),
    told("error", "string", ({ error }) => error ?? ""),
  ];
}
