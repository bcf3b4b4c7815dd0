/**
 * The protobuf messages that OpenAPI v3 documents are sent as: facts of openapi.v3 (google/gnostic-models, openapiv3/OpenAPIv3.proto),
 * as far as the documents of Kubernetes and its custom kinds use them.
 */
import { type MessageFacts, parseMessages } from "./message-table.ts";

const table = `
Document: openapi=1:string info=2:Info paths=4:Paths components=5:Components security=6:[SecurityRequirement externalDocs=8:ExternalDocs ~=9
Info: title=1:string description=2:string termsOfService=3:string version=6:string summary=8:string ~=7
PathItem: $ref=1:string summary=2:string description=3:string get=4:Operation put=5:Operation post=6:Operation delete=7:Operation options=8:Operation head=9:Operation patch=10:Operation trace=11:Operation parameters=13:[Parameter? ~=14
Operation: tags=1:strings summary=2:string description=3:string externalDocs=4:ExternalDocs operationId=5:string parameters=6:[Parameter? requestBody=7:RequestBody? responses=8:Responses deprecated=10:bool security=11:[SecurityRequirement ~=13
Parameter: name=1:string in=2:string description=3:string required=4:bool deprecated=5:bool allowEmptyValue=6:bool style=7:string explode=8:bool allowReserved=9:bool schema=10:Schema? example=11:any content=13:{MediaType ~=14
RequestBody: description=1:string content=2:{MediaType required=3:bool ~=4
MediaType: schema=1:Schema? example=2:any ~=5
Response: description=1:string content=3:{MediaType ~=5
Components: schemas=1:{Schema? responses=2:{Response? parameters=3:{Parameter? requestBodies=5:{RequestBody? securitySchemes=7:{SecurityScheme? ~=10
SecurityScheme: type=1:string description=2:string name=3:string in=4:string scheme=5:string bearerFormat=6:string openIdConnectUrl=8:string ~=9
Schema: nullable=1:bool readOnly=3:bool writeOnly=4:bool externalDocs=6:ExternalDocs example=7:any deprecated=8:bool title=9:string multipleOf=10:double maximum=11:double exclusiveMaximum=12:bool minimum=13:double exclusiveMinimum=14:bool maxLength=15:int64 minLength=16:int64 pattern=17:string maxItems=18:int64 minItems=19:int64 uniqueItems=20:bool maxProperties=21:int64 minProperties=22:int64 required=23:strings enum=24:anys type=25:string allOf=26:[Schema? oneOf=27:[Schema? anyOf=28:[Schema? not=29:Schema items=30:ItemsItem properties=31:{Schema? additionalProperties=32:AdditionalPropertiesItem default=33:DefaultType description=34:string format=35:string ~=36
ExternalDocs: description=1:string url=2:string ~=3
Reference: $ref=1:string summary=2:string description=3:string
`;

let parsed: ReadonlyMap<string, MessageFacts> | undefined;

export function v3Messages(): ReadonlyMap<string, MessageFacts> {
  parsed ??= parseMessages(table);
  return parsed;
}
