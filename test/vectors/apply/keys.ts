/** structured-merge-diff, merge/default_keys_test.go, key_test.go. */
import { apply, type Table } from "./vector.ts";

export const defaultKeys: Table = {
  of: "TestDefaultKeysFlat, TestDefaultKeysFlatErrors",
  shape: { struct: { containerPorts: { keyed: { struct: { port: "number", protocol: "string", name: "string" }, defaults: { protocol: "TCP" } }, by: ["port","protocol"] } } },
  rows: [
    {
      name: "apply_missing_defaulted_key_A",
      steps: [
        apply("default", "{containerPorts: [{port: 80}]}"),
      ],
      object: "{containerPorts: [{port: 80}]}",
      managed: { default: ["v1", '.containerPorts[port=80,protocol="TCP"]', '.containerPorts[port=80,protocol="TCP"].port'] },
    },
    {
      name: "apply_missing_defaulted_key_B",
      steps: [
        apply("default", "{containerPorts: [{port: 80}, {port: 80, protocol: UDP}]}"),
      ],
      object: "{containerPorts: [{port: 80}, {port: 80, protocol: UDP}]}",
      managed: { default: ["v1", '.containerPorts[port=80,protocol="TCP"]', '.containerPorts[port=80,protocol="UDP"]', '.containerPorts[port=80,protocol="TCP"].port', '.containerPorts[port=80,protocol="UDP"].port', '.containerPorts[port=80,protocol="UDP"].protocol'] },
    },
    {
      name: "apply_missing_defaulted_key_with_conflict",
      steps: [
        apply("apply-one", "{containerPorts: [{name: foo, port: 80, protocol: TCP}]}"),
        apply("apply-two", "{containerPorts: [{name: bar, port: 80}]}", { conflicts: ['apply-one .containerPorts[port=80,protocol="TCP"].name'] }),
      ],
      object: "{containerPorts: [{name: foo, port: 80, protocol: TCP}]}",
      managed: { "apply-one": ["v1", '.containerPorts[port=80,protocol="TCP"]', '.containerPorts[port=80,protocol="TCP"].name', '.containerPorts[port=80,protocol="TCP"].port', '.containerPorts[port=80,protocol="TCP"].protocol'] },
    },
    {
      name: "apply_missing_undefaulted_defaulted_key",
      steps: [
        apply("default", "{containerPorts: [{name: A, protocol: TCP}]}"),
      ],
      object: "{containerPorts: [{name: A, protocol: TCP}]}",
      managed: { default: ["v1", '.containerPorts[protocol="TCP"]', '.containerPorts[protocol="TCP"].name', '.containerPorts[protocol="TCP"].protocol'] },
    },
    {
      name: "apply_missing_defaulted_key_ambiguous_A",
      steps: [
        apply("default", "{containerPorts: [{port: 80}, {port: 80}]}", { error: '.containerPorts: duplicate entries for key [port=80,protocol="TCP"]' }),
      ],
    },
    {
      name: "apply_missing_defaulted_key_ambiguous_B",
      steps: [
        apply("default", "{containerPorts: [{port: 80}, {port: 80, protocol: TCP}]}", { error: '.containerPorts: duplicate entries for key [port=80,protocol="TCP"]' }),
      ],
    },
  ],
};

export const nestedDefaultKeys: Table = {
  of: "TestDefaultKeysNested",
  shape: { struct: { book: { keyed: { struct: { chapter: "number", section: "string", sentences: { keyed: { struct: { page: "number", line: "number", text: "string" }, defaults: { page: 2, line: 3 } }, by: ["page","line"] } }, defaults: { chapter: 1, section: "A" } }, by: ["chapter","section"] } } },
  rows: [
    {
      name: "apply_integer_key_with_float_default",
      steps: [
        apply("default", "{book: [{sentences: [{text: blah}]}]}"),
        apply("default", "{book: [{sentences: [{page: 2, text: blah}]}]}"),
      ],
      object: "{book: [{sentences: [{page: 2, text: blah}]}]}",
      managed: { default: ["v1", '.book[chapter=1,section="A"]', '.book[chapter=1,section="A"].sentences[line=3,page=2]', '.book[chapter=1,section="A"].sentences[line=3,page=2].page', '.book[chapter=1,section="A"].sentences[line=3,page=2].text'] },
    },
    {
      name: "apply_missing_every_key_nested",
      steps: [
        apply("default", "{book: [{sentences: [{text: blah}]}]}"),
      ],
      object: "{book: [{sentences: [{text: blah}]}]}",
      managed: { default: ["v1", '.book[chapter=1,section="A"]', '.book[chapter=1,section="A"].sentences[line=3,page=2]', '.book[chapter=1,section="A"].sentences[line=3,page=2].text'] },
    },
  ],
};

export const keyedLists: Table = {
  of: "TestUpdateAssociativeLists",
  shape: { struct: { list: { keyed: { struct: { name: "string", value: "number" } }, by: ["name"] } } },
  rows: [
    {
      name: "removing_obsolete_applied_structs",
      steps: [
        apply("default", "{list: [{name: a, value: 1}]}"),
        apply("default", "{list: [{name: b, value: 2}]}"),
      ],
      object: "{list: [{name: b, value: 2}]}",
      managed: { default: ["v1", '.list[name="b"]', '.list[name="b"].name', '.list[name="b"].value'] },
    },
  ],
};
