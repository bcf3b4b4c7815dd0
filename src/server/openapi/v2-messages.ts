/**
 * The protobuf messages that OpenAPI v2 documents are sent as: facts of openapi.v2 (google/gnostic, openapiv2/OpenAPIv2.proto), as far
 * as Kubernetes' documents use them.
 */
import { type MessageFacts, parseMessages } from "./message-table.ts";

const table = `
Document: swagger=1:string info=2:Info paths=8:Paths definitions=9:Definitions parameters=10:ParameterDefinitions security=12:[SecurityRequirement securityDefinitions=13:SecurityDefinitions ~=16
Info: title=1:string version=2:string ~=7
PathItem: get=2:Operation put=3:Operation post=4:Operation delete=5:Operation options=6:Operation head=7:Operation patch=8:Operation parameters=9:[ParametersItem ~=10
Operation: tags=1:strings description=3:string operationId=5:string produces=6:strings consumes=7:strings parameters=8:[ParametersItem responses=9:Responses schemes=10:strings ~=13
BodyParameter: description=1:string name=2:string in=3:string required=4:bool schema=5:Schema ~=6
QueryParameter: required=1:bool in=2:string description=3:string name=4:string type=6:string format=7:string ~=23
JsonReference: $ref=1:string description=2:string
PathParameter: required=1:bool in=2:string description=3:string name=4:string type=5:string format=6:string ~=22
Response: description=1:string schema=2:SchemaItem ~=5
Schema: $ref=1:string format=2:string title=3:string description=4:string default=5:any multipleOf=6:double maximum=7:double exclusiveMaximum=8:bool minimum=9:double exclusiveMinimum=10:bool maxLength=11:int64 minLength=12:int64 pattern=13:string maxItems=14:int64 minItems=15:int64 uniqueItems=16:bool maxProperties=17:int64 minProperties=18:int64 required=19:strings enum=20:anys additionalProperties=21:AdditionalPropertiesItem type=22:TypeItem items=23:ItemsItem allOf=24:[Schema properties=25:Properties example=30:any ~=31
ApiKeySecurity: type=1:string name=2:string in=3:string description=4:string ~=5
`;

let parsed: ReadonlyMap<string, MessageFacts> | undefined;

export function v2Messages(): ReadonlyMap<string, MessageFacts> {
  parsed ??= parseMessages(table);
  return parsed;
}
