/** What definitions of custom resources are refused for or warned about, as facts: the rows of Kubernetes 1.36 and its answers to them. The form: vector.ts. */
import type { Section } from "./vector.ts";

export const customResources: readonly Section[] = [
  {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    write: "create",
    base: String.raw`{"metadata":{"name":"plural.group.com"},"spec":{"group":"group.com","names":{"plural":"plural","singular":"singular","kind":"Plural","listKind":"PluralList"},"scope":"Namespaced","versions":[{"name":"version","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object","properties":{"a":{"type":"number","default":42}}}}}]},"status":{"conditions":null,"acceptedNames":{"plural":"","kind":""},"storedVersions":["version"]}}`,
    rows: String.raw`
# ValidateCustomResourceDefinition
  spec.scope: "Cluster"
  spec.versions[0].schema.openAPIV3Schema.properties: {"foo":{"type":"bogus"}}
! spec.validation.openAPIV3Schema.properties[foo].type: Unsupported value: "bogus": supported values: "array", "boolean", "integer", "number", "object", "string"

  spec.scope: "Cluster"
  spec.versions: [{"name":"version","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object"}}},{"name":"version2","served":true,"storage":false,"schema":{"openAPIV3Schema":{"type":"object"}}}]
  spec.conversion: {"strategy":"Webhook","webhook":{"clientConfig":{"service":{"namespace":"ns","name":"n","port":0}},"conversionReviewVersions":["v1beta1"]}}
! spec.conversion.webhookClientConfig.service.port: Invalid value: 0: port is not valid: must be between 1 and 65535, inclusive

  spec.scope: "Cluster"
  spec.versions: [{"name":"version","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object"}}},{"name":"version2","served":true,"storage":false,"schema":{"openAPIV3Schema":{"type":"object"}}}]
  spec.conversion: {"strategy":"Webhook","webhook":{"clientConfig":{"service":{"namespace":"ns","name":"n","port":65536}},"conversionReviewVersions":["v1beta1"]}}
! spec.conversion.webhookClientConfig.service.port: Invalid value: 65536: port is not valid: must be between 1 and 65535, inclusive

  spec.scope: "Cluster"
  spec.versions: [{"name":"version","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object"}}},{"name":"version2","served":true,"storage":false,"schema":{"openAPIV3Schema":{"type":"object"}}}]
  spec.conversion: {"strategy":"Webhook","webhook":{"clientConfig":{"service":{"namespace":"ns","name":"n","port":443},"caBundle":"Q2c9PQ=="},"conversionReviewVersions":["v1beta1"]}}

  spec.scope: "Cluster"
  spec.versions: [{"name":"version","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object"}}},{"name":"version2","served":true,"storage":false,"schema":{"openAPIV3Schema":{"type":"object"}}}]
  spec.conversion: {"strategy":"Webhook","webhook":{"clientConfig":{"url":"https://example.com/webhook","service":{"namespace":"ns","name":"n","port":0}},"conversionReviewVersions":["v1beta1"]}}
! spec.conversion.webhookClientConfig: Required value: exactly one of url or service is required

  spec.scope: "Cluster"
  spec.versions: [{"name":"version","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object"}}},{"name":"version2","served":true,"storage":false,"schema":{"openAPIV3Schema":{"type":"object"}}}]
  spec.conversion: {"strategy":"Webhook","webhook":{"clientConfig":{"url":""},"conversionReviewVersions":["v1beta1"]}}
! spec.conversion.webhookClientConfig.url: Invalid value: "": 'https' is the only allowed URL scheme; desired format: https://host[/path]
! spec.conversion.webhookClientConfig.url: Invalid value: "": host must be specified; desired format: https://host[/path]

  spec.scope: "Cluster"
  spec.versions: [{"name":"version","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object"}}},{"name":"version2","served":true,"storage":false,"schema":{"openAPIV3Schema":{"type":"object"}}}]
  spec.conversion: {"strategy":"None","webhook":{"clientConfig":{"url":"https://example.com/webhook"},"conversionReviewVersions":null}}
! spec.conversion.webhookClientConfig: Forbidden: should not be set when strategy is not set to Webhook

  spec.scope: "Cluster"
  spec.versions: [{"name":"version","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object"}}},{"name":"version2","served":true,"storage":false,"schema":{"openAPIV3Schema":{"type":"object"}}}]
  spec.conversion: {"strategy":"None","webhook":{"conversionReviewVersions":["v1beta1"]}}
! spec.conversion.conversionReviewVersions: Forbidden: should not be set when strategy is not set to Webhook

  spec.scope: "Cluster"
  spec.versions: [{"name":"version","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object"}}},{"name":"version2","served":true,"storage":false,"schema":{"openAPIV3Schema":{"type":"object"}}}]
  spec.conversion: {"strategy":"Webhook","webhook":{"clientConfig":{"url":"https://example.com/webhook"},"conversionReviewVersions":["invalid-version"]}}
! spec.conversion.conversionReviewVersions: Invalid value: ["invalid-version"]: must include at least one of v1, v1beta1

  spec.scope: "Cluster"
  spec.versions: [{"name":"version","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object"}}},{"name":"version2","served":true,"storage":false,"schema":{"openAPIV3Schema":{"type":"object"}}}]
  spec.conversion: {"strategy":"Webhook","webhook":{"clientConfig":{"url":"https://example.com/webhook"},"conversionReviewVersions":["invalid-version","v1beta1"]}}

  spec.scope: "Cluster"
  spec.versions: [{"name":"version","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object"}}},{"name":"version2","served":true,"storage":false,"schema":{"openAPIV3Schema":{"type":"object"}}}]
  spec.conversion: {"strategy":"Webhook","webhook":{"clientConfig":{"url":"https://example.com/webhook"},"conversionReviewVersions":["v1beta1","v1beta1"]}}
! spec.conversion.conversionReviewVersions[1]: Invalid value: "v1beta1": duplicate version

  spec.scope: "Cluster"
  spec.versions: [{"name":"version","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object"}}},{"name":"version2","served":true,"storage":false,"schema":{"openAPIV3Schema":{"type":"object"}}}]
  spec.conversion: {"strategy":"Webhook","webhook":{"conversionReviewVersions":["v1beta1"]}}
! spec.conversion.webhookClientConfig: Required value: required when strategy is set to Webhook

  spec.scope: "Cluster"
  spec.versions: [{"name":"version","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object"}}},{"name":"version2","served":true,"storage":false,"schema":{"openAPIV3Schema":{"type":"object"}}}]
  spec.conversion: {"strategy":"non_existing_conversion"}
! spec.conversion.strategy: Unsupported value: "non_existing_conversion": supported values: "None", "Webhook"

  spec.scope: "Cluster"
  spec.versions: [{"name":"version1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object"}}},{"name":"version2","served":true,"storage":false,"schema":{"openAPIV3Schema":{"type":"object"}}}]
  spec.conversion: {"strategy":"None"}
  status.storedVersions: ["version1"]

  spec.scope: "Cluster"
  spec.versions: [{"name":"version1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object"}}},{"name":"version2","served":true,"storage":false,"schema":{"openAPIV3Schema":{"type":"object"}}}]
  spec.conversion: {"strategy":"Webhook","webhook":{"clientConfig":{"url":"https://example.com/webhook"},"conversionReviewVersions":["v1beta1"]}}
  status.storedVersions: ["version1"]

  spec.scope: "Cluster"
  spec.versions: [{"name":"version1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object"}}},{"name":"version2","served":true,"storage":false,"schema":{"openAPIV3Schema":{"type":"object"}}}]
  spec.conversion: {"strategy":"Webhook","webhook":{"clientConfig":{"url":"https://example.com/webhook"},"conversionReviewVersions":["v1"]}}
  status.storedVersions: ["version1"]

  spec.scope: "Cluster"
  spec.versions: [{"name":"version","served":true,"storage":false,"schema":{"openAPIV3Schema":{"type":"object"}}},{"name":"version2","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object"}}}]
  spec.conversion: {"strategy":"None"}

  spec.scope: "Cluster"
  spec.versions[0].schema.openAPIV3Schema: {"type":"object"}
  spec.conversion: {"strategy":"None"}
  status.storedVersions: []

  metadata.name: "plural.not.group.com"
  spec.names: {"plural":"plural","kind":""}
  spec.scope: ""
  spec.versions: null
  status.storedVersions: null
! metadata.name: Invalid value: "plural.not.group.com": must be spec.names.plural+"."+spec.group
! spec.scope: Required value
! spec.versions: Invalid value: null: must have exactly one version marked as storage version
! spec.names.singular: Required value
! spec.names.kind: Required value
! spec.names.listKind: Required value
! status.storedVersions: Invalid value: null: must have at least one stored version

  spec.group: ""
  spec.names: {"plural":"","kind":""}
  spec.scope: ""
  spec.versions: null
  status.storedVersions: null
! metadata.name: Invalid value: "plural.group.com": must be spec.names.plural+"."+spec.group
! spec.group: Required value
! spec.scope: Required value
! spec.versions: Invalid value: null: must have exactly one version marked as storage version
! spec.names.plural: Required value
! spec.names.singular: Required value
! spec.names.kind: Required value
! spec.names.listKind: Required value
! status.storedVersions: Invalid value: null: must have at least one stored version

  metadata.name: "plural.group"
  spec.group: "group.c(*&om"
  spec.names.kind: "matching"
  spec.names.listKind: "matching"
  spec.scope: ""
  spec.versions[0].schema.openAPIV3Schema: {"type":"object"}
  spec.conversion: {"strategy":"None"}
  status.acceptedNames: {"plural":"plural","singular":"singular","kind":"matching","listKind":"matching"}
! metadata.name: Invalid value: "plural.group": must be spec.names.plural+"."+spec.group
! spec.group: Invalid value: "group.c(*&om": {{subdomain}}
! spec.scope: Required value
! spec.names.listKind: Invalid value: "matching": kind and listKind may not be the same

  spec.versions[0].schema.openAPIV3Schema.properties: {"foo":{"type":"object","properties":{"bar":{"type":"object"}},"additionalProperties":false}}
  spec.conversion: {"strategy":"None"}
! spec.validation.openAPIV3Schema.properties[foo].additionalProperties: Forbidden: additionalProperties and properties are mutual exclusive

  spec.versions[0].schema.openAPIV3Schema.properties: {"foo":{"type":"object","additionalProperties":{"type":"string"}}}
  spec.conversion: {"strategy":"None"}

  spec.versions[0].schema.openAPIV3Schema: {"x-kubernetes-preserve-unknown-fields":false}
! spec.validation.openAPIV3Schema.x-kubernetes-preserve-unknown-fields: Invalid value: false: must be true or undefined

  spec.versions: [{"name":"version","served":true,"storage":true},{"name":"version2","served":true,"storage":false,"schema":{}}]
! spec.versions[0].schema.openAPIV3Schema: Required value
! spec.versions[1].schema.openAPIV3Schema: Required value

  spec.versions[0].schema.openAPIV3Schema: {"type":"object"}
  spec.preserveUnknownFields: true
! spec.preserveUnknownFields: Invalid value: true: cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead

  spec.versions[0].schema.openAPIV3Schema: {"type":"object","properties":{"empty":{"type":"object","x-kubernetes-embedded-resource":true},"nil":{"type":"object","x-kubernetes-embedded-resource":true}},"x-kubernetes-preserve-unknown-fields":true}
! spec.validation.openAPIV3Schema.properties[empty].properties: Required value: must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields
! spec.validation.openAPIV3Schema.properties[nil].properties: Required value: must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields

  spec.versions[0].schema.openAPIV3Schema: {"type":"object","properties":{"metadata":{"type":"object","properties":{"name":{"type":"string"}}}},"x-kubernetes-preserve-unknown-fields":true,"x-kubernetes-validations":[{"rule":"size(self.metadata.name) > 3"}]}
  spec.versions[0].subresources: {"status":{}}

  spec.versions[0].schema.openAPIV3Schema: {"properties":{"a":{"default":42}}}
! spec.validation.openAPIV3Schema.properties[a].type: Required value: must not be empty for specified object fields
! spec.validation.openAPIV3Schema.type: Required value: must not be empty at the root

  spec.versions[0].schema.openAPIV3Schema.properties: {"a":{"type":"number","allOf":[{"default":42}],"oneOf":[{"default":42}],"anyOf":[{"default":42}],"not":{"default":42}}}
! spec.validation.openAPIV3Schema.properties[a].allOf[0].default: Forbidden: must be undefined to be structural
! spec.validation.openAPIV3Schema.properties[a].anyOf[0].default: Forbidden: must be undefined to be structural
! spec.validation.openAPIV3Schema.properties[a].not.default: Forbidden: must be undefined to be structural
! spec.validation.openAPIV3Schema.properties[a].oneOf[0].default: Forbidden: must be undefined to be structural

  spec.versions[0].name: "v1"
  spec.versions[0].schema.openAPIV3Schema.properties: {"embedded":{"type":"object","properties":{"metadata":{"type":"object","properties":{"annotations":{"type":"object","additionalProperties":{"type":"string","default":"abc"}}}}},"x-kubernetes-embedded-resource":true}}
  status.storedVersions: ["v1"]
! spec.validation.openAPIV3Schema.properties[embedded].properties[metadata].properties[annotations].additionalProperties.default: Forbidden: must not be set inside additionalProperties applying to object metadata

  spec.versions[0].name: "v1"
  spec.versions[0].schema.openAPIV3Schema.properties: {"metadata":{"type":"object","default":{"name":"foo"}}}
  status.storedVersions: ["v1"]
! spec.validation.openAPIV3Schema.properties[metadata].default: Forbidden: must not be set in top-level metadata

  spec.versions[0].schema.openAPIV3Schema: {"type":"object","properties":{"a":{"type":"number","x-kubernetes-validations":[{"rule":"true","reason":"FieldValueRequired"},{"rule":"true","reason":"FieldValueInvalid"},{"rule":"true","reason":"FieldValueDuplicate"},{"rule":"true","reason":"FieldValueForbidden"}]}},"x-kubernetes-validations":[{"rule":"self.a > 0","reason":"InternalError","fieldPath":".a"}]}
! spec.validation.openAPIV3Schema.x-kubernetes-validations[0].reason: Unsupported value: "InternalError": supported values: "FieldValueDuplicate", "FieldValueForbidden", "FieldValueInvalid", "FieldValueRequired"

  spec.scope: "Cluster"
  spec.versions[0].schema.openAPIV3Schema.properties: {"longName":{"type":"string","format":"k8s-long-name"},"shortName":{"type":"string","format":"k8s-short-name"}}
  spec.versions[0].additionalPrinterColumns: [{"name":"primaryName","type":"string","jsonPath":".metadata.name"},{"name":"shortName","type":"string","jsonPath":".spec.shortName"},{"name":"longName","type":"string","jsonPath":".spec.longName"}]

  spec.versions[0].schema.openAPIV3Schema.properties: {"spec":{"type":"object","required":["foo"],"properties":{"foo":{"type":"string"}}},"status":{"type":"object","required":["phase"],"properties":{"phase":{"type":"string"}}}}
  spec.versions[0].selectableFields: [{"jsonPath":".spec.foo"},{"jsonPath":".spec.xyz"},{"jsonPath":".status.phase"}]
! spec.selectableFields[1].jsonPath: Invalid value: ".spec.xyz": is an invalid path: does not refer to a valid field

  spec.versions: [{"name":"version","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object","required":["foo"],"properties":{"foo":{"type":"string"}}}},"selectableFields":[{"jsonPath":".foo"},{"jsonPath":".foo"}]},{"name":"version2","served":true,"storage":false,"schema":{"openAPIV3Schema":{"type":"object","required":["foo"],"properties":{"foo":{"type":"integer"}}}},"selectableFields":[{"jsonPath":".foo"},{"jsonPath":".foo"}]}]
! spec.selectableFields: Invalid value: "": may only be set when validations.schema is included

# validateCRV
  metadata.name: "foos.example.com"
  spec.group: "example.com"
  spec.names: {"plural":"foos","singular":"foo","kind":"Foo","listKind":"FooList"}
  spec.versions[0].name: "v1"
  spec.versions[0].schema.openAPIV3Schema.properties: {"foo":{"type":"bogus"}}
  status.storedVersions: null
! spec.validation.openAPIV3Schema.properties[foo].type: Unsupported value: "bogus": supported values: "array", "boolean", "integer", "number", "object", "string"

  metadata.name: "foos.example.com"
  spec.group: "example.com"
  spec.names: {"plural":"foos","singular":"foo","kind":"Foo","listKind":"FooList"}
  spec.versions[0].name: "v1"
  spec.versions[0].schema.openAPIV3Schema: {"type":"object"}
  status.storedVersions: null

  metadata.name: "foos.example.com"
  spec.group: "example.com"
  spec.names: {"plural":"foos","singular":"foo","kind":"Foo","listKind":"FooList"}
  spec.versions[0].name: "v1"
  spec.versions[0].schema.openAPIV3Schema.properties: {"foo":{"type":"object","properties":{"bar":{"type":"object"}},"additionalProperties":false}}
  status.storedVersions: null
! spec.validation.openAPIV3Schema.properties[foo].additionalProperties: Forbidden: additionalProperties and properties are mutual exclusive

  metadata.name: "foos.example.com"
  spec.group: "example.com"
  spec.names: {"plural":"foos","singular":"foo","kind":"Foo","listKind":"FooList"}
  spec.versions[0].name: "v1"
  spec.versions[0].schema.openAPIV3Schema.properties: {"foo":{"type":"object","additionalProperties":{"type":"string"}}}
  status.storedVersions: null

  metadata.name: "foos.example.com"
  spec.group: "example.com"
  spec.names: {"plural":"foos","singular":"foo","kind":"Foo","listKind":"FooList"}
  spec.versions[0].name: "v1"
  spec.versions[0].schema.openAPIV3Schema: {"x-kubernetes-preserve-unknown-fields":false}
  status.storedVersions: null
! spec.validation.openAPIV3Schema.x-kubernetes-preserve-unknown-fields: Invalid value: false: must be true or undefined

  metadata.name: "foos.example.com"
  spec.group: "example.com"
  spec.names: {"plural":"foos","singular":"foo","kind":"Foo","listKind":"FooList"}
  spec.versions[0].name: "v1"
  spec.versions[0].schema: {}
  status.storedVersions: null
! spec.versions[0].schema.openAPIV3Schema: Required value

  metadata.name: "foos.example.com"
  spec.group: "example.com"
  spec.names: {"plural":"foos","singular":"foo","kind":"Foo","listKind":"FooList"}
  spec.versions[0].name: "v1"
  spec.versions[0].schema.openAPIV3Schema: {"properties":{"a":{"default":42}}}
  status.storedVersions: null
! spec.validation.openAPIV3Schema.properties[a].type: Required value: must not be empty for specified object fields
! spec.validation.openAPIV3Schema.type: Required value: must not be empty at the root

  metadata.name: "foos.example.com"
  spec.group: "example.com"
  spec.names: {"plural":"foos","singular":"foo","kind":"Foo","listKind":"FooList"}
  spec.versions[0].name: "v1"
  spec.versions[0].schema.openAPIV3Schema.properties: {"embedded":{"type":"object","properties":{"metadata":{"type":"object","default":{"name":"foo","unknown":42}}},"x-kubernetes-embedded-resource":true},"metadata":{"type":"object","default":{"name":"foo"}}}
  status.storedVersions: null
! spec.validation.openAPIV3Schema.properties[metadata].default: Forbidden: must not be set in top-level metadata

  metadata.name: "foos.example.com"
  spec.group: "example.com"
  spec.names: {"plural":"foos","singular":"foo","kind":"Foo","listKind":"FooList"}
  spec.versions[0].name: "v1"
  spec.versions[0].schema.openAPIV3Schema.properties: {"embedded":{"type":"object","properties":{"metadata":{"type":"object","properties":{"annotations":{"type":"object","additionalProperties":{"type":"string","default":"abc"}}}}},"x-kubernetes-embedded-resource":true}}
  status.storedVersions: null
! spec.validation.openAPIV3Schema.properties[embedded].properties[metadata].properties[annotations].additionalProperties.default: Forbidden: must not be set inside additionalProperties applying to object metadata

  metadata.name: "foos.example.com"
  spec.group: "example.com"
  spec.names: {"plural":"foos","singular":"foo","kind":"Foo","listKind":"FooList"}
  spec.versions[0].name: "v1"
  spec.versions[0].schema.openAPIV3Schema.properties: {"metadata":{"type":"object","default":{"name":"foo"}}}
  status.storedVersions: null
! spec.validation.openAPIV3Schema.properties[metadata].default: Forbidden: must not be set in top-level metadata

  metadata.name: "foos.example.com"
  spec.group: "example.com"
  spec.names: {"plural":"foos","singular":"foo","kind":"Foo","listKind":"FooList"}
  spec.versions[0].name: "v1"
  spec.versions[0].schema.openAPIV3Schema.properties: {"foo":{"type":"bogus2"}}
  status.storedVersions: null
! spec.validation.openAPIV3Schema.properties[foo].type: Unsupported value: "bogus2": supported values: "array", "boolean", "integer", "number", "object", "string"

  metadata.name: "foos.example.com"
  spec.group: "example.com"
  spec.names: {"plural":"foos","singular":"foo","kind":"Foo","listKind":"FooList"}
  spec.versions[0].name: "v1"
  spec.versions[0].schema.openAPIV3Schema.properties: {"bar":{"type":"array","items":{"type":"object"},"x-kubernetes-list-type":"set"}}
  status.storedVersions: null
! spec.validation.openAPIV3Schema.properties[bar].items.x-kubernetes-map-type: Invalid value: null: must be atomic as item of a list with x-kubernetes-list-type=set

  metadata.name: "foos.example.com"
  spec.group: "example.com"
  spec.names: {"plural":"foos","singular":"foo","kind":"Foo","listKind":"FooList"}
  spec.versions[0].name: "v1"
  spec.versions[0].schema.openAPIV3Schema.properties: {"foo":{}}
  status.storedVersions: null
! spec.validation.openAPIV3Schema.properties[foo].type: Required value: must not be empty for specified object fields

  metadata.name: "foos.example.com"
  spec.group: "example.com"
  spec.names: {"plural":"foos","singular":"foo","kind":"Foo","listKind":"FooList"}
  spec.versions[0].name: "v1"
  spec.versions[0].schema.openAPIV3Schema.properties: {"foo":{"description":"b"}}
  status.storedVersions: null
! spec.validation.openAPIV3Schema.properties[foo].type: Required value: must not be empty for specified object fields

  metadata.name: "foos.example.com"
  spec.group: "example.com"
  spec.names: {"plural":"foos","singular":"foo","kind":"Foo","listKind":"FooList"}
  spec.versions[0].name: "v1"
  spec.versions[0].schema.openAPIV3Schema.properties: {"foo":{"description":"a"}}
  status.storedVersions: null
! spec.validation.openAPIV3Schema.properties[foo].type: Required value: must not be empty for specified object fields

  metadata.name: "foos.example.com"
  spec.group: "example.com"
  spec.names: {"plural":"foos","singular":"foo","kind":"Foo","listKind":"FooList"}
  spec.versions[0].name: "v1"
  spec.versions[0].schema.openAPIV3Schema.properties: {"bar":{"type":"array","items":{"type":"object","properties":{"key":{"type":"string"}}},"x-kubernetes-list-map-keys":["key"],"x-kubernetes-list-type":"map"}}
  status.storedVersions: null
! spec.validation.openAPIV3Schema.properties[bar].items.properties[key].default: Required value: this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property

  metadata.name: "foos.example.com"
  spec.group: "example.com"
  spec.names: {"plural":"foos","singular":"foo","kind":"Foo","listKind":"FooList"}
  spec.versions[0].name: "v1"
  spec.versions[0].schema.openAPIV3Schema.properties: {"bar":{"type":"array","items":{"type":"object","required":["key"],"properties":{"key":{"type":"string","nullable":true}}},"x-kubernetes-list-map-keys":["key"],"x-kubernetes-list-type":"map"}}
  status.storedVersions: null
! spec.validation.openAPIV3Schema.properties[bar].items.properties[key].nullable: Forbidden: this property is in x-kubernetes-list-map-keys, so it cannot be nullable

  metadata.name: "foos.example.com"
  spec.group: "example.com"
  spec.names: {"plural":"foos","singular":"foo","kind":"Foo","listKind":"FooList"}
  spec.versions[0].name: "v1"
  spec.versions[0].schema.openAPIV3Schema.properties: {"bar":{"type":"array","items":{"type":"object","required":["key"],"properties":{"key":{"type":"string"}},"nullable":true},"x-kubernetes-list-map-keys":["key"],"x-kubernetes-list-type":"map"}}
  status.storedVersions: null
! spec.validation.openAPIV3Schema.properties[bar].items.nullable: Forbidden: cannot be nullable when x-kubernetes-list-type is map

  metadata.name: "foos.example.com"
  spec.group: "example.com"
  spec.names: {"plural":"foos","singular":"foo","kind":"Foo","listKind":"FooList"}
  spec.versions[0].name: "v1"
  spec.versions[0].schema.openAPIV3Schema.properties: {"bar":{"type":"array","items":{"type":"string","nullable":true},"x-kubernetes-list-type":"set"}}
  status.storedVersions: null
! spec.validation.openAPIV3Schema.properties[bar].items.nullable: Forbidden: cannot be nullable when x-kubernetes-list-type is set

  metadata.name: "foos.example.com"
  spec.group: "example.com"
  spec.names: {"plural":"foos","singular":"foo","kind":"Foo","listKind":"FooList"}
  spec.versions[0].name: "v1"
  spec.versions[0].schema.openAPIV3Schema: {"type":"string"}
  status.storedVersions: null
! spec.validation.openAPIV3Schema.type: Invalid value: "string": must be object at the root

  metadata.name: "foos.example.com"
  spec.group: "example.com"
  spec.names: {"plural":"foos","singular":"foo","kind":"Foo","listKind":"FooList"}
  spec.versions[0].name: "v1"
  spec.versions[0].schema.openAPIV3Schema: {"anyOf":[{"description":"First schema"},{"description":"Second schema"}]}
  status.storedVersions: null
! spec.validation.openAPIV3Schema.anyOf[0].description: Forbidden: must be empty to be structural
! spec.validation.openAPIV3Schema.anyOf[1].description: Forbidden: must be empty to be structural
! spec.validation.openAPIV3Schema.type: Required value: must not be empty at the root

  metadata.name: "foos.example.com"
  spec.group: "example.com"
  spec.names: {"plural":"foos","singular":"foo","kind":"Foo","listKind":"FooList"}
  spec.versions[0].name: "v1"
  spec.versions[0].schema.openAPIV3Schema: {"properties":{"null":{"type":"null"}}}
  status.storedVersions: null
! spec.validation.openAPIV3Schema.type: Required value: must not be empty at the root
! spec.validation.openAPIV3Schema.properties[null].type: Unsupported value: "null": supported values: "array", "boolean", "integer", "number", "object", "string"
! spec.validation.openAPIV3Schema.properties[null].type: Forbidden: type cannot be set to null, use nullable as an alternative

  metadata.name: "foos.example.com"
  spec.group: "example.com"
  spec.names: {"plural":"foos","singular":"foo","kind":"Foo","listKind":"FooList"}
  spec.versions[0].name: "v1"
  spec.versions[0].schema.openAPIV3Schema: {"type":"object","nullable":true}
  status.storedVersions: null
! spec.validation.openAPIV3Schema.nullable: Forbidden: nullable cannot be true at the root

  metadata.name: "foos.example.com"
  spec.group: "example.com"
  spec.names: {"plural":"foos","singular":"foo","kind":"Foo","listKind":"FooList"}
  spec.versions[0].name: "v1"
  spec.versions[0].schema.openAPIV3Schema: {"properties":{"nullable":{"nullable":true}}}
  status.storedVersions: null
! spec.validation.openAPIV3Schema.properties[nullable].type: Required value: must not be empty for specified object fields
! spec.validation.openAPIV3Schema.type: Required value: must not be empty at the root

  metadata.name: "foos.example.com"
  spec.group: "example.com"
  spec.names: {"plural":"foos","singular":"foo","kind":"Foo","listKind":"FooList"}
  spec.versions[0].name: "v1"
  spec.versions[0].schema.openAPIV3Schema: {"properties":{"array":{"type":"array","nullable":true},"number":{"type":"number","nullable":true},"object":{"type":"object","nullable":true},"string":{"type":"string","nullable":true}}}
  status.storedVersions: null
! spec.validation.openAPIV3Schema.properties[array].items: Required value: must be specified
! spec.validation.openAPIV3Schema.type: Required value: must not be empty at the root

  metadata.name: "foos.example.com"
  spec.group: "example.com"
  spec.names: {"plural":"foos","singular":"foo","kind":"Foo","listKind":"FooList"}
  spec.versions[0].name: "v1"
  spec.versions[0].schema.openAPIV3Schema: {}
  status.storedVersions: null
! spec.validation.openAPIV3Schema.type: Required value: must not be empty at the root

  metadata.name: "foos.example.com"
  spec.group: "example.com"
  spec.names: {"plural":"foos","singular":"foo","kind":"Foo","listKind":"FooList"}
  spec.versions[0].name: "v1"
  spec.versions[0].schema.openAPIV3Schema: {"type":"null"}
  status.storedVersions: null
! spec.validation.openAPIV3Schema.type: Invalid value: "null": must be object at the root
! spec.validation.openAPIV3Schema.type: Unsupported value: "null": supported values: "array", "boolean", "integer", "number", "object", "string"
! spec.validation.openAPIV3Schema.type: Forbidden: type cannot be set to null, use nullable as an alternative

  metadata.name: "foos.example.com"
  spec.group: "example.com"
  spec.names: {"plural":"foos","singular":"foo","kind":"Foo","listKind":"FooList"}
  spec.versions[0].name: "v1"
  spec.versions[0].schema.openAPIV3Schema: {"type":"bogus"}
  status.storedVersions: null
! spec.validation.openAPIV3Schema.type: Invalid value: "bogus": must be object at the root
! spec.validation.openAPIV3Schema.type: Unsupported value: "bogus": supported values: "array", "boolean", "integer", "number", "object", "string"

  metadata.name: "foos.example.com"
  spec.group: "example.com"
  spec.names: {"plural":"foos","singular":"foo","kind":"Foo","listKind":"FooList"}
  spec.versions[0].name: "v1"
  spec.versions[0].schema.openAPIV3Schema: {"type":"object","x-kubernetes-list-type":"set"}
  status.storedVersions: null
! spec.validation.openAPIV3Schema.type: Invalid value: "object": must be array if x-kubernetes-list-type is specified

  metadata.name: "foos.example.com"
  spec.group: "example.com"
  spec.names: {"plural":"foos","singular":"foo","kind":"Foo","listKind":"FooList"}
  spec.versions[0].name: "v1"
  spec.versions[0].schema.openAPIV3Schema: {"x-kubernetes-list-type":"set"}
  status.storedVersions: null
! spec.validation.openAPIV3Schema.type: Required value: must not be empty at the root
! spec.validation.openAPIV3Schema.type: Required value: must be array if x-kubernetes-list-type is specified

  metadata.name: "foos.example.com"
  spec.group: "example.com"
  spec.names: {"plural":"foos","singular":"foo","kind":"Foo","listKind":"FooList"}
  spec.versions[0].name: "v1"
  spec.versions[0].schema.openAPIV3Schema: {"type":"array","x-kubernetes-list-type":"invalid"}
  status.storedVersions: null
! spec.validation.openAPIV3Schema.items: Required value: must be specified
! spec.validation.openAPIV3Schema.type: Invalid value: "array": must be object at the root
! spec.validation.openAPIV3Schema.x-kubernetes-list-type: Unsupported value: "invalid": supported values: "atomic", "set", "map"

  metadata.name: "foos.example.com"
  spec.group: "example.com"
  spec.names: {"plural":"foos","singular":"foo","kind":"Foo","listKind":"FooList"}
  spec.versions[0].name: "v1"
  spec.versions[0].schema.openAPIV3Schema: {"type":"array","x-kubernetes-list-map-keys":["key"],"x-kubernetes-list-type":"set"}
  status.storedVersions: null
! spec.validation.openAPIV3Schema.items: Required value: must be specified
! spec.validation.openAPIV3Schema.type: Invalid value: "array": must be object at the root
! spec.validation.openAPIV3Schema.x-kubernetes-list-type: Invalid value: "set": must be map if x-kubernetes-list-map-keys is non-empty

  metadata.name: "foos.example.com"
  spec.group: "example.com"
  spec.names: {"plural":"foos","singular":"foo","kind":"Foo","listKind":"FooList"}
  spec.versions[0].name: "v1"
  spec.versions[0].schema.openAPIV3Schema: {"x-kubernetes-list-map-keys":["key"]}
  status.storedVersions: null
! spec.validation.openAPIV3Schema.type: Required value: must not be empty at the root
! spec.validation.openAPIV3Schema.x-kubernetes-list-type: Required value: must be map if x-kubernetes-list-map-keys is non-empty

  metadata.name: "foos.example.com"
  spec.group: "example.com"
  spec.names: {"plural":"foos","singular":"foo","kind":"Foo","listKind":"FooList"}
  spec.versions[0].name: "v1"
  spec.versions[0].schema.openAPIV3Schema: {"type":"array","x-kubernetes-list-map-keys":["key"],"x-kubernetes-list-type":"map"}
  status.storedVersions: null
! spec.validation.openAPIV3Schema.items: Required value: must be specified
! spec.validation.openAPIV3Schema.type: Invalid value: "array": must be object at the root
! spec.validation.openAPIV3Schema.items: Required value: must have a schema if x-kubernetes-list-type is map

  metadata.name: "foos.example.com"
  spec.group: "example.com"
  spec.names: {"plural":"foos","singular":"foo","kind":"Foo","listKind":"FooList"}
  spec.versions[0].name: "v1"
  spec.versions[0].schema.openAPIV3Schema: {"type":"array","items":{"type":"string"},"x-kubernetes-list-map-keys":["key"],"x-kubernetes-list-type":"map"}
  status.storedVersions: null
! spec.validation.openAPIV3Schema.type: Invalid value: "array": must be object at the root
! spec.validation.openAPIV3Schema.items.type: Invalid value: "string": must be object if parent array's x-kubernetes-list-type is map

  metadata.name: "foos.example.com"
  spec.group: "example.com"
  spec.names: {"plural":"foos","singular":"foo","kind":"Foo","listKind":"FooList"}
  spec.versions[0].name: "v1"
  spec.versions[0].schema.openAPIV3Schema: {"type":"array","items":{"type":"object"},"x-kubernetes-list-map-keys":["key"],"x-kubernetes-list-type":"map"}
  status.storedVersions: null
! spec.validation.openAPIV3Schema.type: Invalid value: "array": must be object at the root
! spec.validation.openAPIV3Schema.x-kubernetes-list-map-keys: Invalid value: ["key"]: entries must all be names of item properties

  metadata.name: "foos.example.com"
  spec.group: "example.com"
  spec.names: {"plural":"foos","singular":"foo","kind":"Foo","listKind":"FooList"}
  spec.versions[0].name: "v1"
  spec.versions[0].schema.openAPIV3Schema: {"type":"array","items":{"type":"string"},"x-kubernetes-list-type":"atomic"}
  status.storedVersions: null
! spec.validation.openAPIV3Schema.type: Invalid value: "array": must be object at the root

  metadata.name: "foos.example.com"
  spec.group: "example.com"
  spec.names: {"plural":"foos","singular":"foo","kind":"Foo","listKind":"FooList"}
  spec.versions[0].name: "v1"
  spec.versions[0].schema.openAPIV3Schema: {"type":"array","items":{"type":"object"},"x-kubernetes-list-type":"atomic"}
  status.storedVersions: null
! spec.validation.openAPIV3Schema.type: Invalid value: "array": must be object at the root

  metadata.name: "foos.example.com"
  spec.group: "example.com"
  spec.names: {"plural":"foos","singular":"foo","kind":"Foo","listKind":"FooList"}
  spec.versions[0].name: "v1"
  spec.versions[0].schema.openAPIV3Schema: {"type":"array","items":{"type":"string"},"x-kubernetes-list-type":"set"}
  status.storedVersions: null
! spec.validation.openAPIV3Schema.type: Invalid value: "array": must be object at the root

  metadata.name: "foos.example.com"
  spec.group: "example.com"
  spec.names: {"plural":"foos","singular":"foo","kind":"Foo","listKind":"FooList"}
  spec.versions[0].name: "v1"
  spec.versions[0].schema.openAPIV3Schema: {"type":"array","items":{"type":"object","properties":{"foo":{"type":"string"}},"x-kubernetes-map-type":"atomic"},"x-kubernetes-list-type":"set"}
  status.storedVersions: null
! spec.validation.openAPIV3Schema.type: Invalid value: "array": must be object at the root

  metadata.name: "foos.example.com"
  spec.group: "example.com"
  spec.names: {"plural":"foos","singular":"foo","kind":"Foo","listKind":"FooList"}
  spec.versions[0].name: "v1"
  spec.versions[0].schema.openAPIV3Schema: {"type":"array","items":{"type":"object","properties":{"foo":{"type":"string"}},"x-kubernetes-map-type":"granular"},"x-kubernetes-list-type":"set"}
  status.storedVersions: null
! spec.validation.openAPIV3Schema.type: Invalid value: "array": must be object at the root
! spec.validation.openAPIV3Schema.items.x-kubernetes-map-type: Invalid value: null: must be atomic as item of a list with x-kubernetes-list-type=set

  metadata.name: "foos.example.com"
  spec.group: "example.com"
  spec.names: {"plural":"foos","singular":"foo","kind":"Foo","listKind":"FooList"}
  spec.versions[0].name: "v1"
  spec.versions[0].schema.openAPIV3Schema: {"type":"array","items":{"type":"object","properties":{"foo":{"type":"string"}}},"x-kubernetes-list-type":"set"}
  status.storedVersions: null
! spec.validation.openAPIV3Schema.type: Invalid value: "array": must be object at the root
! spec.validation.openAPIV3Schema.items.x-kubernetes-map-type: Invalid value: null: must be atomic as item of a list with x-kubernetes-list-type=set

  metadata.name: "foos.example.com"
  spec.group: "example.com"
  spec.names: {"plural":"foos","singular":"foo","kind":"Foo","listKind":"FooList"}
  spec.versions[0].name: "v1"
  spec.versions[0].schema.openAPIV3Schema: {"type":"array","items":{"type":"array","items":{"type":"string"},"x-kubernetes-list-type":"set"},"x-kubernetes-list-type":"set"}
  status.storedVersions: null
! spec.validation.openAPIV3Schema.type: Invalid value: "array": must be object at the root
! spec.validation.openAPIV3Schema.items.x-kubernetes-list-type: Invalid value: "set": must be atomic as item of a list with x-kubernetes-list-type=set

  metadata.name: "foos.example.com"
  spec.group: "example.com"
  spec.names: {"plural":"foos","singular":"foo","kind":"Foo","listKind":"FooList"}
  spec.versions[0].name: "v1"
  spec.versions[0].schema.openAPIV3Schema: {"type":"array","x-kubernetes-map-type":"granular"}
  status.storedVersions: null
! spec.validation.openAPIV3Schema.items: Required value: must be specified
! spec.validation.openAPIV3Schema.type: Invalid value: "array": must be object at the root
! spec.validation.openAPIV3Schema.type: Invalid value: "array": must be object if x-kubernetes-map-type is specified

  metadata.name: "foos.example.com"
  spec.group: "example.com"
  spec.names: {"plural":"foos","singular":"foo","kind":"Foo","listKind":"FooList"}
  spec.versions[0].name: "v1"
  spec.versions[0].schema.openAPIV3Schema: {"x-kubernetes-map-type":"granular"}
  status.storedVersions: null
! spec.validation.openAPIV3Schema.type: Required value: must not be empty at the root
! spec.validation.openAPIV3Schema.type: Required value: must be object if x-kubernetes-map-type is specified

  metadata.name: "foos.example.com"
  spec.group: "example.com"
  spec.names: {"plural":"foos","singular":"foo","kind":"Foo","listKind":"FooList"}
  spec.versions[0].name: "v1"
  spec.versions[0].schema.openAPIV3Schema: {"type":"array","x-kubernetes-map-type":"atomic"}
  status.storedVersions: null
! spec.validation.openAPIV3Schema.items: Required value: must be specified
! spec.validation.openAPIV3Schema.type: Invalid value: "array": must be object at the root
! spec.validation.openAPIV3Schema.type: Invalid value: "array": must be object if x-kubernetes-map-type is specified

  metadata.name: "foos.example.com"
  spec.group: "example.com"
  spec.names: {"plural":"foos","singular":"foo","kind":"Foo","listKind":"FooList"}
  spec.versions[0].name: "v1"
  spec.versions[0].schema.openAPIV3Schema: {"x-kubernetes-map-type":"atomic"}
  status.storedVersions: null
! spec.validation.openAPIV3Schema.type: Required value: must not be empty at the root
! spec.validation.openAPIV3Schema.type: Required value: must be object if x-kubernetes-map-type is specified

  metadata.name: "foos.example.com"
  spec.group: "example.com"
  spec.names: {"plural":"foos","singular":"foo","kind":"Foo","listKind":"FooList"}
  spec.versions[0].name: "v1"
  spec.versions[0].schema.openAPIV3Schema: {"type":"object","x-kubernetes-map-type":"badMapType"}
  status.storedVersions: null
! spec.validation.openAPIV3Schema.x-kubernetes-map-type: Unsupported value: "badMapType": supported values: "atomic", "granular"

  metadata.name: "foos.example.com"
  spec.group: "example.com"
  spec.names: {"plural":"foos","singular":"foo","kind":"Foo","listKind":"FooList"}
  spec.versions[0].name: "v1"
  spec.versions[0].schema.openAPIV3Schema: {"type":"array","items":{"type":"object","properties":{"key":{"type":"string"}}},"x-kubernetes-list-map-keys":["key"],"x-kubernetes-list-type":"map"}
  status.storedVersions: null
! spec.validation.openAPIV3Schema.type: Invalid value: "array": must be object at the root
! spec.validation.openAPIV3Schema.items.properties[key].default: Required value: this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property

  metadata.name: "foos.example.com"
  spec.group: "example.com"
  spec.names: {"plural":"foos","singular":"foo","kind":"Foo","listKind":"FooList"}
  spec.versions[0].name: "v1"
  spec.versions[0].schema.openAPIV3Schema: {"type":"array","items":{"nullable":true},"x-kubernetes-list-type":"set"}
  status.storedVersions: null
! spec.validation.openAPIV3Schema.items.type: Required value: must not be empty for specified array items
! spec.validation.openAPIV3Schema.type: Invalid value: "array": must be object at the root
! spec.validation.openAPIV3Schema.items.nullable: Forbidden: cannot be nullable when x-kubernetes-list-type is set

  metadata.name: "foos.example.com"
  spec.group: "example.com"
  spec.names: {"plural":"foos","singular":"foo","kind":"Foo","listKind":"FooList"}
  spec.versions[0].name: "v1"
  spec.versions[0].schema.openAPIV3Schema: {"type":"array","items":{},"x-kubernetes-list-type":"set"}
  status.storedVersions: null
! spec.validation.openAPIV3Schema.items.type: Required value: must not be empty for specified array items
! spec.validation.openAPIV3Schema.type: Invalid value: "array": must be object at the root

  metadata.name: "foos.example.com"
  spec.group: "example.com"
  spec.names: {"plural":"foos","singular":"foo","kind":"Foo","listKind":"FooList"}
  spec.versions[0].name: "v1"
  spec.versions[0].schema.openAPIV3Schema: {"type":"object","x-kubernetes-validations":[{"rule":"","message":"empty rule"}]}
  status.storedVersions: null
! spec.validation.openAPIV3Schema.x-kubernetes-validations[0].rule: Required value: rule is not specified

  metadata.name: "foos.example.com"
  spec.group: "example.com"
  spec.names: {"plural":"foos","singular":"foo","kind":"Foo","listKind":"FooList"}
  spec.versions[0].name: "v1"
  spec.versions[0].schema.openAPIV3Schema: {"type":"object","x-kubernetes-validations":[{"rule":"self.unknownProp > 0"}]}
  status.storedVersions: null
! spec.validation.openAPIV3Schema.x-kubernetes-validations[0].rule: Invalid value: {"Rule":"self.unknownProp \u003e 0","Message":"","MessageExpression":"","Reason":null,"FieldPath":"","OptionalOldSelf":null}: compilation failed: ERROR: <input>:1:5: undefined field 'unknownProp'⏎ | self.unknownProp > 0⏎ | ....^

  metadata.name: "foos.example.com"
  spec.group: "example.com"
  spec.names: {"plural":"foos","singular":"foo","kind":"Foo","listKind":"FooList"}
  spec.versions[0].name: "v1"
  spec.versions[0].schema.openAPIV3Schema.properties: {"value":{"type":"integer","x-kubernetes-validations":[{"rule":"","message":"something"},{"rule":"   ","message":"something"}]}}
  status.storedVersions: null
! spec.validation.openAPIV3Schema.properties[value].x-kubernetes-validations[0].rule: Required value: rule is not specified
! spec.validation.openAPIV3Schema.properties[value].x-kubernetes-validations[1].rule: Required value: rule is not specified

  metadata.name: "foos.example.com"
  spec.group: "example.com"
  spec.names: {"plural":"foos","singular":"foo","kind":"Foo","listKind":"FooList"}
  spec.versions[0].name: "v1"
  spec.versions[0].schema.openAPIV3Schema.properties: {"value":{"type":"array","items":{"type":"string","maxLength":10,"x-kubernetes-validations":[{"rule":"self == oldSelf"}]},"x-kubernetes-list-type":"atomic"}}
  status.storedVersions: null
! spec.validation.openAPIV3Schema.properties[value].items.x-kubernetes-validations[0].rule: Invalid value: "self == oldSelf": oldSelf cannot be used on the uncorrelatable portion of the schema within spec.validation.openAPIV3Schema.properties[value]

  metadata.name: "foos.example.com"
  spec.group: "example.com"
  spec.names: {"plural":"foos","singular":"foo","kind":"Foo","listKind":"FooList"}
  spec.versions[0].name: "v1"
  spec.versions[0].schema.openAPIV3Schema.properties: {"value":{"type":"array","items":{"type":"string","maxLength":10,"x-kubernetes-validations":[{"rule":"self == oldSelf"}]}}}
  status.storedVersions: null
! spec.validation.openAPIV3Schema.properties[value].items.x-kubernetes-validations[0].rule: Invalid value: "self == oldSelf": oldSelf cannot be used on the uncorrelatable portion of the schema within spec.validation.openAPIV3Schema.properties[value]

  metadata.name: "foos.example.com"
  spec.group: "example.com"
  spec.names: {"plural":"foos","singular":"foo","kind":"Foo","listKind":"FooList"}
  spec.versions[0].name: "v1"
  spec.versions[0].schema.openAPIV3Schema.properties: {"value":{"type":"array","maxItems":10,"items":{"type":"string","maxLength":10,"x-kubernetes-validations":[{"rule":"self == oldSelf"}]},"x-kubernetes-list-type":"set"}}
  status.storedVersions: null
! spec.validation.openAPIV3Schema.properties[value].items.x-kubernetes-validations[0].rule: Invalid value: "self == oldSelf": oldSelf cannot be used on the uncorrelatable portion of the schema within spec.validation.openAPIV3Schema.properties[value]

  metadata.name: "foos.example.com"
  spec.group: "example.com"
  spec.names: {"plural":"foos","singular":"foo","kind":"Foo","listKind":"FooList"}
  spec.versions[0].name: "v1"
  spec.versions[0].schema.openAPIV3Schema: {"type":"object","properties":{"field":{"type":"integer"}},"additionalProperties":{"type":"string"},"x-kubernetes-validations":[{"rule":"self.invalidFieldName > 50"}]}
  status.storedVersions: null
! spec.validation.openAPIV3Schema.additionalProperties: Forbidden: must not be used at the root
! spec.validation.openAPIV3Schema.additionalProperties: Forbidden: additionalProperties and properties are mutual exclusive

  metadata.name: "foos.example.com"
  spec.group: "example.com"
  spec.names: {"plural":"foos","singular":"foo","kind":"Foo","listKind":"FooList"}
  spec.versions[0].name: "v1"
  spec.versions[0].schema.openAPIV3Schema: {"type":"object","properties":{"field":{"type":"object","properties":{"field":{"type":"integer"}},"additionalProperties":{"type":"string"}}},"x-kubernetes-validations":[{"rule":"self.invalidFieldName > 50"}]}
  status.storedVersions: null
! spec.validation.openAPIV3Schema.properties[field].additionalProperties: Forbidden: additionalProperties and properties are mutual exclusive

  metadata.name: "foos.example.com"
  spec.group: "example.com"
  spec.names: {"plural":"foos","singular":"foo","kind":"Foo","listKind":"FooList"}
  spec.versions[0].name: "v1"
  spec.versions[0].schema.openAPIV3Schema.properties: {"a":{"type":"array","items":{"type":"string","x-kubernetes-validations":[{"rule":"self == 1"}]}}}
  status.storedVersions: null
! spec.validation.openAPIV3Schema.properties[a].items.x-kubernetes-validations[0].rule: Invalid value: {"Rule":"self == 1","Message":"","MessageExpression":"","Reason":null,"FieldPath":"","OptionalOldSelf":null}: compilation failed: ERROR: <input>:1:6: found no matching overload for '_==_' applied to '(string, int)'⏎ | self == 1⏎ | .....^

  metadata.name: "foos.example.com"
  spec.group: "example.com"
  spec.names: {"plural":"foos","singular":"foo","kind":"Foo","listKind":"FooList"}
  spec.versions[0].name: "v1"
  spec.versions[0].schema.openAPIV3Schema.properties: {"f":{"type":"string","x-kubernetes-validations":[{"rule":"self == 1"}]}}
  status.storedVersions: null
! spec.validation.openAPIV3Schema.properties[f].x-kubernetes-validations[0].rule: Invalid value: {"Rule":"self == 1","Message":"","MessageExpression":"","Reason":null,"FieldPath":"","OptionalOldSelf":null}: compilation failed: ERROR: <input>:1:6: found no matching overload for '_==_' applied to '(string, int)'⏎ | self == 1⏎ | .....^

  metadata.name: "foos.example.com"
  spec.group: "example.com"
  spec.names: {"plural":"foos","singular":"foo","kind":"Foo","listKind":"FooList"}
  spec.versions[0].name: "v1"
  spec.versions[0].schema.openAPIV3Schema.properties: {"f/2":{"type":"string","x-kubernetes-validations":[{"rule":"self == 1"}]}}
  status.storedVersions: null
! spec.validation.openAPIV3Schema.properties[f/2].x-kubernetes-validations[0].rule: Invalid value: {"Rule":"self == 1","Message":"","MessageExpression":"","Reason":null,"FieldPath":"","OptionalOldSelf":null}: compilation failed: ERROR: <input>:1:6: found no matching overload for '_==_' applied to '(string, int)'⏎ | self == 1⏎ | .....^

  metadata.name: "foos.example.com"
  spec.group: "example.com"
  spec.names: {"plural":"foos","singular":"foo","kind":"Foo","listKind":"FooList"}
  spec.versions[0].name: "v1"
  spec.versions[0].schema.openAPIV3Schema.properties: {"f@2":{"type":"string","x-kubernetes-validations":[{"rule":"self == 1"}]}}
  status.storedVersions: null
! spec.validation.openAPIV3Schema.properties[f@2].x-kubernetes-validations[0].rule: Invalid value: {"Rule":"self == 1","Message":"","MessageExpression":"","Reason":null,"FieldPath":"","OptionalOldSelf":null}: compilation failed: ERROR: <input>:1:6: found no matching overload for '_==_' applied to '(string, int)'⏎ | self == 1⏎ | .....^

  metadata.name: "foos.example.com"
  spec.group: "example.com"
  spec.names: {"plural":"foos","singular":"foo","kind":"Foo","listKind":"FooList"}
  spec.versions[0].name: "v1"
  spec.versions[0].schema.openAPIV3Schema.properties: {"f":{"type":"string","x-kubernetes-validations":[{"rule":"self == \"string value\"","messageExpression":"256"}]}}
  status.storedVersions: null
! spec.validation.openAPIV3Schema.properties[f].x-kubernetes-validations[0].messageExpression: Invalid value: {"Rule":"self == \"string value\"","Message":"","MessageExpression":"256","Reason":null,"FieldPath":"","OptionalOldSelf":null}: messageExpression must evaluate to a string

  metadata.name: "foos.example.com"
  spec.group: "example.com"
  spec.names: {"plural":"foos","singular":"foo","kind":"Foo","listKind":"FooList"}
  spec.versions[0].name: "v1"
  spec.versions[0].schema.openAPIV3Schema.properties: {"f":{"type":"string","x-kubernetes-validations":[{"rule":"self == \"string value\"","messageExpression":"     "}]}}
  status.storedVersions: null
! spec.validation.openAPIV3Schema.properties[f].x-kubernetes-validations[0].messageExpression: Required value: messageExpression must be non-empty if specified

  metadata.name: "foos.example.com"
  spec.group: "example.com"
  spec.names: {"plural":"foos","singular":"foo","kind":"Foo","listKind":"FooList"}
  spec.versions[0].name: "v1"
  spec.versions[0].schema.openAPIV3Schema.properties: {"value":{"type":"array","items":{"type":"string","maxLength":10,"x-kubernetes-validations":[{"rule":"self == oldSelf.orValue(\"\")","optionalOldSelf":true}]}}}
  status.storedVersions: null
! spec.validation.openAPIV3Schema.properties[value].items.x-kubernetes-validations[0].rule: Invalid value: "self == oldSelf.orValue(\"\")": oldSelf cannot be used on the uncorrelatable portion of the schema within spec.validation.openAPIV3Schema.properties[value]

  metadata.name: "foos.example.com"
  spec.group: "example.com"
  spec.names: {"plural":"foos","singular":"foo","kind":"Foo","listKind":"FooList"}
  spec.versions[0].name: "v1"
  spec.versions[0].schema.openAPIV3Schema.properties: {"value":{"type":"string","maxLength":10,"x-kubernetes-validations":[{"rule":"self == \"foo\"","optionalOldSelf":true}]}}
  status.storedVersions: null
! spec.validation.openAPIV3Schema.properties[value].x-kubernetes-validations[0].optionalOldSelf: Invalid value: true: may not be set if oldSelf is not used in rule

  metadata.name: "foos.example.com"
  spec.group: "example.com"
  spec.names: {"plural":"foos","singular":"foo","kind":"Foo","listKind":"FooList"}
  spec.versions[0].name: "v1"
  spec.versions[0].schema.openAPIV3Schema.properties: {"value":{"type":"string","maxLength":10,"x-kubernetes-validations":[{"rule":"self == \"foo\"","optionalOldSelf":false}]}}
  status.storedVersions: null
! spec.validation.openAPIV3Schema.properties[value].x-kubernetes-validations[0].optionalOldSelf: Invalid value: false: may not be set if oldSelf is not used in rule

# ValidateCustomResourceDefinition
  metadata.name: "foos.sigs.k8s.io"
  metadata.annotations: {"api-approved.kubernetes.io":"invalid"}
  spec.group: "sigs.k8s.io"
  spec.names: {"plural":"foos","singular":"foo","kind":"Foo","listKind":"FooList"}
  spec.versions[0].name: "v1"
  spec.versions[0].schema.openAPIV3Schema: {"type":"object","x-kubernetes-preserve-unknown-fields":true}
  status.storedVersions: ["v1"]
! metadata.annotations[api-approved.kubernetes.io]: Invalid value: "invalid": protected groups must have approval annotation "api-approved.kubernetes.io" with either a URL or a reason starting with "unapproved", see https://github.com/kubernetes/enhancements/pull/1111

  metadata.name: "foos.sigs.k8s.io"
  metadata.annotations: {"api-approved.kubernetes.io":""}
  spec.group: "sigs.k8s.io"
  spec.names: {"plural":"foos","singular":"foo","kind":"Foo","listKind":"FooList"}
  spec.versions[0].name: "v1"
  spec.versions[0].schema.openAPIV3Schema: {"type":"object","x-kubernetes-preserve-unknown-fields":true}
  status.storedVersions: ["v1"]
! metadata.annotations[api-approved.kubernetes.io]: Required value: protected groups must have approval annotation "api-approved.kubernetes.io", see https://github.com/kubernetes/enhancements/pull/1111

# (altered)
  spec.names.singular: -
  spec.scope: "Cluster"
  spec.versions[0].schema.openAPIV3Schema.properties: {"foo":{"type":"array","items":{"type":"object","required":["key"],"properties":{"key":{"type":"string","nullable":true}}},"x-kubernetes-list-map-keys":["key"],"x-kubernetes-list-type":"map"}}
! spec.validation.openAPIV3Schema.properties[foo].items.properties[key].nullable: Forbidden: this property is in x-kubernetes-list-map-keys, so it cannot be nullable

  spec.names.kind: -
  spec.scope: "Cluster"
  spec.versions[0].schema.openAPIV3Schema.properties: {"foo":{"type":"array","items":{"type":"object","required":["key"],"properties":{"key":{"type":"string","nullable":true}}},"x-kubernetes-list-map-keys":["key"],"x-kubernetes-list-type":"map"}}
! spec.names.kind: Required value
! spec.validation.openAPIV3Schema.properties[foo].items.properties[key].nullable: Forbidden: this property is in x-kubernetes-list-map-keys, so it cannot be nullable

  spec.scope: -
  spec.versions[0].schema.openAPIV3Schema.properties: {"foo":{"type":"array","items":{"type":"object","required":["key"],"properties":{"key":{"type":"string","nullable":true}}},"x-kubernetes-list-map-keys":["key"],"x-kubernetes-list-type":"map"}}
! spec.scope: Required value
! spec.validation.openAPIV3Schema.properties[foo].items.properties[key].nullable: Forbidden: this property is in x-kubernetes-list-map-keys, so it cannot be nullable

  spec.scope: "Cluster"
  spec.versions: -
! spec.versions: Invalid value: null: must have exactly one version marked as storage version
! status.storedVersions: Invalid value: null: must have at least one stored version

  spec.scope: "Cluster"
  spec.versions[0].schema.openAPIV3Schema.properties: {"foo":{"type":"array","x-kubernetes-list-map-keys":["key"],"x-kubernetes-list-type":"map"}}
! spec.validation.openAPIV3Schema.properties[foo].items: Required value: must be specified
! spec.validation.openAPIV3Schema.properties[foo].items: Required value: must have a schema if x-kubernetes-list-type is map

  spec.scope: "Cluster"
  spec.versions[0].schema.openAPIV3Schema.properties: {"foo":{"type":"array","items":{},"x-kubernetes-list-map-keys":["key"],"x-kubernetes-list-type":"map"}}
! spec.validation.openAPIV3Schema.properties[foo].items.type: Required value: must not be empty for specified array items
! spec.validation.openAPIV3Schema.properties[foo].items.type: Invalid value: "": must be object if parent array's x-kubernetes-list-type is map

  spec.scope: "Cluster"
  spec.versions[0].schema.openAPIV3Schema.properties: {"foo":{"type":"array","items":{"type":"object","required":["key"]},"x-kubernetes-list-map-keys":["key"],"x-kubernetes-list-type":"map"}}
! spec.validation.openAPIV3Schema.properties[foo].x-kubernetes-list-map-keys: Invalid value: ["key"]: entries must all be names of item properties

  spec.scope: "Cluster"
  spec.versions[0].schema.openAPIV3Schema.properties: {"foo":{"type":"array","items":{"type":"object","required":["key"],"properties":{"key":{}}},"x-kubernetes-list-map-keys":["key"],"x-kubernetes-list-type":"map"}}
! spec.validation.openAPIV3Schema.properties[foo].items.properties[key].type: Required value: must not be empty for specified object fields

  spec.scope: "Cluster"
  spec.versions[0].schema.openAPIV3Schema.properties: {"foo":{"type":"array","items":{"type":"object","required":["key"],"properties":{"key":{"type":"string","nullable":true}}},"x-kubernetes-list-type":"map"}}
! spec.validation.openAPIV3Schema.properties[foo].x-kubernetes-list-map-keys: Required value: must not be empty if x-kubernetes-list-type is map

  spec.scope: "Cluster"
  spec.versions[0].schema.openAPIV3Schema.properties: {"foo":{"type":"array","items":{"type":"object","required":["key"],"properties":{"key":{"type":"string","nullable":true}}},"x-kubernetes-list-map-keys":[""],"x-kubernetes-list-type":"map"}}
! spec.validation.openAPIV3Schema.properties[foo].x-kubernetes-list-map-keys: Invalid value: [""]: entries must all be names of item properties

  spec.scope: "Cluster"
  spec.versions[0].schema.openAPIV3Schema.properties: {"foo":{"type":"array","items":{"type":"object","required":["key"],"properties":{"key":{"type":"string","nullable":true}}},"x-kubernetes-list-map-keys":["BAD_Value!"],"x-kubernetes-list-type":"map"}}
! spec.validation.openAPIV3Schema.properties[foo].x-kubernetes-list-map-keys: Invalid value: ["BAD_Value!"]: entries must all be names of item properties

  spec.scope: "Cluster"
  spec.versions[0].schema.openAPIV3Schema.properties: {"foo":{"type":"array","items":{"type":"object","required":["key"],"properties":{"key":{"type":"string","nullable":true}}},"x-kubernetes-list-map-keys":["a.b/c"],"x-kubernetes-list-type":"map"}}
! spec.validation.openAPIV3Schema.properties[foo].x-kubernetes-list-map-keys: Invalid value: ["a.b/c"]: entries must all be names of item properties

  spec.scope: "Cluster"
  spec.versions[0].schema.openAPIV3Schema.properties: {"foo":{"type":"array","items":{"type":"object","required":["key"],"properties":{"key":{"type":"string","nullable":true}}},"x-kubernetes-list-map-keys":["key"]}}
! spec.validation.openAPIV3Schema.properties[foo].x-kubernetes-list-type: Required value: must be map if x-kubernetes-list-map-keys is non-empty

  spec.versions[0].schema.openAPIV3Schema.properties: {"a":{}}
! spec.validation.openAPIV3Schema.properties[a].type: Required value: must not be empty for specified object fields
`,
  },
  {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    write: "update",
    base: String.raw`{"metadata":{"name":"plural.group.com"},"spec":{"group":"group.com","names":{"plural":"plural","singular":"singular","kind":"Plural","listKind":"PluralList"},"scope":"Cluster","versions":[{"name":"version","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object","properties":{"foo":{"type":"bogus"}}}}}]},"status":{"conditions":null,"acceptedNames":{"plural":"","kind":""},"storedVersions":["version"]}}`,
    rows: String.raw`
# ValidateCustomResourceDefinitionUpdate
- spec.versions[0].schema.openAPIV3Schema: {"type":"object"}
! spec.validation.openAPIV3Schema.properties[foo].type: Unsupported value: "bogus": supported values: "array", "boolean", "integer", "number", "object", "string"

- spec.versions[0].schema.openAPIV3Schema: {"type":"object"}
+ spec.versions[0].schema.openAPIV3Schema.properties: {"bar":{"type":"array","items":{"type":"object"},"x-kubernetes-list-type":"set"}}
! spec.validation.openAPIV3Schema.properties[bar].items.x-kubernetes-map-type: Invalid value: null: must be atomic as item of a list with x-kubernetes-list-type=set

  spec.preserveUnknownFields: true
- spec.versions[0].schema.openAPIV3Schema.properties: {"foo":{"type":"integer"}}
+ spec.versions[0].schema.openAPIV3Schema.properties: {"foo":{}}
! spec.validation.openAPIV3Schema.properties[foo].type: Required value: must not be empty for specified object fields

  spec.preserveUnknownFields: true
- spec.versions[0].schema: {}
+ spec.versions[0].schema.openAPIV3Schema.properties: {"foo":{}}
! spec.validation.openAPIV3Schema.properties[foo].type: Required value: must not be empty for specified object fields

  spec.versions: [{"name":"version","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object"}}},{"name":"version2","served":true,"storage":false,"schema":{"openAPIV3Schema":{"type":"object"}}}]
- spec.conversion: {"strategy":"Webhook","webhook":{"clientConfig":{"url":"https://example.com/webhook"},"conversionReviewVersions":["invalid-version_0, invalid-version"]}}
+ spec.conversion: {"strategy":"Webhook","webhook":{"clientConfig":{"url":"https://example.com/webhook"},"conversionReviewVersions":["invalid-version"]}}

  spec.versions: [{"name":"version","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object"}}},{"name":"version2","served":true,"storage":false,"schema":{"openAPIV3Schema":{"type":"object"}}}]
- spec.conversion: {"strategy":"Webhook","webhook":{"clientConfig":{"url":"https://example.com/webhook"},"conversionReviewVersions":["v1beta1","invalid-version"]}}
+ spec.conversion: {"strategy":"Webhook","webhook":{"clientConfig":{"url":"https://example.com/webhook"},"conversionReviewVersions":["invalid-version"]}}
! spec.conversion.conversionReviewVersions: Invalid value: ["invalid-version"]: must include at least one of v1, v1beta1

  spec.versions: [{"name":"version","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object"}}},{"name":"version2","served":true,"storage":false,"schema":{"openAPIV3Schema":{"type":"object"}}}]
- spec.conversion: {"strategy":"Webhook","webhook":{"clientConfig":{"url":"https://example.com/webhook"},"conversionReviewVersions":null}}
+ spec.conversion: {"strategy":"Webhook","webhook":{"clientConfig":{"url":"https://example.com/webhook"},"conversionReviewVersions":["invalid-version"]}}
! spec.conversion.conversionReviewVersions: Invalid value: ["invalid-version"]: must include at least one of v1, v1beta1

  spec.names.kind: "kind"
  spec.names.listKind: "listkind"
  spec.versions: [{"name":"version","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object"}}},{"name":"version2","served":true,"storage":false,"schema":{"openAPIV3Schema":{"type":"object"}}}]
  spec.conversion: {"strategy":"Webhook","webhook":{"clientConfig":{"service":{"namespace":"ns","name":"n","port":443},"caBundle":"Q2c9PQ=="},"conversionReviewVersions":["version2"]}}
  status.conditions: [{"type":"Established","status":"True","lastTransitionTime":null}]
  status.acceptedNames: {"plural":"plural","singular":"singular","kind":"kind","listKind":"listkind"}
- status.storedVersions: null

  spec.names.kind: "kind"
  spec.names.listKind: "listkind"
  spec.versions[0].schema: -
  spec.preserveUnknownFields: true
  status.acceptedNames: {"plural":"plural","singular":"singular","kind":"kind","listKind":"listkind"}
- status.storedVersions: null

  spec.names.kind: "kind"
  spec.names.listKind: "listkind"
  spec.versions[0].schema: -
  spec.preserveUnknownFields: true
  status.acceptedNames: {"plural":"plural","singular":"singular","kind":"kind","listKind":"listkind"}
- status.conditions: [{"type":"Established","status":"True","lastTransitionTime":null}]
- status.storedVersions: null

  spec.scope: "Namespaced"
  spec.versions[0].schema.openAPIV3Schema: {"type":"object"}
+ spec.preserveUnknownFields: true
! spec.preserveUnknownFields: Invalid value: true: cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead

  spec.scope: "Namespaced"
  spec.versions[0].schema.openAPIV3Schema: {"type":"object"}
  spec.preserveUnknownFields: true

  spec.scope: "Namespaced"
  spec.versions[0].schema: -
  spec.preserveUnknownFields: true

  spec.scope: "Namespaced"
  spec.preserveUnknownFields: true
- spec.versions: [{"name":"version","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object"}}},{"name":"version2","served":true,"storage":false}]
+ spec.versions: [{"name":"version","served":true,"storage":true},{"name":"version2","served":true,"storage":false}]

  spec.scope: "Namespaced"
  spec.preserveUnknownFields: true
- spec.versions[0].schema.openAPIV3Schema: {"type":"object"}
+ spec.versions[0].schema: -
! spec.versions[0].schema.openAPIV3Schema: Required value

  spec.scope: "Namespaced"
  spec.preserveUnknownFields: true
- spec.versions: [{"name":"version","served":true,"storage":true,"schema":{"openAPIV3Schema":{"description":"1","type":"object"}}},{"name":"version2","served":true,"storage":false,"schema":{"openAPIV3Schema":{"description":"2","type":"object"}}}]
+ spec.versions: [{"name":"version","served":true,"storage":true},{"name":"version2","served":true,"storage":false}]
! spec.versions[0].schema.openAPIV3Schema: Required value
! spec.versions[1].schema.openAPIV3Schema: Required value

  spec.scope: "Namespaced"
- spec.versions[0].schema.openAPIV3Schema.properties: {"a":{"type":"number"}}
+ spec.versions[0].schema.openAPIV3Schema.properties: {"a":{"type":"number","default":42}}

- spec.versions[0].schema.openAPIV3Schema.properties: {"foo":{"type":"array","items":{"type":"object","properties":{"key":{"type":"string"}}},"x-kubernetes-list-map-keys":["key"],"x-kubernetes-list-type":"map"}}
+ spec.versions[0].schema.openAPIV3Schema.properties: {"bar":{"type":"array","items":{"type":"object","properties":{"key":{"type":"string"}}},"x-kubernetes-list-map-keys":["key"],"x-kubernetes-list-type":"map"}}

- spec.versions[0].schema.openAPIV3Schema.properties: {"foo":{"type":"array","items":{"type":"object","properties":{"key":{"type":"string","default":"stuff"}}},"x-kubernetes-list-map-keys":["key"],"x-kubernetes-list-type":"map"}}
+ spec.versions[0].schema.openAPIV3Schema.properties: {"bar":{"type":"array","items":{"type":"object","properties":{"key":{"type":"string"}}},"x-kubernetes-list-map-keys":["key"],"x-kubernetes-list-type":"map"}}
! spec.validation.openAPIV3Schema.properties[bar].items.properties[key].default: Required value: this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property

- spec.versions[0].schema.openAPIV3Schema.properties: {"foo":{"type":"array","items":{"type":"object","required":["key"],"properties":{"key":{"type":"string","nullable":true}}},"x-kubernetes-list-map-keys":["key"],"x-kubernetes-list-type":"map"}}
+ spec.versions[0].schema.openAPIV3Schema.properties: {"bar":{"type":"array","items":{"type":"object","required":["key"],"properties":{"key":{"type":"string","nullable":true}}},"x-kubernetes-list-map-keys":["key"],"x-kubernetes-list-type":"map"}}

- spec.versions[0].schema.openAPIV3Schema.properties: {"foo":{"type":"array","items":{"type":"object","required":["key"],"properties":{"key":{"type":"string"}}},"x-kubernetes-list-map-keys":["key"],"x-kubernetes-list-type":"map"}}
+ spec.versions[0].schema.openAPIV3Schema.properties: {"bar":{"type":"array","items":{"type":"object","required":["key"],"properties":{"key":{"type":"string","nullable":true}}},"x-kubernetes-list-map-keys":["key"],"x-kubernetes-list-type":"map"}}
! spec.validation.openAPIV3Schema.properties[bar].items.properties[key].nullable: Forbidden: this property is in x-kubernetes-list-map-keys, so it cannot be nullable

- spec.versions[0].schema.openAPIV3Schema.properties: {"foo":{"type":"array","items":{"type":"object","required":["key"],"properties":{"key":{"type":"string"}},"nullable":true},"x-kubernetes-list-map-keys":["key"],"x-kubernetes-list-type":"map"}}
+ spec.versions[0].schema.openAPIV3Schema.properties: {"bar":{"type":"array","items":{"type":"object","required":["key"],"properties":{"key":{"type":"string"}},"nullable":true},"x-kubernetes-list-map-keys":["key"],"x-kubernetes-list-type":"map"}}

- spec.versions[0].schema.openAPIV3Schema.properties: {"foo":{"type":"array","items":{"type":"object","required":["key"],"properties":{"key":{"type":"string"}}},"x-kubernetes-list-map-keys":["key"],"x-kubernetes-list-type":"map"}}
+ spec.versions[0].schema.openAPIV3Schema.properties: {"bar":{"type":"array","items":{"type":"object","required":["key"],"properties":{"key":{"type":"string"}},"nullable":true},"x-kubernetes-list-map-keys":["key"],"x-kubernetes-list-type":"map"}}
! spec.validation.openAPIV3Schema.properties[bar].items.nullable: Forbidden: cannot be nullable when x-kubernetes-list-type is map

- spec.versions[0].schema.openAPIV3Schema.properties: {"foo":{"type":"array","items":{"type":"string","nullable":true},"x-kubernetes-list-type":"set"}}
+ spec.versions[0].schema.openAPIV3Schema.properties: {"bar":{"type":"array","items":{"type":"string","nullable":true},"x-kubernetes-list-type":"set"}}

- spec.versions[0].schema.openAPIV3Schema.properties: {"foo":{"type":"array","items":{"type":"string"},"x-kubernetes-list-type":"set"}}
+ spec.versions[0].schema.openAPIV3Schema.properties: {"bar":{"type":"array","items":{"type":"string","nullable":true},"x-kubernetes-list-type":"set"}}
! spec.validation.openAPIV3Schema.properties[bar].items.nullable: Forbidden: cannot be nullable when x-kubernetes-list-type is set

  metadata.name: "foos.sigs.k8s.io"
  spec.group: "sigs.k8s.io"
  spec.names: {"plural":"foos","singular":"foo","kind":"Foo","listKind":"FooList"}
  spec.scope: "Namespaced"
  spec.versions[0].name: "v1"
  spec.versions[0].schema.openAPIV3Schema: {"type":"object","x-kubernetes-preserve-unknown-fields":true}
  status.storedVersions: ["v1"]
- metadata.annotations: {"api-approved.kubernetes.io":"invalid"}
+ metadata.annotations: {"api-approved.kubernetes.io":""}
! metadata.annotations[api-approved.kubernetes.io]: Required value: protected groups must have approval annotation "api-approved.kubernetes.io", see https://github.com/kubernetes/enhancements/pull/1111

# (altered)
  spec.versions[0].schema.openAPIV3Schema.properties: {"foo":{"type":"array","items":{"type":"object","required":["key"],"properties":{"key":{"type":"string","nullable":true}}},"x-kubernetes-list-map-keys":["key"],"x-kubernetes-list-type":"map"}}
+ spec.group: -
! spec.group: Required value
! spec.group: Invalid value: "": field is immutable

  spec.versions[0].schema.openAPIV3Schema.properties: {"foo":{"type":"array","items":{"type":"object","required":["key"],"properties":{"key":{"type":"string","nullable":true}}},"x-kubernetes-list-map-keys":["key"],"x-kubernetes-list-type":"map"}}
+ spec.group: "BAD_Value!"
! spec.group: Invalid value: "BAD_Value!": {{subdomain}}
! spec.group: Invalid value: "BAD_Value!": field is immutable

  spec.versions[0].schema.openAPIV3Schema.properties: {"foo":{"type":"array","items":{"type":"object","required":["key"],"properties":{"key":{"type":"string","nullable":true}}},"x-kubernetes-list-map-keys":["key"],"x-kubernetes-list-type":"map"}}
+ spec.group: "a.b/c"
! spec.group: Invalid value: "a.b/c": {{subdomain}}
! spec.group: Invalid value: "a.b/c": field is immutable

  spec.versions[0].schema.openAPIV3Schema.properties: {"foo":{"type":"array","items":{"type":"object","required":["key"],"properties":{"key":{"type":"string","nullable":true}}},"x-kubernetes-list-map-keys":["key"],"x-kubernetes-list-type":"map"}}
+ spec.names: -
! spec.names.plural: Required value
! spec.names.singular: Required value
! spec.names.kind: Required value
! spec.names.listKind: Required value
! spec.names.plural: Invalid value: "": field is immutable

  spec.versions[0].schema.openAPIV3Schema.properties: {"foo":{"type":"array","items":{"type":"object","required":["key"],"properties":{"key":{"type":"string","nullable":true}}},"x-kubernetes-list-map-keys":["key"],"x-kubernetes-list-type":"map"}}
+ spec.names.plural: -
! spec.names.plural: Required value
! spec.names.plural: Invalid value: "": field is immutable

  spec.versions[0].schema.openAPIV3Schema.properties: {"foo":{"type":"array","items":{"type":"object","required":["key"],"properties":{"key":{"type":"string","nullable":true}}},"x-kubernetes-list-map-keys":["key"],"x-kubernetes-list-type":"map"}}
+ spec.names.kind: -
! spec.names.kind: Required value

  spec.versions[0].schema.openAPIV3Schema.properties: {"foo":{"type":"array","items":{"type":"object","required":["key"],"properties":{"key":{"type":"string","nullable":true}}},"x-kubernetes-list-map-keys":["key"],"x-kubernetes-list-type":"map"}}
+ spec.scope: -
! spec.scope: Required value

  spec.versions[0].schema.openAPIV3Schema.properties: {"foo":{"type":"array","items":{"type":"object","required":["key"],"properties":{"key":{"type":"string","nullable":true}}},"x-kubernetes-list-map-keys":["key"],"x-kubernetes-list-type":"map"}}
+ spec.scope: "BAD_Value!"
! spec.scope: Unsupported value: "BAD_Value!": supported values: "Cluster", "Namespaced"

  spec.versions[0].schema.openAPIV3Schema.properties: {"foo":{"type":"array","items":{"type":"object","required":["key"],"properties":{"key":{"type":"string","nullable":true}}},"x-kubernetes-list-map-keys":["key"],"x-kubernetes-list-type":"map"}}
+ spec.scope: "a.b/c"
! spec.scope: Unsupported value: "a.b/c": supported values: "Cluster", "Namespaced"

- spec.versions[0].schema.openAPIV3Schema.properties: {"foo":{"type":"array","items":{"type":"object","required":["key"],"properties":{"key":{"type":"string","nullable":true}}},"x-kubernetes-list-map-keys":["key"],"x-kubernetes-list-type":"map"}}
+ spec.versions[0].schema.openAPIV3Schema: {}
! spec.validation.openAPIV3Schema.type: Required value: must not be empty at the root

  spec.scope: "Namespaced"
- spec.versions[0].schema.openAPIV3Schema.properties: {"a":{"type":"number","allOf":[{"default":42}],"oneOf":[{"default":42}],"anyOf":[{"default":42}],"not":{"default":42}}}
+ spec.versions[0].schema.openAPIV3Schema.properties: {"a":{}}
! spec.validation.openAPIV3Schema.properties[a].type: Required value: must not be empty for specified object fields
`,
  },
];
