/** apimachinery, managedfields/internal/lastappliedmanager_test.go: what kubectl may take over of what it applied on the client's side. */

export interface LastApplied {
  readonly test: string;
  readonly manager: string;
  /** YAML; absent: the same as the original. */
  readonly record?: string;
  readonly original: string;
  readonly applied: string;
  /** Paths; absent: none. */
  readonly conflicts?: readonly string[];
}

export const lastApplied: readonly LastApplied[] = [
  {
    test: "TestApplyUsingLastAppliedAnnotation/test 0",
    manager: "kubectl",
    record: '{apiVersion: "apps/v1", kind: Deployment, metadata: {name: my-deployment}, spec: {replicas: 3, selector: {matchLabels: {app: my-app}}, template: {metadata: {labels: {app: my-app}}, spec: {containers: [{image: my-image-v1, name: my-c}, {image: my-image2, name: my-c2}]}}}}',
    original: '{apiVersion: "apps/v1", kind: Deployment, metadata: {labels: {app: my-app}, name: my-deployment}, spec: {replicas: 100, selector: {matchLabels: {app: my-app}}, template: {metadata: {labels: {app: my-app}}, spec: {containers: [{image: my-image-v2, name: my-c}]}}}}',
    applied: '{apiVersion: "apps/v1", kind: Deployment, metadata: {labels: {app: my-new-label}, name: my-deployment}, spec: {replicas: 333, selector: {matchLabels: {app: my-new-label}}, template: {metadata: {labels: {app: my-new-label}}, spec: {containers: [{image: my-image-new, name: my-c}]}}}}',
    conflicts: [".metadata.labels.app", ".spec.replicas", '.spec.template.spec.containers[name="my-c"].image'],
  },
  {
    test: "TestApplyUsingLastAppliedAnnotation/test 1",
    manager: "kubectl",
    record: '{apiVersion: "apps/v1", kind: Deployment, metadata: {labels: {app: my-app}, name: my-deployment}, spec: {replicas: 3, selector: {matchLabels: {app: my-app}}, template: {metadata: {labels: {app: my-app}}, spec: {containers: [{image: my-image, name: my-c}]}}}}',
    original: '{apiVersion: "apps/v1", kind: Deployment, metadata: {labels: {app: my-app}, name: my-deployment}, spec: {replicas: 100, selector: {matchLabels: {app: my-app}}, template: {metadata: {labels: {app: my-app}}, spec: {containers: [{image: my-image, name: my-c}]}}}}',
    applied: '{apiVersion: "apps/v1", kind: Deployment, metadata: {labels: {app: my-new-label}, name: my-deployment}, spec: {replicas: 3, template: {metadata: {labels: {app: my-app}}, spec: {containers: [{image: my-image, name: my-c}]}}}}',
    conflicts: [".spec.replicas"],
  },
  {
    test: "TestApplyUsingLastAppliedAnnotation/test 2",
    manager: "kubectl",
    original: '{apiVersion: "apps/v1", kind: Deployment, metadata: {labels: {app: my-app}, name: my-deployment}, spec: {replicas: 100, selector: {matchLabels: {app: my-app}}, template: {metadata: {labels: {app: my-app}}, spec: {containers: [{image: my-image, name: my-c}]}}}}',
    applied: '{apiVersion: "apps/v1", kind: Deployment, metadata: {labels: {app: my-app}, name: my-deployment}, spec: {replicas: 100, selector: {matchLabels: {app: my-app}}, template: {metadata: {labels: {app: my-app}}, spec: {containers: [{image: my-image, name: my-c}]}}}}',
  },
  {
    test: "TestApplyUsingLastAppliedAnnotation/test 3",
    manager: "kubectl",
    original: '{apiVersion: "apps/v1", kind: Deployment, metadata: {labels: {app: my-app}, name: my-deployment}, spec: {replicas: 3, selector: {matchLabels: {app: my-app}}, template: {metadata: {labels: {app: my-app}}, spec: {containers: [{image: my-image, name: my-c}]}}}}',
    applied: '{apiVersion: "apps/v1", kind: Deployment, metadata: {labels: {app: my-new-label}, name: my-deployment}, spec: {replicas: 333, selector: {matchLabels: {app: my-new-label}}, template: {metadata: {labels: {app: my-new-label}}, spec: {containers: [{image: my-image, name: my-c}]}}}}',
  },
  {
    test: "TestApplyUsingLastAppliedAnnotation/test 4",
    manager: "not_kubectl",
    record: '{apiVersion: "apps/v1", kind: Deployment, metadata: {labels: {app: my-app}, name: my-deployment}, spec: {replicas: 3, selector: {matchLabels: {app: my-app}}, template: {metadata: {labels: {app: my-app}}, spec: {containers: [{image: my-image-v1, name: my-c}]}}}}',
    original: '{apiVersion: "apps/v1", kind: Deployment, metadata: {labels: {app: my-app}, name: my-deployment}, spec: {replicas: 100, selector: {matchLabels: {app: my-app}}, template: {metadata: {labels: {app: my-app}}, spec: {containers: [{image: my-image-v2, name: my-c}]}}}}',
    applied: '{apiVersion: "apps/v1", kind: Deployment, metadata: {labels: {app: my-new-label}, name: my-deployment}, spec: {replicas: 333, selector: {matchLabels: {app: my-new-label}}, template: {metadata: {labels: {app: my-new-label}}, spec: {containers: [{image: my-image-new, name: my-c}]}}}}',
    conflicts: [".metadata.labels.app", ".spec.replicas", ".spec.selector", ".spec.template.metadata.labels.app", '.spec.template.spec.containers[name="my-c"].image'],
  },
  {
    test: "TestApplyUsingLastAppliedAnnotation/test 5",
    manager: "kubectl",
    original: '{apiVersion: "apps/v1", kind: Deployment, metadata: {labels: {app: my-app}, name: my-deployment}, spec: {replicas: 3, selector: {matchLabels: {app: my-app}}, template: {metadata: {labels: {app: my-app}}, spec: {containers: [{image: my-image, name: my-c}]}}}}',
    applied: '{apiVersion: "apps/v1", kind: Deployment, metadata: {labels: {app: my-new-label}, name: my-deployment}, spec: {replicas: 3, selector: {matchLabels: {app: my-app}}, template: {metadata: {labels: {app: my-app}}, spec: {containers: [{image: my-new-image, name: my-c}]}}}}',
  },
  {
    test: "TestApplyUsingLastAppliedAnnotation/test 6",
    manager: "not_kubectl",
    original: '{apiVersion: "apps/v1", kind: Deployment, metadata: {labels: {app: my-app}, name: my-deployment}, spec: {replicas: 100, selector: {matchLabels: {app: my-app}}, template: {metadata: {labels: {app: my-app}}, spec: {containers: [{image: my-image, name: my-c}]}}}}',
    applied: '{apiVersion: "apps/v1", kind: Deployment, metadata: {labels: {app: my-new-label}, name: my-deployment}, spec: {replicas: 3, selector: {matchLabels: {app: my-app}}, template: {metadata: {labels: {app: my-app}}, spec: {containers: [{image: my-new-image, name: my-c}]}}}}',
    conflicts: [".metadata.labels.app", ".spec.replicas", '.spec.template.spec.containers[name="my-c"].image'],
  },
  {
    test: "TestApplyUsingLastAppliedAnnotation/test 7",
    manager: "kubectl",
    original: '{apiVersion: "apps/v1", kind: Deployment, metadata: {name: my-deployment}, spec: {replicas: 3}}',
    applied: '{apiVersion: "apps/v1", kind: Deployment, metadata: {name: my-deployment}, spec: {replicas: 100}}',
  },
  {
    test: "TestApplyUsingLastAppliedAnnotation/test 8",
    manager: "kubectl",
    record: '{apiVersion: "extensions/v1beta1", kind: Deployment, metadata: {name: my-deployment}, spec: {replicas: 3}}',
    original: '{apiVersion: "apps/v1", kind: Deployment, metadata: {name: my-deployment}, spec: {replicas: 3}}',
    applied: '{apiVersion: "apps/v1", kind: Deployment, metadata: {name: my-deployment}, spec: {replicas: 100}}',
    conflicts: [".spec.replicas"],
  },
  {
    test: "TestApplyUsingLastAppliedAnnotation/test 9",
    manager: "kubectl",
    record: "{apiVerison: foo, kind: bar, spec: expect conflict due to invalid object}",
    original: '{apiVersion: "apps/v1", kind: Deployment, metadata: {name: my-deployment}, spec: {replicas: 3}}',
    applied: '{apiVersion: "apps/v1", kind: Deployment, metadata: {name: my-deployment}, spec: {replicas: 100}}',
    conflicts: [".spec.replicas"],
  },
  {
    test: "TestApplyUsingLastAppliedAnnotation/test 10",
    manager: "kubectl",
    record: "null",
    original: '{apiVersion: "apps/v1", kind: Deployment, metadata: {name: my-deployment}, spec: {replicas: 3}}',
    applied: '{apiVersion: "apps/v1", kind: Deployment, metadata: {name: my-deployment}, spec: {replicas: 100}}',
    conflicts: [".spec.replicas"],
  },
  {
    test: "TestServiceApply/test 0",
    manager: "kubectl",
    original: "{apiVersion: v1, kind: Service, metadata: {name: test}, spec: {ports: [{name: https, port: 443, protocol: TCP, targetPort: 8443}], selector: {old: test}}}",
    applied: "{apiVersion: v1, kind: Service, metadata: {name: test}, spec: {ports: [{name: https, port: 443, protocol: TCP, targetPort: 8444}], selector: {new: test}}}",
  },
  {
    test: "TestServiceApply/test 1",
    manager: "kubectl",
    original: "{apiVersion: v1, kind: Service, metadata: {name: test}, spec: {ports: [{name: https, port: 443, protocol: TCP, targetPort: 8443}], selector: {old: test}}}",
    applied: "{apiVersion: v1, kind: Service, metadata: {name: test}, spec: {ports: [{name: https, port: 443, protocol: TCP, targetPort: 8444}], selector: {}}}",
  },
  {
    test: "TestServiceApply/test 2",
    manager: "not_kubectl",
    original: "{apiVersion: v1, kind: Service, metadata: {name: test}, spec: {ports: [{name: https, port: 443, protocol: TCP, targetPort: 8443}], selector: {old: test}}}",
    applied: "{apiVersion: v1, kind: Service, metadata: {name: test}, spec: {ports: [{name: https, port: 443, protocol: TCP, targetPort: 8444}], selector: {new: test}}}",
    conflicts: [".spec.selector", '.spec.ports[port=443,protocol="TCP"].targetPort'],
  },
  {
    test: "TestReplicationControllerApply/test 0",
    manager: "kubectl",
    original: "{apiVersion: v1, kind: ReplicationController, metadata: {name: test}, spec: {replicas: 0, selector: {old: test}}}",
    applied: "{apiVersion: v1, kind: ReplicationController, metadata: {name: test}, spec: {replicas: 3, selector: {new: test}}}",
  },
  {
    test: "TestReplicationControllerApply/test 1",
    manager: "not_kubectl",
    original: "{apiVersion: v1, kind: ReplicationController, metadata: {name: test}, spec: {replicas: 0, selector: {old: test}}}",
    applied: "{apiVersion: v1, kind: ReplicationController, metadata: {name: test}, spec: {replicas: 3, selector: {new: test}}}",
    conflicts: [".spec.replicas", ".spec.selector"],
  },
  {
    test: "TestPodApply/test 0",
    manager: "kubectl",
    original: '{apiVersion: v1, kind: Pod, metadata: {name: test, namespace: test}, spec: {containers: [{args: ["-v=2"], command: [controller], image: "some.registry/app:latest", name: doJob}], nodeName: definetlyControlPlane, nodeSelector: {node-role.kubernetes.io/master: ""}}}',
    applied: '{apiVersion: v1, kind: Pod, metadata: {name: test, namespace: test}, spec: {containers: [{args: ["-v=2"], command: [controller], image: "some.registry/app:latest", name: doJob}], nodeSelector: {node-role.kubernetes.io/worker: ""}}}',
  },
  {
    test: "TestPodApply/test 1",
    manager: "not_kubectl",
    original: '{apiVersion: v1, kind: Pod, metadata: {name: test, namespace: test}, spec: {containers: [{args: ["-v=2"], command: [controller], image: "some.registry/app:latest", name: doJob}], nodeName: definetlyControlPlane, nodeSelector: {node-role.kubernetes.io/master: ""}}}',
    applied: '{apiVersion: v1, kind: Pod, metadata: {name: test, namespace: test}, spec: {containers: [{args: ["-v=2"], command: [controller], image: "some.registry/app:latest", name: doJob}], nodeName: definetlyControlPlane, nodeSelector: {node-role.kubernetes.io/master: "", otherNodeType: ""}}}',
    conflicts: [".spec.nodeSelector"],
  },
  {
    test: "TestPodApply/test 2",
    manager: "not_kubectl",
    original: '{apiVersion: v1, kind: Pod, metadata: {name: test, namespace: test}, spec: {containers: [{args: ["-v=2"], command: [controller], image: "some.registry/app:latest", name: doJob}], nodeName: definetlyControlPlane, nodeSelector: {node-role.kubernetes.io/master: ""}}}',
    applied: '{apiVersion: v1, kind: Pod, metadata: {name: test, namespace: test}, spec: {containers: [{args: ["-v=2"], command: [controller], image: "some.registry/app:latest", name: doJob}], nodeName: another, nodeSelector: {}}}',
    conflicts: [".spec.nodeName", ".spec.nodeSelector"],
  },
  {
    test: "TestPodApply/test 3",
    manager: "kubectl",
    original: '{apiVersion: v1, kind: Pod, metadata: {name: test, namespace: test}, spec: {containers: [{args: ["-v=2"], command: [controller], image: "some.registry/app:latest", name: doJob}], nodeName: definetlyControlPlane, nodeSelector: {node-role.kubernetes.io/master: ""}}}',
    applied: '{apiVersion: v1, kind: Pod, metadata: {name: test, namespace: test}, spec: {containers: [{args: ["-v=2"], command: [controller], image: "some.registry/app:latest", name: doJob}], nodeName: another, nodeSelector: {}}}',
  },
];
