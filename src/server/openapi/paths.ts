/** Endpoints as the path items of either dialect of OpenAPI. Source: kube-openapi, pkg/builder and builder3. */
import type { JsonObject } from "../../api/json.ts";
import type { Endpoint, Operation } from "./operation.ts";
import { type Parameter, parameterObject } from "./parameters.ts";
import { type Dialect, referenceTo } from "./schemas.ts";

/** `paths`: what all operations of a path take stands there once. */
export function pathsOf(endpoints: readonly Endpoint[], dialect: Dialect): JsonObject {
  return Object.fromEntries(
    endpoints.map(({ path, operations }) => [path, pathItem(operations, dialect)]),
  );
}

/** A parameter is known by where it stands and what it is called. */
const keyOf = ({ name, in: place }: Parameter): string => `${name} ${place}`;

function pathItem(operations: readonly Operation[], dialect: Dialect): JsonObject {
  const [first, ...others] = operations.map(({ parameters }) => new Set(parameters.map(keyOf)));
  const common = new Set([...(first ?? [])].filter((key) => others.every((keys) => keys.has(key))));
  const shared = (operations[0]?.parameters ?? []).filter((each) => common.has(keyOf(each)));
  const parameters = sorted(shared).map((each) => parameterObject(each, dialect));
  return {
    ...Object.fromEntries(
      operations.map((operation) => {
        const own = operation.parameters.filter((each) => !common.has(keyOf(each)));
        const rest = { ...operation, parameters: sorted(own) };
        return [operation.method, dialect === "v3" ? operationV3(rest) : operationV2(rest)];
      }),
    ),
    ...(parameters.length > 0 ? { parameters } : {}),
  };
}

function sorted(parameters: readonly Parameter[]): readonly Parameter[] {
  return parameters.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

function extensions({ action, kind }: Operation): JsonObject {
  return {
    ...(action === undefined ? {} : { "x-kubernetes-action": action }),
    ...(kind === undefined ? {} : { "x-kubernetes-group-version-kind": kind }),
  };
}

const descriptions = { "200": "OK", "201": "Created", "202": "Accepted" } as const;
const unauthorized = { "401": { description: "Unauthorized" } };

function outputSchema({ output }: Operation, dialect: Dialect): JsonObject {
  return output === undefined ? { type: "string" } : referenceTo(output, dialect);
}

function operationV3(operation: Operation): JsonObject {
  const { tag, description, id, parameters, media, body, codes } = operation;
  const schema = outputSchema(operation, "v3");
  const content = Object.fromEntries(media.writes.toSorted().map((type) => [type, { schema }]));
  const answers = (["200", ...codes] as const).map((code): [string, JsonObject] => [
    code,
    { description: descriptions[code], content },
  ]);
  return {
    tags: [tag],
    description,
    operationId: id,
    ...(parameters.length > 0
      ? { parameters: parameters.map((each) => parameterObject(each, "v3")) }
      : {}),
    ...(body === undefined ? {} : { requestBody: requestBody(body, media.reads) }),
    responses: { ...Object.fromEntries(answers), ...unauthorized },
    ...extensions(operation),
  };
}

type Body = NonNullable<Operation["body"]>;

function requestBody({ definition, required }: Body, types: readonly string[]): JsonObject {
  const schema = referenceTo(definition, "v3");
  const content = Object.fromEntries(types.map((type) => [type, { schema }]));
  return { content, ...(required ? { required } : {}) };
}

function bodyParameter({ definition, required }: Body): JsonObject {
  return {
    name: "body",
    in: "body",
    ...(required ? { required } : {}),
    schema: referenceTo(definition, "v2"),
  };
}

function operationV2(operation: Operation): JsonObject {
  const { tag, description, id, media, body, codes } = operation;
  const own = operation.parameters.map((each) => parameterObject(each, "v2"));
  const parameters = body === undefined ? own : [bodyParameter(body), ...own];
  const schema = outputSchema(operation, "v2");
  const answers = (["200", ...codes] as const).map((code): [string, JsonObject] => [
    code,
    { description: descriptions[code], schema },
  ]);
  return {
    description,
    ...(media.reads.length > 0 ? { consumes: media.reads } : {}),
    produces: media.writes,
    schemes: ["https"],
    tags: [tag],
    operationId: id,
    ...(parameters.length > 0 ? { parameters } : {}),
    responses: { ...Object.fromEntries(answers), ...unauthorized },
    ...extensions(operation),
  };
}
