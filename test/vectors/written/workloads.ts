/** What Deployments, ReplicaSets, StatefulSets, DaemonSets and ControllerRevisions are refused for or warned about, as facts: the rows of Kubernetes 1.36 and its answers to them. The form: vector.ts. */
import type { Section } from "./vector.ts";

export const workloads: readonly Section[] = [
  {
    apiVersion: "apps/v1",
    kind: "Deployment",
    write: "create",
    base: String.raw`{"metadata":{"name":"abc","namespace":"default","annotations":{"deprecated.deployment.rollback.to":"1"}},"spec":{"replicas":0,"selector":{"matchLabels":{"name":"abc"}},"template":{"metadata":{"name":"abc","namespace":"default","labels":{"name":"abc"}},"spec":{"containers":[{"name":"ctr","image":"image","resources":{},"terminationMessagePath":"/dev/termination-log","terminationMessagePolicy":"File","imagePullPolicy":"IfNotPresent"}],"restartPolicy":"Always","terminationGracePeriodSeconds":30,"dnsPolicy":"ClusterFirst"}},"strategy":{"type":"RollingUpdate","rollingUpdate":{"maxUnavailable":1,"maxSurge":1}}}}`,
    rows: String.raw`
# ValidateDeployment
  spec.template.spec.containers[0].ports: [{"containerPort":12345,"protocol":"TCP"}]
  spec.template.spec.hostNetwork: true
  spec.template.spec.securityContext: {}

  spec.strategy.type: "randomType"
! spec.strategy: Unsupported value: {"Type":"randomType","RollingUpdate":{"MaxUnavailable":1,"MaxSurge":1}}: supported values: "Recreate", "RollingUpdate"

  spec.strategy.type: "Recreate"
  spec.strategy.rollingUpdate: {"maxUnavailable":0,"maxSurge":0}
! spec.strategy.rollingUpdate: Forbidden: may not be specified when strategy {{tick}}type{{tick}} is 'Recreate'

  spec.strategy.rollingUpdate: {"maxUnavailable":0,"maxSurge":"20Percent"}
! spec.strategy.rollingUpdate.maxSurge: Invalid value: "20Percent": a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')
! spec.strategy.rollingUpdate.maxUnavailable: Invalid value: 0: may not be 0 when {{tick}}maxSurge{{tick}} is 0

  spec.strategy.rollingUpdate: {"maxUnavailable":0,"maxSurge":"0%"}
! spec.strategy.rollingUpdate.maxUnavailable: Invalid value: 0: may not be 0 when {{tick}}maxSurge{{tick}} is 0

  spec.strategy.rollingUpdate: {"maxUnavailable":"110%","maxSurge":0}
! spec.strategy.rollingUpdate.maxUnavailable: Invalid value: "110%": must not be greater than 100%

  spec.selector.matchLabels.name: "def"
! spec.template.metadata.labels: Invalid value: {"name":"abc"}: {{tick}}selector{{tick}} does not match template {{tick}}labels{{tick}}

  spec.minReadySeconds: 600
  spec.progressDeadlineSeconds: 600
! spec.progressDeadlineSeconds: Invalid value: 600: must be greater than minReadySeconds

  spec.template.spec.ephemeralContainers: [{"name":"ec","image":"image","resources":{},"terminationMessagePolicy":"File","imagePullPolicy":"IfNotPresent"}]
! spec.template.spec.ephemeralContainers: Forbidden: ephemeral containers not allowed in pod template

  metadata.name: -
  metadata.annotations: -
  spec.selector: null
  spec.template.metadata: {}
  spec.template.spec: {"containers":null}
  spec.strategy: {}
! metadata.name: Required value: name or generateName is required
! spec.selector: Required value
! spec.template.metadata.labels: Invalid value: null: {{tick}}selector{{tick}} does not match template {{tick}}labels{{tick}}
! spec.template.spec.containers: Required value

  spec.template.spec.restartPolicy: "Never"
! spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always"

  metadata.name: "sample"
  metadata.annotations: -
  spec: {"selector":{"matchLabels":{"app":"a"}},"template":{"metadata":{"labels":{"app":"a"}},"spec":{"containers":[{"name":"main","image":"registry.example/app:1"}]}}}

# (altered)
  metadata.name: -
  spec.template.spec.ephemeralContainers: [{"name":"ec","image":"image","resources":{},"terminationMessagePolicy":"File","imagePullPolicy":"IfNotPresent"}]
! metadata.name: Required value: name or generateName is required
! spec.template.spec.ephemeralContainers: Forbidden: ephemeral containers not allowed in pod template

  metadata.name: "BAD_Value!"
  spec.template.spec.ephemeralContainers: [{"name":"ec","image":"image","resources":{},"terminationMessagePolicy":"File","imagePullPolicy":"IfNotPresent"}]
! metadata.name: Invalid value: "BAD_Value!": {{subdomain}}
! spec.template.spec.ephemeralContainers: Forbidden: ephemeral containers not allowed in pod template

  metadata.name: "a.b/c"
  spec.template.spec.ephemeralContainers: [{"name":"ec","image":"image","resources":{},"terminationMessagePolicy":"File","imagePullPolicy":"IfNotPresent"}]
! metadata.name: Invalid value: "a.b/c": {{subdomain}}
! spec.template.spec.ephemeralContainers: Forbidden: ephemeral containers not allowed in pod template

  metadata.namespace: -
  spec.template.spec.ephemeralContainers: [{"name":"ec","image":"image","resources":{},"terminationMessagePolicy":"File","imagePullPolicy":"IfNotPresent"}]
! metadata.namespace: Required value
! spec.template.spec.ephemeralContainers: Forbidden: ephemeral containers not allowed in pod template

  metadata.namespace: "BAD_Value!"
  spec.template.spec.ephemeralContainers: [{"name":"ec","image":"image","resources":{},"terminationMessagePolicy":"File","imagePullPolicy":"IfNotPresent"}]
! metadata.namespace: Invalid value: "BAD_Value!": {{label}}
! spec.template.spec.ephemeralContainers: Forbidden: ephemeral containers not allowed in pod template

  metadata.namespace: "a.b/c"
  spec.template.spec.ephemeralContainers: [{"name":"ec","image":"image","resources":{},"terminationMessagePolicy":"File","imagePullPolicy":"IfNotPresent"}]
! metadata.namespace: Invalid value: "a.b/c": {{label}}
! spec.template.spec.ephemeralContainers: Forbidden: ephemeral containers not allowed in pod template

  spec: -
! spec.selector: Required value
! spec.template.metadata.labels: Invalid value: null: {{tick}}selector{{tick}} does not match template {{tick}}labels{{tick}}
! spec.template.spec.containers: Required value

  spec.replicas: -1
  spec.template.spec.ephemeralContainers: [{"name":"ec","image":"image","resources":{},"terminationMessagePolicy":"File","imagePullPolicy":"IfNotPresent"}]
! spec.replicas: Invalid value: -1: must be greater than or equal to 0
! spec.template.spec.ephemeralContainers: Forbidden: ephemeral containers not allowed in pod template

  spec.selector: -
  spec.template.spec.ephemeralContainers: [{"name":"ec","image":"image","resources":{},"terminationMessagePolicy":"File","imagePullPolicy":"IfNotPresent"}]
! spec.selector: Required value
! spec.template.metadata.labels: Invalid value: {"name":"abc"}: {{tick}}selector{{tick}} does not match template {{tick}}labels{{tick}}
! spec.template.spec.ephemeralContainers: Forbidden: ephemeral containers not allowed in pod template

  spec.selector.matchLabels: -
  spec.template.spec.ephemeralContainers: [{"name":"ec","image":"image","resources":{},"terminationMessagePolicy":"File","imagePullPolicy":"IfNotPresent"}]
! spec.selector: Invalid value: {}: empty selector is invalid for deployment
! spec.template.spec.ephemeralContainers: Forbidden: ephemeral containers not allowed in pod template

  spec.selector.matchLabels.name: ""
  spec.template.spec.ephemeralContainers: [{"name":"ec","image":"image","resources":{},"terminationMessagePolicy":"File","imagePullPolicy":"IfNotPresent"}]
! spec.template.metadata.labels: Invalid value: {"name":"abc"}: {{tick}}selector{{tick}} does not match template {{tick}}labels{{tick}}
! spec.template.spec.ephemeralContainers: Forbidden: ephemeral containers not allowed in pod template

  spec.selector.matchLabels.name: "BAD_Value!"
  spec.template.spec.ephemeralContainers: [{"name":"ec","image":"image","resources":{},"terminationMessagePolicy":"File","imagePullPolicy":"IfNotPresent"}]
! spec.selector.matchLabels: Invalid value: "BAD_Value!": {{labelValue}}
! spec.selector: Invalid value: {"matchLabels":{"name":"BAD_Value!"}}: invalid label selector

  spec.selector.matchLabels.name: "a.b/c"
  spec.template.spec.ephemeralContainers: [{"name":"ec","image":"image","resources":{},"terminationMessagePolicy":"File","imagePullPolicy":"IfNotPresent"}]
! spec.selector.matchLabels: Invalid value: "a.b/c": {{labelValue}}
! spec.selector: Invalid value: {"matchLabels":{"name":"a.b/c"}}: invalid label selector

  spec.template: -
! spec.template.metadata.labels: Invalid value: null: {{tick}}selector{{tick}} does not match template {{tick}}labels{{tick}}
! spec.template.spec.containers: Required value
`,
  },
  {
    apiVersion: "apps/v1",
    kind: "Deployment",
    write: "update",
    base: String.raw`{"metadata":{"name":"abc","namespace":"default"},"spec":{"replicas":0,"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"ctr","image":"image","resources":{},"terminationMessagePath":"/dev/termination-log","terminationMessagePolicy":"File","imagePullPolicy":"IfNotPresent"}],"restartPolicy":"Always","terminationGracePeriodSeconds":30,"dnsPolicy":"ClusterFirst"}},"strategy":{"type":"Recreate"}}}`,
    rows: String.raw`
# ValidateDeploymentUpdate
+ spec.replicas: 1
+ spec.template.spec.volumes: [{"name":"gcepd","gcePersistentDisk":{"pdName":"my-PD","fsType":"ext4","partition":1}}]

- metadata.name: -
+ spec.replicas: 2
+ spec.selector.matchLabels: {"NoUppercaseOrSpecialCharsLike=Equals":"b"}
! metadata.name: Invalid value: "abc": field is immutable
! metadata.name: Invalid value: "abc": field is immutable
! spec.selector.matchLabels: Invalid value: "NoUppercaseOrSpecialCharsLike=Equals": {{labelName}}
! spec.selector: Invalid value: {"matchLabels":{"NoUppercaseOrSpecialCharsLike=Equals":"b"}}: invalid label selector
! spec.selector: Invalid value: {"matchLabels":{"NoUppercaseOrSpecialCharsLike=Equals":"b"}}: field is immutable

- metadata.name: -
+ spec.replicas: 2
+ spec.template.metadata.labels: {"NoUppercaseOrSpecialCharsLike=Equals":"b"}
+ spec.template.spec.containers: null
! metadata.name: Invalid value: "abc": field is immutable
! metadata.name: Invalid value: "abc": field is immutable
! spec.template.metadata.labels: Invalid value: {"NoUppercaseOrSpecialCharsLike=Equals":"b"}: {{tick}}selector{{tick}} does not match template {{tick}}labels{{tick}}
! spec.template.labels: Invalid value: "NoUppercaseOrSpecialCharsLike=Equals": {{labelName}}
! spec.template.spec.containers: Required value

+ spec.replicas: -1
+ spec.template.spec.volumes: [{"name":"gcepd","gcePersistentDisk":{"pdName":"my-PD","fsType":"ext4","partition":1}}]
! spec.replicas: Invalid value: -1: must be greater than or equal to 0

+ spec.replicas: 2
+ spec.template.spec.volumes: [{"name":"gcepd","gcePersistentDisk":{"pdName":"my-PD","fsType":"ext4","partition":1}}]

  metadata.name: "sample"
  spec: {"selector":{"matchLabels":{"app":"a"}},"template":{"metadata":{"labels":{"app":"a"}},"spec":{"containers":[{"name":"main","image":"registry.example/app:1"}]}}}

# (altered)
  metadata.annotations: {"deprecated.deployment.rollback.to":"1"}
  spec.selector.matchLabels: {"name":"abc"}
  spec.template.metadata: {"name":"abc","namespace":"default","labels":{"name":"abc"}}
  spec.strategy.type: "RollingUpdate"
  spec.strategy.rollingUpdate: {"maxUnavailable":"110%","maxSurge":0}
! spec.strategy.rollingUpdate.maxUnavailable: Invalid value: "110%": must not be greater than 100%

  metadata.annotations: {"deprecated.deployment.rollback.to":"1"}
  spec.selector.matchLabels: {"name":"abc"}
  spec.template.metadata: {"name":"abc","namespace":"default","labels":{"name":"abc"}}
  spec.strategy.type: "RollingUpdate"
  spec.strategy.rollingUpdate: {"maxUnavailable":"110%","maxSurge":0}
+ spec.replicas: -1
! spec.replicas: Invalid value: -1: must be greater than or equal to 0
! spec.strategy.rollingUpdate.maxUnavailable: Invalid value: "110%": must not be greater than 100%

  metadata.annotations: {"deprecated.deployment.rollback.to":"1"}
  spec.selector.matchLabels: {"name":"abc"}
  spec.template.metadata: {"name":"abc","namespace":"default","labels":{"name":"abc"}}
  spec.strategy.type: "RollingUpdate"
  spec.strategy.rollingUpdate: {"maxUnavailable":"110%","maxSurge":0}
+ spec.template.spec: {}
! spec.template.spec.containers: Required value
! spec.strategy.rollingUpdate.maxUnavailable: Invalid value: "110%": must not be greater than 100%

  metadata.annotations: {"deprecated.deployment.rollback.to":"1"}
  spec.selector.matchLabels: {"name":"abc"}
  spec.template.metadata: {"name":"abc","namespace":"default","labels":{"name":"abc"}}
  spec.strategy.rollingUpdate: {"maxUnavailable":"110%","maxSurge":0}
- spec.strategy.type: "RollingUpdate"
+ spec.strategy.type: "BAD_Value!"
! spec.strategy: Unsupported value: {"Type":"BAD_Value!","RollingUpdate":{"MaxUnavailable":"110%","MaxSurge":0}}: supported values: "Recreate", "RollingUpdate"

  metadata.annotations: {"deprecated.deployment.rollback.to":"1"}
  spec.selector.matchLabels: {"name":"abc"}
  spec.template.metadata: {"name":"abc","namespace":"default","labels":{"name":"abc"}}
  spec.strategy.rollingUpdate: {"maxUnavailable":"110%","maxSurge":0}
- spec.strategy.type: "RollingUpdate"
+ spec.strategy.type: "a.b/c"
! spec.strategy: Unsupported value: {"Type":"a.b/c","RollingUpdate":{"MaxUnavailable":"110%","MaxSurge":0}}: supported values: "Recreate", "RollingUpdate"

  metadata.annotations: {"deprecated.deployment.rollback.to":"1"}
  spec.selector.matchLabels: {"name":"def"}
  spec.template.metadata: {"name":"abc","namespace":"default","labels":{"name":"abc"}}
  spec.strategy.type: "RollingUpdate"
  spec.strategy.rollingUpdate: {"maxUnavailable":1,"maxSurge":1}
! spec.template.metadata.labels: Invalid value: {"name":"abc"}: {{tick}}selector{{tick}} does not match template {{tick}}labels{{tick}}

  metadata.annotations: {"deprecated.deployment.rollback.to":"1"}
  spec.template.metadata: {"name":"abc","namespace":"default","labels":{"name":"abc"}}
  spec.strategy.type: "RollingUpdate"
  spec.strategy.rollingUpdate: {"maxUnavailable":1,"maxSurge":1}
- spec.selector.matchLabels: {"name":"def"}
+ spec.selector.matchLabels: -
! spec.selector: Invalid value: {}: empty selector is invalid for deployment
! spec.selector: Invalid value: {}: field is immutable

  metadata.annotations: {"deprecated.deployment.rollback.to":"1"}
  spec.selector.matchLabels: {"name":"def"}
  spec.strategy.type: "RollingUpdate"
  spec.strategy.rollingUpdate: {"maxUnavailable":1,"maxSurge":1}
- spec.template.metadata: {"name":"abc","namespace":"default","labels":{"name":"abc"}}
+ spec.template: -
! spec.template.metadata.labels: Invalid value: null: {{tick}}selector{{tick}} does not match template {{tick}}labels{{tick}}
! spec.template.spec.containers: Required value

  metadata.annotations: {"deprecated.deployment.rollback.to":"1"}
  spec.selector.matchLabels: {"name":"def"}
  spec.strategy.type: "RollingUpdate"
  spec.strategy.rollingUpdate: {"maxUnavailable":1,"maxSurge":1}
- spec.template.metadata: {"name":"abc","namespace":"default","labels":{"name":"abc"}}
+ spec.template.metadata: -
! spec.template.metadata.labels: Invalid value: null: {{tick}}selector{{tick}} does not match template {{tick}}labels{{tick}}

+ spec: -
! spec.selector: Required value
! spec.template.metadata.labels: Invalid value: null: {{tick}}selector{{tick}} does not match template {{tick}}labels{{tick}}
! spec.template.spec.containers: Required value
! spec.selector: Invalid value: null: field is immutable

+ spec.selector: -
! spec.selector: Required value
! spec.template.metadata.labels: Invalid value: {"a":"b"}: {{tick}}selector{{tick}} does not match template {{tick}}labels{{tick}}
! spec.selector: Invalid value: null: field is immutable

+ spec.selector.matchLabels.a: ""
! spec.template.metadata.labels: Invalid value: {"a":"b"}: {{tick}}selector{{tick}} does not match template {{tick}}labels{{tick}}
! spec.selector: Invalid value: {"matchLabels":{"a":""}}: field is immutable

+ spec.selector.matchLabels.a: "BAD_Value!"
! spec.selector.matchLabels: Invalid value: "BAD_Value!": {{labelValue}}
! spec.selector: Invalid value: {"matchLabels":{"a":"BAD_Value!"}}: invalid label selector
! spec.selector: Invalid value: {"matchLabels":{"a":"BAD_Value!"}}: field is immutable

+ spec.selector.matchLabels.a: "a.b/c"
! spec.selector.matchLabels: Invalid value: "a.b/c": {{labelValue}}
! spec.selector: Invalid value: {"matchLabels":{"a":"a.b/c"}}: invalid label selector
! spec.selector: Invalid value: {"matchLabels":{"a":"a.b/c"}}: field is immutable
`,
  },
  {
    apiVersion: "apps/v1",
    kind: "Deployment",
    write: "status",
    base: String.raw`{"metadata":{"name":"foo","namespace":"default"},"spec":{"replicas":0,"selector":null,"template":{"metadata":{},"spec":{"containers":null}},"strategy":{}},"status":{"collisionCount":1}}`,
    rows: String.raw`
# ValidateDeploymentStatusUpdate
- status: -

+ status: -
! status.collisionCount: Invalid value: 0: cannot be decremented

- status.collisionCount: 2
! status.collisionCount: Invalid value: 1: cannot be decremented

  metadata.name: "sample"
  spec: {"selector":{"matchLabels":{"app":"a"}},"template":{"metadata":{"labels":{"app":"a"}},"spec":{"containers":[{"name":"main","image":"registry.example/app:1"}]}}}
  status: -
`,
  },
  {
    apiVersion: "apps/v1",
    kind: "ReplicaSet",
    write: "create",
    base: String.raw`{"metadata":{"name":"abc-123","namespace":"default"},"spec":{"replicas":0,"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"ctr","image":"image","resources":{},"terminationMessagePath":"/dev/termination-log","terminationMessagePolicy":"File","imagePullPolicy":"IfNotPresent"}],"restartPolicy":"Always","terminationGracePeriodSeconds":30,"dnsPolicy":"ClusterFirst"}}}}`,
    rows: String.raw`
# ValidateReplicaSet
  metadata.name: "abc"

  metadata.name: "hostnet"
  spec.template.spec.containers[0].name: "abc"
  spec.template.spec.containers[0].ports: [{"containerPort":12345,"protocol":"TCP"}]
  spec.template.spec.hostNetwork: true
  spec.template.spec.securityContext: {}

  spec.replicas: 1
  spec.template.spec.volumes: [{"name":"gcepd","gcePersistentDisk":{"pdName":"my-PD","fsType":"ext4","partition":1}}]

  metadata.annotations: {"NoUppercaseOrSpecialCharsLike=Equals":"bar"}
! metadata.annotations: Invalid value: "NoUppercaseOrSpecialCharsLike=Equals": {{labelName}}

  spec.template.spec.restartPolicy: "OnFailure"
! spec.template.spec.restartPolicy: Unsupported value: "OnFailure": supported values: "Always"

  metadata.namespace: -
! metadata.namespace: Required value

  metadata.name: "abc"
  spec.selector: null
! spec.selector: Required value
! spec.template.metadata.labels: Invalid value: {"a":"b"}: {{tick}}selector{{tick}} does not match template {{tick}}labels{{tick}}

  metadata.labels: {"NoUppercaseOrSpecialCharsLike=Equals":"bar"}
  spec.selector: null
  spec.template.metadata.labels: {"NoUppercaseOrSpecialCharsLike=Equals":"b"}
! metadata.labels: Invalid value: "NoUppercaseOrSpecialCharsLike=Equals": {{labelName}}
! spec.selector: Required value
! spec.template.metadata.labels: Invalid value: {"NoUppercaseOrSpecialCharsLike=Equals":"b"}: {{tick}}selector{{tick}} does not match template {{tick}}labels{{tick}}
! spec.template.labels: Invalid value: "NoUppercaseOrSpecialCharsLike=Equals": {{labelName}}

  spec.template.spec.restartPolicy: "Never"
! spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always"

  metadata.name: -
! metadata.name: Required value: name or generateName is required

  metadata.name: "abc"
  spec.selector.matchLabels: {"foo":"bar"}
! spec.template.metadata.labels: Invalid value: {"a":"b"}: {{tick}}selector{{tick}} does not match template {{tick}}labels{{tick}}

  metadata.name: "abc"
  spec.template.metadata: {}
  spec.template.spec: {"containers":null}
! spec.template.metadata.labels: Invalid value: null: {{tick}}selector{{tick}} does not match template {{tick}}labels{{tick}}
! spec.template.spec.containers: Required value

  metadata.name: "abc"
  metadata.namespace: -
  spec.replicas: 2
  spec.template.spec.volumes: [{"name":"gcepd","gcePersistentDisk":{"pdName":"my-PD","fsType":"ext4","partition":1}}]
! metadata.namespace: Required value

  metadata.name: "abc"
  spec.replicas: -1
  spec.template.metadata: {}
  spec.template.spec: {"containers":null}
! spec.replicas: Invalid value: -1: must be greater than or equal to 0
! spec.template.metadata.labels: Invalid value: null: {{tick}}selector{{tick}} does not match template {{tick}}labels{{tick}}
! spec.template.spec.containers: Required value

  metadata.labels: {"NoUppercaseOrSpecialCharsLike=Equals":"bar"}
! metadata.labels: Invalid value: "NoUppercaseOrSpecialCharsLike=Equals": {{labelName}}

  metadata.name: "sample"
  spec.replicas: -
  spec.selector.matchLabels: {"app":"a"}
  spec.template.metadata.labels: {"app":"a"}
  spec.template.spec: {"containers":[{"name":"main","image":"registry.example/app:1"}]}

# (altered)
  metadata.name: "BAD_Value!"
  spec.replicas: 1
  spec.template.spec.volumes: [{"name":"gcepd","gcePersistentDisk":{"pdName":"my-PD","fsType":"ext4","partition":1}}]
! metadata.name: Invalid value: "BAD_Value!": {{subdomain}}

  metadata.name: "a.b/c"
  spec.replicas: 1
  spec.template.spec.volumes: [{"name":"gcepd","gcePersistentDisk":{"pdName":"my-PD","fsType":"ext4","partition":1}}]
! metadata.name: Invalid value: "a.b/c": {{subdomain}}

  metadata.namespace: "BAD_Value!"
  spec.replicas: 1
  spec.template.spec.volumes: [{"name":"gcepd","gcePersistentDisk":{"pdName":"my-PD","fsType":"ext4","partition":1}}]
! metadata.namespace: Invalid value: "BAD_Value!": {{label}}

  metadata.namespace: "a.b/c"
  spec.replicas: 1
  spec.template.spec.volumes: [{"name":"gcepd","gcePersistentDisk":{"pdName":"my-PD","fsType":"ext4","partition":1}}]
! metadata.namespace: Invalid value: "a.b/c": {{label}}

  spec: -
! spec.selector: Required value
! spec.template.metadata.labels: Invalid value: null: {{tick}}selector{{tick}} does not match template {{tick}}labels{{tick}}
! spec.template.spec.containers: Required value

  spec.replicas: -1
  spec.template.spec.volumes: [{"name":"gcepd","gcePersistentDisk":{"pdName":"my-PD","fsType":"ext4","partition":1}}]
! spec.replicas: Invalid value: -1: must be greater than or equal to 0

  spec.replicas: 1
  spec.selector.matchLabels: -
  spec.template.spec.volumes: [{"name":"gcepd","gcePersistentDisk":{"pdName":"my-PD","fsType":"ext4","partition":1}}]
! spec.selector: Invalid value: {}: empty selector is invalid for deployment

  spec.replicas: 1
  spec.selector.matchLabels.a: "BAD_Value!"
  spec.template.spec.volumes: [{"name":"gcepd","gcePersistentDisk":{"pdName":"my-PD","fsType":"ext4","partition":1}}]
! spec.selector.matchLabels: Invalid value: "BAD_Value!": {{labelValue}}
! spec.selector: Invalid value: {"matchLabels":{"a":"BAD_Value!"}}: invalid label selector

  spec.replicas: 1
  spec.selector.matchLabels.a: "a.b/c"
  spec.template.spec.volumes: [{"name":"gcepd","gcePersistentDisk":{"pdName":"my-PD","fsType":"ext4","partition":1}}]
! spec.selector.matchLabels: Invalid value: "a.b/c": {{labelValue}}
! spec.selector: Invalid value: {"matchLabels":{"a":"a.b/c"}}: invalid label selector

  spec.replicas: 1
  spec.template.metadata: -
  spec.template.spec.volumes: [{"name":"gcepd","gcePersistentDisk":{"pdName":"my-PD","fsType":"ext4","partition":1}}]
! spec.template.metadata.labels: Invalid value: null: {{tick}}selector{{tick}} does not match template {{tick}}labels{{tick}}

  spec.replicas: 1
  spec.template.metadata.labels.a: ""
  spec.template.spec.volumes: [{"name":"gcepd","gcePersistentDisk":{"pdName":"my-PD","fsType":"ext4","partition":1}}]
! spec.template.metadata.labels: Invalid value: {"a":""}: {{tick}}selector{{tick}} does not match template {{tick}}labels{{tick}}

  spec.replicas: 1
  spec.template.metadata.labels.a: "BAD_Value!"
  spec.template.spec.volumes: [{"name":"gcepd","gcePersistentDisk":{"pdName":"my-PD","fsType":"ext4","partition":1}}]
! spec.template.metadata.labels: Invalid value: {"a":"BAD_Value!"}: {{tick}}selector{{tick}} does not match template {{tick}}labels{{tick}}
! spec.template.labels: Invalid value: "BAD_Value!": {{labelValue}}

  spec.replicas: 1
  spec.template.metadata.labels.a: "a.b/c"
  spec.template.spec.volumes: [{"name":"gcepd","gcePersistentDisk":{"pdName":"my-PD","fsType":"ext4","partition":1}}]
! spec.template.metadata.labels: Invalid value: {"a":"a.b/c"}: {{tick}}selector{{tick}} does not match template {{tick}}labels{{tick}}
! spec.template.labels: Invalid value: "a.b/c": {{labelValue}}

  spec.replicas: 1
  spec.template.spec: -
! spec.template.spec.containers: Required value
`,
  },
  {
    apiVersion: "apps/v1",
    kind: "ReplicaSet",
    write: "update",
    base: String.raw`{"metadata":{"name":"abc","namespace":"default"},"spec":{"replicas":0,"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"ctr","image":"image","resources":{},"terminationMessagePath":"/dev/termination-log","terminationMessagePolicy":"File","imagePullPolicy":"IfNotPresent"}],"restartPolicy":"Always","terminationGracePeriodSeconds":30,"dnsPolicy":"ClusterFirst"}}},"status":{"replicas":0}}`,
    rows: String.raw`
# ValidateReplicaSetUpdate
+ spec.replicas: 3

+ spec.replicas: 3
+ spec.template.spec.volumes: [{"name":"gcepd","gcePersistentDisk":{"pdName":"my-PD","fsType":"ext4","partition":1}}]

- metadata.name: -
+ spec.replicas: 2
+ spec.selector.matchLabels: {"NoUppercaseOrSpecialCharsLike=Equals":"b"}
! metadata.name: Invalid value: "abc": field is immutable
! metadata.name: Invalid value: "abc": field is immutable
! spec.selector.matchLabels: Invalid value: "NoUppercaseOrSpecialCharsLike=Equals": {{labelName}}
! spec.selector: Invalid value: {"matchLabels":{"NoUppercaseOrSpecialCharsLike=Equals":"b"}}: invalid label selector
! spec.selector: Invalid value: {"matchLabels":{"NoUppercaseOrSpecialCharsLike=Equals":"b"}}: field is immutable

- metadata.name: -
+ spec.replicas: 2
+ spec.template.metadata.labels: {"NoUppercaseOrSpecialCharsLike=Equals":"b"}
+ spec.template.spec.containers: null
! metadata.name: Invalid value: "abc": field is immutable
! metadata.name: Invalid value: "abc": field is immutable
! spec.template.metadata.labels: Invalid value: {"NoUppercaseOrSpecialCharsLike=Equals":"b"}: {{tick}}selector{{tick}} does not match template {{tick}}labels{{tick}}
! spec.template.labels: Invalid value: "NoUppercaseOrSpecialCharsLike=Equals": {{labelName}}
! spec.template.spec.containers: Required value

+ spec.replicas: -1
! spec.replicas: Invalid value: -1: must be greater than or equal to 0

  metadata.name: "sample"
  spec.replicas: -
  spec.selector.matchLabels: {"app":"a"}
  spec.template.metadata.labels: {"app":"a"}
  spec.template.spec: {"containers":[{"name":"main","image":"registry.example/app:1"}]}
  status: -

# (altered)
  metadata.name: "abc-123"
- spec.replicas: 1
- spec.template.spec.volumes: [{"name":"gcepd","gcePersistentDisk":{"pdName":"my-PD","fsType":"ext4","partition":1}}]
+ spec: -
! spec.selector: Required value
! spec.template.metadata.labels: Invalid value: null: {{tick}}selector{{tick}} does not match template {{tick}}labels{{tick}}
! spec.template.spec.containers: Required value
! spec.selector: Invalid value: null: field is immutable

  metadata.name: "abc-123"
  spec.replicas: 1
  spec.template.spec.volumes: [{"name":"gcepd","gcePersistentDisk":{"pdName":"my-PD","fsType":"ext4","partition":1}}]
+ spec.selector: -
! spec.selector: Required value
! spec.template.metadata.labels: Invalid value: {"a":"b"}: {{tick}}selector{{tick}} does not match template {{tick}}labels{{tick}}
! spec.selector: Invalid value: null: field is immutable

  metadata.name: "abc-123"
  spec.replicas: 1
  spec.template.spec.volumes: [{"name":"gcepd","gcePersistentDisk":{"pdName":"my-PD","fsType":"ext4","partition":1}}]
+ spec.selector.matchLabels: -
! spec.selector: Invalid value: {}: empty selector is invalid for deployment
! spec.selector: Invalid value: {}: field is immutable

  metadata.name: "abc-123"
  spec.replicas: 1
  spec.template.spec.volumes: [{"name":"gcepd","gcePersistentDisk":{"pdName":"my-PD","fsType":"ext4","partition":1}}]
+ spec.selector.matchLabels.a: ""
! spec.template.metadata.labels: Invalid value: {"a":"b"}: {{tick}}selector{{tick}} does not match template {{tick}}labels{{tick}}
! spec.selector: Invalid value: {"matchLabels":{"a":""}}: field is immutable

  metadata.name: "abc-123"
  spec.replicas: 1
  spec.template.spec.volumes: [{"name":"gcepd","gcePersistentDisk":{"pdName":"my-PD","fsType":"ext4","partition":1}}]
+ spec.selector.matchLabels.a: "BAD_Value!"
! spec.selector.matchLabels: Invalid value: "BAD_Value!": {{labelValue}}
! spec.selector: Invalid value: {"matchLabels":{"a":"BAD_Value!"}}: invalid label selector
! spec.selector: Invalid value: {"matchLabels":{"a":"BAD_Value!"}}: field is immutable

  metadata.name: "abc-123"
  spec.replicas: 1
  spec.template.spec.volumes: [{"name":"gcepd","gcePersistentDisk":{"pdName":"my-PD","fsType":"ext4","partition":1}}]
+ spec.selector.matchLabels.a: "a.b/c"
! spec.selector.matchLabels: Invalid value: "a.b/c": {{labelValue}}
! spec.selector: Invalid value: {"matchLabels":{"a":"a.b/c"}}: invalid label selector
! spec.selector: Invalid value: {"matchLabels":{"a":"a.b/c"}}: field is immutable

  metadata.name: "abc-123"
  spec.replicas: 1
- spec.template.spec.volumes: [{"name":"gcepd","gcePersistentDisk":{"pdName":"my-PD","fsType":"ext4","partition":1}}]
+ spec.template: -
! spec.template.metadata.labels: Invalid value: null: {{tick}}selector{{tick}} does not match template {{tick}}labels{{tick}}
! spec.template.spec.containers: Required value

  metadata.name: "abc-123"
  spec.replicas: 1
  spec.template.spec.volumes: [{"name":"gcepd","gcePersistentDisk":{"pdName":"my-PD","fsType":"ext4","partition":1}}]
+ spec.template.metadata: -
! spec.template.metadata.labels: Invalid value: null: {{tick}}selector{{tick}} does not match template {{tick}}labels{{tick}}

  metadata.name: "abc-123"
  spec.replicas: 1
  spec.template.spec.volumes: [{"name":"gcepd","gcePersistentDisk":{"pdName":"my-PD","fsType":"ext4","partition":1}}]
+ spec.template.metadata.labels.a: ""
! spec.template.metadata.labels: Invalid value: {"a":""}: {{tick}}selector{{tick}} does not match template {{tick}}labels{{tick}}

  metadata.name: "abc-123"
  spec.replicas: 1
  spec.template.spec.volumes: [{"name":"gcepd","gcePersistentDisk":{"pdName":"my-PD","fsType":"ext4","partition":1}}]
+ spec.template.metadata.labels.a: "BAD_Value!"
! spec.template.metadata.labels: Invalid value: {"a":"BAD_Value!"}: {{tick}}selector{{tick}} does not match template {{tick}}labels{{tick}}
! spec.template.labels: Invalid value: "BAD_Value!": {{labelValue}}

  metadata.name: "abc-123"
  spec.replicas: 1
  spec.template.spec.volumes: [{"name":"gcepd","gcePersistentDisk":{"pdName":"my-PD","fsType":"ext4","partition":1}}]
+ spec.template.metadata.labels.a: "a.b/c"
! spec.template.metadata.labels: Invalid value: {"a":"a.b/c"}: {{tick}}selector{{tick}} does not match template {{tick}}labels{{tick}}
! spec.template.labels: Invalid value: "a.b/c": {{labelValue}}

  metadata.name: "abc-123"
  spec.replicas: 1
- spec.template.spec.volumes: [{"name":"gcepd","gcePersistentDisk":{"pdName":"my-PD","fsType":"ext4","partition":1}}]
+ spec.template.spec: -
! spec.template.spec.containers: Required value

  metadata.name: "abc-123"
  spec.replicas: 1
- spec.template.spec.volumes: [{"name":"gcepd","gcePersistentDisk":{"pdName":"my-PD","fsType":"ext4","partition":1}}]
+ spec.template.spec.volumes: [{"name":"gcepd","gcePersistentDisk":{"pdName":"my-PD","fsType":"ext4","partition":1}},{"name":"gcepd","gcePersistentDisk":{"pdName":"my-PD","fsType":"ext4","partition":1}}]
! spec.template.spec.volumes[1].name: Duplicate value: "gcepd"

  metadata.name: "abc-123"
  spec.replicas: 1
- spec.template.spec.volumes: [{"name":"gcepd","gcePersistentDisk":{"pdName":"my-PD","fsType":"ext4","partition":1}}]
+ spec.template.spec.volumes: [{}]
! spec.template.spec.volumes[0].name: Required value
`,
  },
  {
    apiVersion: "apps/v1",
    kind: "ReplicaSet",
    write: "status",
    base: String.raw`{"metadata":{"name":"abc","namespace":"default"},"spec":{"replicas":0,"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"ctr","image":"image","resources":{},"terminationMessagePath":"/dev/termination-log","terminationMessagePolicy":"File","imagePullPolicy":"IfNotPresent"}],"restartPolicy":"Always","terminationGracePeriodSeconds":30,"dnsPolicy":"ClusterFirst"}}},"status":{"replicas":2}}`,
    rows: String.raw`
# ValidateReplicaSetStatusUpdate
+ spec.replicas: 3
+ status.replicas: 4

- metadata.name: -
- status.replicas: 3
+ spec.replicas: 2
+ status.replicas: -3
! metadata.name: Invalid value: "abc": field is immutable
! metadata.name: Invalid value: "abc": field is immutable
! status.replicas: Invalid value: -3: must be greater than or equal to 0
! status.fullyLabeledReplicas: Invalid value: 0: cannot be greater than status.replicas
! status.readyReplicas: Invalid value: 0: cannot be greater than status.replicas
! status.availableReplicas: Invalid value: 0: cannot be greater than status.replicas

  metadata.name: "sample"
  spec.replicas: -
  spec.selector.matchLabels: {"app":"a"}
  spec.template.metadata.labels: {"app":"a"}
  spec.template.spec: {"containers":[{"name":"main","image":"registry.example/app:1"}]}
  status: -
`,
  },
  {
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    write: "create",
    base: String.raw`{"metadata":{"name":"abc","namespace":"default"},"spec":{"replicas":0,"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"abc","image":"image","resources":{},"terminationMessagePolicy":"File","imagePullPolicy":"IfNotPresent"}],"restartPolicy":"Always","terminationGracePeriodSeconds":30,"dnsPolicy":"ClusterFirst"}},"serviceName":"","podManagementPolicy":"OrderedReady","updateStrategy":{"type":"RollingUpdate"}}}`,
    rows: String.raw`
# ValidateStatefulSet
  metadata.name: "abc-123"

  spec.template.spec.containers[0].ports: [{"containerPort":12345,"protocol":"TCP"}]
  spec.template.spec.hostNetwork: true
  spec.template.spec.securityContext: {}

  spec.podManagementPolicy: "Parallel"

  spec.replicas: 3
  spec.updateStrategy.rollingUpdate: {"partition":2}

  spec.persistentVolumeClaimRetentionPolicy: {"whenDeleted":"Delete","whenScaled":"Retain"}

  spec.replicas: 3
  spec.updateStrategy.rollingUpdate: {"partition":2,"maxUnavailable":2}

  spec.replicas: 3
  spec.ordinals: {"start":2}

  spec.template.spec.subdomain: "NoUppercaseOrSpecialCharsLike=Equals"

  spec.template.spec.hostname: "NoUppercaseOrSpecialCharsLike=Equals"

  spec.template.spec.hostname: "NoUppercaseOrSpecialCharsLike=Equals"
  spec.template.spec.subdomain: "NoUppercaseOrSpecialCharsLike=Equals"

  spec.template.spec.containers[0].ports: [{"containerPort":12345,"protocol":"TCP"}]
  spec.template.spec.containers[0].volumeMounts: [{"name":"test","mountPath":"/test"}]
  spec.volumeClaimTemplates: [{"kind":"PersistentVolumeClaim","apiVersion":"v1","metadata":{"name":"test"},"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}},"status":{}}]

  spec.template.spec.containers[0].ports: [{"containerPort":12345,"protocol":"TCP"}]
  spec.template.spec.containers[0].volumeMounts: [{"name":"test","mountPath":"/test"}]
  spec.template.spec.volumes: [{"name":"test","emptyDir":{}}]
  spec.volumeClaimTemplates: [{"kind":"PersistentVolumeClaim","apiVersion":"v1","metadata":{"name":"test"},"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}},"status":{}}]

  metadata.name: -
! metadata.name: Required value: name or generateName is required

  metadata.name: "abc.123"
! metadata.name: Invalid value: "abc.123": must not contain dots

  metadata.name: "{{a*64}}"
! metadata.name: Invalid value: "{{a*64}}": must be no more than 63 characters

  metadata.namespace: -
! metadata.namespace: Required value

  spec.selector: null
! spec.selector: Required value
! spec.template.metadata.labels: Invalid value: {"a":"b"}: {{tick}}selector{{tick}} does not match template {{tick}}labels{{tick}}

  spec.selector.matchLabels: {"foo":"bar"}
! spec.template.metadata.labels: Invalid value: {"a":"b"}: {{tick}}selector{{tick}} does not match template {{tick}}labels{{tick}}

  spec.replicas: -1
! spec.replicas: Invalid value: -1: must be greater than or equal to 0

  metadata.labels: {"NoUppercaseOrSpecialCharsLike=Equals":"bar"}
! metadata.labels: Invalid value: "NoUppercaseOrSpecialCharsLike=Equals": {{labelName}}

  metadata.labels: {"NoUppercaseOrSpecialCharsLike=Equals":"bar"}
  spec.selector.matchLabels: {"NoUppercaseOrSpecialCharsLike=Equals":"b"}
  spec.template.metadata.labels: {"NoUppercaseOrSpecialCharsLike=Equals":"b"}
  spec.template.spec.containers: null
  spec.template.spec.terminationGracePeriodSeconds: -
! metadata.labels: Invalid value: "NoUppercaseOrSpecialCharsLike=Equals": {{labelName}}
! spec.selector.matchLabels: Invalid value: "NoUppercaseOrSpecialCharsLike=Equals": {{labelName}}
! spec.selector: Invalid value: {"matchLabels":{"NoUppercaseOrSpecialCharsLike=Equals":"b"}}

  metadata.annotations: {"NoUppercaseOrSpecialCharsLike=Equals":"bar"}
! metadata.annotations: Invalid value: "NoUppercaseOrSpecialCharsLike=Equals": {{labelName}}

  spec.template.spec.restartPolicy: "OnFailure"
! spec.template.spec.restartPolicy: Unsupported value: "OnFailure": supported values: "Always"

  spec.template.spec.restartPolicy: "Never"
! spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always"

  spec.replicas: 3
  spec.updateStrategy.type: "foo"
! spec.updateStrategy: Invalid value: {"Type":"foo","RollingUpdate":null}: must be 'RollingUpdate' or 'OnDelete'

  spec.replicas: 3
  spec.updateStrategy: {"type":"OnDelete","rollingUpdate":{"partition":1}}
! spec.updateStrategy.rollingUpdate: Invalid value: {"Partition":1,"MaxUnavailable":null}: only allowed for updateStrategy 'RollingUpdate'

  spec.replicas: 3
  spec.updateStrategy.rollingUpdate: {"partition":-1}
! spec.updateStrategy.rollingUpdate.partition: Invalid value: -1: must be greater than or equal to 0

  spec.podManagementPolicy: "foo"
! spec.podManagementPolicy: Invalid value: "foo": must be 'OrderedReady' or 'Parallel'

  spec.replicas: 3
  spec.template.spec.containers: null
  spec.template.spec.activeDeadlineSeconds: 60
! spec.template.spec.containers: Required value
! spec.template.spec.activeDeadlineSeconds: Forbidden: activeDeadlineSeconds in StatefulSet is not Supported

  spec.persistentVolumeClaimRetentionPolicy: {"whenDeleted":"invalid-retention-policy","whenScaled":"invalid-retention-policy"}
! spec.persistentVolumeClaimRetentionPolicy.whenDeleted: Unsupported value: "invalid-retention-policy": supported values: "Retain", "Delete"
! spec.persistentVolumeClaimRetentionPolicy.whenScaled: Unsupported value: "invalid-retention-policy": supported values: "Retain", "Delete"

  spec.replicas: 3
  spec.ordinals: {"start":-2}
! spec.ordinals.start: Invalid value: -2: must be greater than or equal to 0

  spec.serviceName: "Invalid.Name"
! spec.serviceName: Invalid value: "Invalid.Name": {{label}}

  spec.template.spec.containers[0].ports: [{"containerPort":12345,"protocol":"TCP"}]
  spec.template.spec.containers[0].volumeMounts: [{"name":"test","mountPath":"/test"}]
! spec.template.spec.containers[0].volumeMounts[0].name: Not found: "test"

  spec.template.spec.containers[0].ports: [{"containerPort":12345,"protocol":"TCP"}]
  spec.template.spec.containers[0].volumeMounts: [{"name":"test","mountPath":"/test"}]
  spec.volumeClaimTemplates: [{"kind":"PersistentVolumeClaim","apiVersion":"v1","metadata":{"name":"test1"},"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}},"status":{}}]
! spec.template.spec.containers[0].volumeMounts[0].name: Not found: "test"

  spec.template.spec.volumes: [{"name":"test1","emptyDir":{}},{"name":"test1","emptyDir":{}}]
! spec.template.spec.volumes[1].name: Duplicate value: "test1"

  spec.volumeClaimTemplates: [{"kind":"PersistentVolumeClaim","apiVersion":"v1","metadata":{"name":"pvc"},"spec":{"resources":{"requests":{"storage":"1Gi"}}},"status":{}}]
! spec.volumeClaimTemplates[0].spec.accessModes: Required value: at least 1 access mode is required

  spec.volumeClaimTemplates: [{"kind":"PersistentVolumeClaim","apiVersion":"v1","metadata":{"name":"pvc"},"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}},"volumeAttributesClassName":"abc@123"},"status":{}}]
! spec.volumeClaimTemplates[0].spec.volumeAttributesClassName: Invalid value: "abc@123": {{subdomain}}

# (altered)
  spec: -
! spec.selector: Required value
! spec.template.metadata.labels: Invalid value: null: {{tick}}selector{{tick}} does not match template {{tick}}labels{{tick}}
! spec.template.spec.containers: Required value

  metadata.name: -
  spec.template.spec.containers[0].volumeMounts: [{"name":"pvc-abc","mountPath":"/test"}]
! metadata.name: Required value: name or generateName is required
! spec.template.spec.containers[0].volumeMounts[0].name: Not found: "pvc-abc"

  metadata.name: "BAD_Value!"
  spec.template.spec.containers[0].volumeMounts: [{"name":"pvc-abc","mountPath":"/test"}]
! metadata.name: Invalid value: "BAD_Value!": {{label}}
! spec.template.spec.containers[0].volumeMounts[0].name: Not found: "pvc-abc"

  metadata.name: "a.b/c"
  spec.template.spec.containers[0].volumeMounts: [{"name":"pvc-abc","mountPath":"/test"}]
! metadata.name: Invalid value: "a.b/c": {{label}}
! spec.template.spec.containers[0].volumeMounts[0].name: Not found: "pvc-abc"

  metadata.namespace: -
  spec.template.spec.containers[0].volumeMounts: [{"name":"pvc-abc","mountPath":"/test"}]
! metadata.namespace: Required value
! spec.template.spec.containers[0].volumeMounts[0].name: Not found: "pvc-abc"

  metadata.namespace: "BAD_Value!"
  spec.template.spec.containers[0].volumeMounts: [{"name":"pvc-abc","mountPath":"/test"}]
! metadata.namespace: Invalid value: "BAD_Value!": {{label}}
! spec.template.spec.containers[0].volumeMounts[0].name: Not found: "pvc-abc"

  metadata.namespace: "a.b/c"
  spec.template.spec.containers[0].volumeMounts: [{"name":"pvc-abc","mountPath":"/test"}]
! metadata.namespace: Invalid value: "a.b/c": {{label}}
! spec.template.spec.containers[0].volumeMounts[0].name: Not found: "pvc-abc"

  spec.replicas: -
  spec.template.spec.containers[0].volumeMounts: [{"name":"pvc-abc","mountPath":"/test"}]
! spec.template.spec.containers[0].volumeMounts[0].name: Not found: "pvc-abc"

  spec.replicas: -1
  spec.template.spec.containers[0].volumeMounts: [{"name":"pvc-abc","mountPath":"/test"}]
! spec.replicas: Invalid value: -1: must be greater than or equal to 0
! spec.template.spec.containers[0].volumeMounts[0].name: Not found: "pvc-abc"

  spec.selector: -
  spec.template.spec.containers[0].volumeMounts: [{"name":"pvc-abc","mountPath":"/test"}]
! spec.selector: Required value
! spec.template.metadata.labels: Invalid value: {"a":"b"}: {{tick}}selector{{tick}} does not match template {{tick}}labels{{tick}}
! spec.template.spec.containers[0].volumeMounts[0].name: Not found: "pvc-abc"

  spec.selector.matchLabels: -
  spec.template.spec.containers[0].volumeMounts: [{"name":"pvc-abc","mountPath":"/test"}]
! spec.selector: Invalid value: {}: empty selector is invalid for statefulset
! spec.template.spec.containers[0].volumeMounts[0].name: Not found: "pvc-abc"

  spec.selector.matchLabels.a: ""
  spec.template.spec.containers[0].volumeMounts: [{"name":"pvc-abc","mountPath":"/test"}]
! spec.template.metadata.labels: Invalid value: {"a":"b"}: {{tick}}selector{{tick}} does not match template {{tick}}labels{{tick}}
! spec.template.spec.containers[0].volumeMounts[0].name: Not found: "pvc-abc"

  spec.selector.matchLabels.a: "BAD_Value!"
  spec.template.spec.containers[0].volumeMounts: [{"name":"pvc-abc","mountPath":"/test"}]
! spec.selector.matchLabels: Invalid value: "BAD_Value!": {{labelValue}}
! spec.selector: Invalid value: {"matchLabels":{"a":"BAD_Value!"}}

  spec.selector.matchLabels.a: "a.b/c"
  spec.template.spec.containers[0].volumeMounts: [{"name":"pvc-abc","mountPath":"/test"}]
! spec.selector.matchLabels: Invalid value: "a.b/c": {{labelValue}}
! spec.selector: Invalid value: {"matchLabels":{"a":"a.b/c"}}
`,
  },
  {
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    write: "update",
    base: String.raw`{"metadata":{"name":"abc","namespace":"default"},"spec":{"replicas":0,"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"abc","image":"image","resources":{},"terminationMessagePolicy":"File","imagePullPolicy":"IfNotPresent"}],"restartPolicy":"Always","terminationGracePeriodSeconds":30,"dnsPolicy":"ClusterFirst"}},"serviceName":"","podManagementPolicy":"OrderedReady","updateStrategy":{"type":"RollingUpdate"}},"status":{"replicas":0,"availableReplicas":0}}`,
    rows: String.raw`
# ValidateStatefulSetUpdate
+ spec.replicas: 3

+ spec.template.spec.containers: [{"name":"abc","image":"image","resources":{},"terminationMessagePolicy":"File","imagePullPolicy":"IfNotPresent"},{"name":"def","image":"image2","resources":{},"terminationMessagePolicy":"File","imagePullPolicy":"IfNotPresent"}]

- spec.template.spec.containers: [{"name":"abc","image":"image","resources":{},"terminationMessagePolicy":"File","imagePullPolicy":"IfNotPresent"},{"name":"def","image":"image2","resources":{},"terminationMessagePolicy":"File","imagePullPolicy":"IfNotPresent"}]

- spec.template.spec.containers: [{"name":"abc","image":"image","resources":{},"terminationMessagePolicy":"File","imagePullPolicy":"IfNotPresent"},{"name":"def","image":"image2","resources":{},"terminationMessagePolicy":"File","imagePullPolicy":"IfNotPresent"}]
+ spec.persistentVolumeClaimRetentionPolicy: {"whenDeleted":"Retain","whenScaled":"Retain"}

- spec.persistentVolumeClaimRetentionPolicy: {"whenScaled":"Retain"}

+ spec.updateStrategy.type: "OnDelete"

+ spec.minReadySeconds: 10

- spec.minReadySeconds: 5
+ spec.minReadySeconds: 10

- metadata.finalizers: ["final"]

+ spec.ordinals: {"start":3}

  spec.serviceName: "Invalid.Name"
+ spec.replicas: 3

  spec.template.spec.containers[0].volumeMounts: [{"name":"pvc-abc","mountPath":"/test"}]
+ spec.replicas: 3

+ metadata.name: "abc2"
! metadata.name: Invalid value: "abc2": field is immutable
! metadata.name: Invalid value: "abc2": field is immutable

+ metadata.namespace: "default1"
! metadata.namespace: Invalid value: "default1": field is immutable
! metadata.namespace: Invalid value: "default1": field is immutable

+ spec.selector.matchLabels: {"c":"d"}
+ spec.template.metadata.labels: {"c":"d"}
! spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden

- spec.podManagementPolicy: "Parallel"
! spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden

+ spec.replicas: -1
! spec.replicas: Invalid value: -1: must be greater than or equal to 0

+ spec.template.metadata.labels: {"NoUppercaseOrSpecialCharsLike=Equals":"b"}
+ spec.template.spec.containers: null
! spec.template.metadata.labels: Invalid value: {"NoUppercaseOrSpecialCharsLike=Equals":"b"}: {{tick}}selector{{tick}} does not match template {{tick}}labels{{tick}}
! spec.template.labels: Invalid value: "NoUppercaseOrSpecialCharsLike=Equals": {{labelName}}
! spec.template.spec.containers: Required value
! spec.template.labels: Invalid value: "NoUppercaseOrSpecialCharsLike=Equals": {{labelName}}

# (altered)
- spec.template.spec.containers[0].volumeMounts: [{"name":"pvc-abc","mountPath":"/test"}]
+ spec: -
! spec.selector: Required value
! spec.template.metadata.labels: Invalid value: null: {{tick}}selector{{tick}} does not match template {{tick}}labels{{tick}}
! spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden

  spec.template.spec.containers[0].volumeMounts: [{"name":"pvc-abc","mountPath":"/test"}]
+ spec.selector: -
! spec.selector: Required value
! spec.template.metadata.labels: Invalid value: {"a":"b"}: {{tick}}selector{{tick}} does not match template {{tick}}labels{{tick}}
! spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden

  spec.template.spec.containers[0].volumeMounts: [{"name":"pvc-abc","mountPath":"/test"}]
+ spec.selector.matchLabels: -
! spec.selector: Invalid value: {}: empty selector is invalid for statefulset
! spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden

  spec.template.spec.containers[0].volumeMounts: [{"name":"pvc-abc","mountPath":"/test"}]
+ spec.selector.matchLabels.a: ""
! spec.template.metadata.labels: Invalid value: {"a":"b"}: {{tick}}selector{{tick}} does not match template {{tick}}labels{{tick}}
! spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden

  spec.template.spec.containers[0].volumeMounts: [{"name":"pvc-abc","mountPath":"/test"}]
+ spec.selector.matchLabels.a: "BAD_Value!"
! spec.selector.matchLabels: Invalid value: "BAD_Value!": {{labelValue}}
! spec.selector: Invalid value: {"matchLabels":{"a":"BAD_Value!"}}
! spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden

  spec.template.spec.containers[0].volumeMounts: [{"name":"pvc-abc","mountPath":"/test"}]
+ spec.selector.matchLabels.a: "a.b/c"
! spec.selector.matchLabels: Invalid value: "a.b/c": {{labelValue}}
! spec.selector: Invalid value: {"matchLabels":{"a":"a.b/c"}}
! spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden

- spec.template.spec.containers[0].volumeMounts: [{"name":"pvc-abc","mountPath":"/test"}]
+ spec.template: -
! spec.template.metadata.labels: Invalid value: null: {{tick}}selector{{tick}} does not match template {{tick}}labels{{tick}}

  spec.template.spec.containers[0].volumeMounts: [{"name":"pvc-abc","mountPath":"/test"}]
+ spec.template.metadata.labels.a: ""
! spec.template.metadata.labels: Invalid value: {"a":""}: {{tick}}selector{{tick}} does not match template {{tick}}labels{{tick}}

  spec.template.spec.containers[0].volumeMounts: [{"name":"pvc-abc","mountPath":"/test"}]
+ spec.template.metadata.labels.a: "BAD_Value!"
! spec.template.metadata.labels: Invalid value: {"a":"BAD_Value!"}: {{tick}}selector{{tick}} does not match template {{tick}}labels{{tick}}
! spec.template.labels: Invalid value: "BAD_Value!": {{labelValue}}

  spec.template.spec.containers[0].volumeMounts: [{"name":"pvc-abc","mountPath":"/test"}]
+ spec.template.metadata.labels.a: "a.b/c"
! spec.template.metadata.labels: Invalid value: {"a":"a.b/c"}: {{tick}}selector{{tick}} does not match template {{tick}}labels{{tick}}
! spec.template.labels: Invalid value: "a.b/c": {{labelValue}}

  spec.template.spec.containers[0].volumeMounts: [{"name":"pvc-abc","mountPath":"/test"}]
+ spec.template.spec.restartPolicy: "BAD_Value!"
! spec.template.spec.restartPolicy: Unsupported value: "BAD_Value!": supported values: "Always"

  spec.template.spec.containers[0].volumeMounts: [{"name":"pvc-abc","mountPath":"/test"}]
+ spec.template.spec.restartPolicy: "a.b/c"
! spec.template.spec.restartPolicy: Unsupported value: "a.b/c": supported values: "Always"

  spec.template.spec.containers[0].volumeMounts: [{"name":"pvc-abc","mountPath":"/test"}]
+ spec.podManagementPolicy: "BAD_Value!"
! spec.podManagementPolicy: Invalid value: "BAD_Value!": must be 'OrderedReady' or 'Parallel'
! spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden

  spec.template.spec.containers[0].volumeMounts: [{"name":"pvc-abc","mountPath":"/test"}]
+ spec.podManagementPolicy: "a.b/c"
! spec.podManagementPolicy: Invalid value: "a.b/c": must be 'OrderedReady' or 'Parallel'
! spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden
`,
  },
  {
    apiVersion: "apps/v1",
    kind: "DaemonSet",
    write: "create",
    base: String.raw`{"metadata":{"name":"abc-123","namespace":"default","annotations":{"deprecated.daemonset.template.generation":"0"}},"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"ctr","image":"image","resources":{},"terminationMessagePath":"/dev/termination-log","terminationMessagePolicy":"File","imagePullPolicy":"IfNotPresent"}],"restartPolicy":"Always","terminationGracePeriodSeconds":30,"dnsPolicy":"ClusterFirst"}},"updateStrategy":{"type":"OnDelete"}}}`,
    rows: String.raw`
# ValidateDaemonSet
  metadata.name: "abc"

  metadata.name: "hostnet"
  spec.template.spec.containers[0].name: "abc"
  spec.template.spec.containers[0].ports: [{"containerPort":12345,"protocol":"TCP"}]
  spec.template.spec.hostNetwork: true
  spec.template.spec.securityContext: {}

  metadata.name: "abc"
  spec.selector.matchLabels: {"foo":"bar"}
  spec.updateStrategy.type: -
! spec.template.metadata.labels: Invalid value: {"a":"b"}: {{tick}}selector{{tick}} does not match template {{tick}}labels{{tick}}

  metadata.namespace: -
  spec.updateStrategy.type: -
! metadata.namespace: Required value

  metadata.name: "abc"
  spec.template.metadata: {}
  spec.template.spec: {"containers":null}
  spec.updateStrategy.type: -
! spec.template.metadata.labels: Invalid value: null: {{tick}}selector{{tick}} does not match template {{tick}}labels{{tick}}
! spec.template.spec.containers: Required value

  metadata.labels: {"NoUppercaseOrSpecialCharsLike=Equals":"bar"}
  spec.updateStrategy.type: -
! metadata.labels: Invalid value: "NoUppercaseOrSpecialCharsLike=Equals": {{labelName}}

  metadata.labels: {"NoUppercaseOrSpecialCharsLike=Equals":"bar"}
  spec.selector: null
  spec.template.metadata: {}
  spec.updateStrategy.type: -
! metadata.labels: Invalid value: "NoUppercaseOrSpecialCharsLike=Equals": {{labelName}}
! spec.template.metadata.labels: Invalid value: null: {{tick}}selector{{tick}} does not match template {{tick}}labels{{tick}}

  metadata.annotations: {"NoUppercaseOrSpecialCharsLike=Equals":"bar","deprecated.daemonset.template.generation":"0"}
  spec.updateStrategy.type: -
! metadata.annotations: Invalid value: "NoUppercaseOrSpecialCharsLike=Equals": {{labelName}}

  spec.template.metadata: {}
  spec.template.spec.restartPolicy: "OnFailure"
  spec.updateStrategy.type: -
! spec.template.metadata.labels: Invalid value: null: {{tick}}selector{{tick}} does not match template {{tick}}labels{{tick}}
! spec.template.spec.restartPolicy: Unsupported value: "OnFailure": supported values: "Always"

  spec.template.metadata: {}
  spec.template.spec.restartPolicy: "Never"
  spec.updateStrategy.type: -
! spec.template.metadata.labels: Invalid value: null: {{tick}}selector{{tick}} does not match template {{tick}}labels{{tick}}
! spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always"

  metadata.name: "abc"
  spec.template.spec.ephemeralContainers: [{"name":"debug","image":"image","resources":{},"terminationMessagePolicy":"File","imagePullPolicy":"IfNotPresent"}]
! spec.template.spec.ephemeralContainers: Forbidden: ephemeral containers not allowed in pod template

  metadata.name: -
  spec.updateStrategy.type: -
! metadata.name: Required value: name or generateName is required

  metadata.name: "abc"
  spec.selector: null
  spec.updateStrategy.type: -
! spec.template.metadata.labels: Invalid value: {"a":"b"}: {{tick}}selector{{tick}} does not match template {{tick}}labels{{tick}}

  metadata.name: "abc"
  spec.selector.matchLabels: -
  spec.updateStrategy.type: -
! spec.selector: Invalid value: {}: empty selector is invalid for daemonset

  metadata.name: "sample"
  metadata.annotations: -
  spec: {"selector":{"matchLabels":{"app":"a"}},"template":{"metadata":{"labels":{"app":"a"}},"spec":{"containers":[{"name":"main","image":"registry.example/app:1"}]}}}

# (altered)
  metadata.name: -
  spec.template.spec.ephemeralContainers: [{"name":"debug","image":"image","resources":{},"terminationMessagePolicy":"File","imagePullPolicy":"IfNotPresent"}]
! metadata.name: Required value: name or generateName is required
! spec.template.spec.ephemeralContainers: Forbidden: ephemeral containers not allowed in pod template

  metadata.name: "BAD_Value!"
  spec.template.spec.ephemeralContainers: [{"name":"debug","image":"image","resources":{},"terminationMessagePolicy":"File","imagePullPolicy":"IfNotPresent"}]
! metadata.name: Invalid value: "BAD_Value!": {{subdomain}}
! spec.template.spec.ephemeralContainers: Forbidden: ephemeral containers not allowed in pod template

  metadata.name: "a.b/c"
  spec.template.spec.ephemeralContainers: [{"name":"debug","image":"image","resources":{},"terminationMessagePolicy":"File","imagePullPolicy":"IfNotPresent"}]
! metadata.name: Invalid value: "a.b/c": {{subdomain}}
! spec.template.spec.ephemeralContainers: Forbidden: ephemeral containers not allowed in pod template

  metadata.name: "abc"
  metadata.namespace: -
  spec.template.spec.ephemeralContainers: [{"name":"debug","image":"image","resources":{},"terminationMessagePolicy":"File","imagePullPolicy":"IfNotPresent"}]
! metadata.namespace: Required value
! spec.template.spec.ephemeralContainers: Forbidden: ephemeral containers not allowed in pod template

  metadata.name: "abc"
  metadata.namespace: "BAD_Value!"
  spec.template.spec.ephemeralContainers: [{"name":"debug","image":"image","resources":{},"terminationMessagePolicy":"File","imagePullPolicy":"IfNotPresent"}]
! metadata.namespace: Invalid value: "BAD_Value!": {{label}}
! spec.template.spec.ephemeralContainers: Forbidden: ephemeral containers not allowed in pod template

  metadata.name: "abc"
  metadata.namespace: "a.b/c"
  spec.template.spec.ephemeralContainers: [{"name":"debug","image":"image","resources":{},"terminationMessagePolicy":"File","imagePullPolicy":"IfNotPresent"}]
! metadata.namespace: Invalid value: "a.b/c": {{label}}
! spec.template.spec.ephemeralContainers: Forbidden: ephemeral containers not allowed in pod template

  metadata.name: "abc"
  spec.selector: -
  spec.template.spec.ephemeralContainers: [{"name":"debug","image":"image","resources":{},"terminationMessagePolicy":"File","imagePullPolicy":"IfNotPresent"}]
! spec.template.metadata.labels: Invalid value: {"a":"b"}: {{tick}}selector{{tick}} does not match template {{tick}}labels{{tick}}
! spec.template.spec.ephemeralContainers: Forbidden: ephemeral containers not allowed in pod template

  metadata.name: "abc"
  spec.selector.matchLabels: -
  spec.template.spec.ephemeralContainers: [{"name":"debug","image":"image","resources":{},"terminationMessagePolicy":"File","imagePullPolicy":"IfNotPresent"}]
! spec.selector: Invalid value: {}: empty selector is invalid for daemonset
! spec.template.spec.ephemeralContainers: Forbidden: ephemeral containers not allowed in pod template

  metadata.name: "abc"
  spec.selector.matchLabels.a: "BAD_Value!"
  spec.template.spec.ephemeralContainers: [{"name":"debug","image":"image","resources":{},"terminationMessagePolicy":"File","imagePullPolicy":"IfNotPresent"}]
! spec.selector.matchLabels: Invalid value: "BAD_Value!": {{labelValue}}
! spec.template.spec.ephemeralContainers: Forbidden: ephemeral containers not allowed in pod template

  metadata.name: "abc"
  spec.selector.matchLabels.a: "a.b/c"
  spec.template.spec.ephemeralContainers: [{"name":"debug","image":"image","resources":{},"terminationMessagePolicy":"File","imagePullPolicy":"IfNotPresent"}]
! spec.selector.matchLabels: Invalid value: "a.b/c": {{labelValue}}
! spec.template.spec.ephemeralContainers: Forbidden: ephemeral containers not allowed in pod template

  metadata.name: "abc"
  spec.template.metadata: -
  spec.template.spec.ephemeralContainers: [{"name":"debug","image":"image","resources":{},"terminationMessagePolicy":"File","imagePullPolicy":"IfNotPresent"}]
! spec.template.metadata.labels: Invalid value: null: {{tick}}selector{{tick}} does not match template {{tick}}labels{{tick}}
! spec.template.spec.ephemeralContainers: Forbidden: ephemeral containers not allowed in pod template

  metadata.name: "abc"
  spec.template.metadata.labels.a: ""
  spec.template.spec.ephemeralContainers: [{"name":"debug","image":"image","resources":{},"terminationMessagePolicy":"File","imagePullPolicy":"IfNotPresent"}]
! spec.template.metadata.labels: Invalid value: {"a":""}: {{tick}}selector{{tick}} does not match template {{tick}}labels{{tick}}
! spec.template.spec.ephemeralContainers: Forbidden: ephemeral containers not allowed in pod template

  metadata.name: "abc"
  spec.template.spec: -
! spec.template.spec.containers: Required value

  metadata.name: "abc"
  spec.template.spec.containers: -
  spec.template.spec.ephemeralContainers: [{"name":"debug","image":"image","resources":{},"terminationMessagePolicy":"File","imagePullPolicy":"IfNotPresent"}]
! spec.template.spec.containers: Required value
! spec.template.spec.ephemeralContainers: Forbidden: ephemeral containers not allowed in pod template
`,
  },
  {
    apiVersion: "apps/v1",
    kind: "DaemonSet",
    write: "update",
    base: String.raw`{"metadata":{"name":"abc","namespace":"default","annotations":{"deprecated.daemonset.template.generation":"1"}},"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"abc","image":"image","resources":{},"terminationMessagePath":"/dev/termination-log","terminationMessagePolicy":"File","imagePullPolicy":"IfNotPresent"}],"restartPolicy":"Always","terminationGracePeriodSeconds":30,"dnsPolicy":"ClusterFirst"}},"updateStrategy":{"type":"OnDelete"}},"status":{"currentNumberScheduled":0,"numberMisscheduled":0,"desiredNumberScheduled":0,"numberReady":0}}`,
    rows: String.raw`
# ValidateDaemonSetUpdate
- metadata.annotations: {"deprecated.daemonset.template.generation":"3"}
+ metadata.annotations: {"deprecated.daemonset.template.generation":"4"}
+ spec.template.spec.containers[0].name: "ctr"
+ spec.template.spec.nodeSelector: {"a":"b"}
+ spec.template.spec.nodeName: "xyz"

  metadata.annotations: {"deprecated.daemonset.template.generation":"4"}
+ spec.updateStrategy: {"type":"RollingUpdate","rollingUpdate":{"maxUnavailable":1,"maxSurge":0}}

+ metadata.annotations: {"deprecated.daemonset.template.generation":"2"}
+ spec.template.spec.containers[0].name: "ctr"
+ spec.template.spec.volumes: [{"name":"gcepd","gcePersistentDisk":{"pdName":"my-PD","fsType":"ext4","partition":1}}]

- metadata.annotations: {"deprecated.daemonset.template.generation":"2"}

  metadata.annotations: {"deprecated.daemonset.template.generation":"2"}
+ spec.template.spec.containers[0].name: "ctr"
+ spec.template.spec.nodeSelector: {"a":"b"}
+ spec.template.spec.nodeName: "xyz"

- metadata.name: -
! metadata.name: Invalid value: "abc": field is immutable
! metadata.name: Invalid value: "abc": field is immutable

+ metadata.annotations: {"deprecated.daemonset.template.generation":"2"}
+ spec.selector.matchLabels: {"c":"d"}
+ spec.template.metadata.labels: {"c":"d"}
+ spec.template.spec.containers[0].name: "def"
! spec.selector: Invalid value: {"matchLabels":{"c":"d"}}: field is immutable

+ spec.selector.matchLabels: {"NoUppercaseOrSpecialCharsLike=Equals":"b"}
! spec.selector: Invalid value: {"matchLabels":{"NoUppercaseOrSpecialCharsLike=Equals":"b"}}: field is immutable
! spec.selector.matchLabels: Invalid value: "NoUppercaseOrSpecialCharsLike=Equals": {{labelName}}

+ metadata.annotations: {"deprecated.daemonset.template.generation":"2"}
+ spec.template.spec.containers: null
! spec.template.spec.containers: Required value

+ spec.updateStrategy.type: "Random"
! spec.updateStrategy: Unsupported value: {"Type":"Random","RollingUpdate":null}: supported values: "RollingUpdate", "OnDelete"

  metadata.name: "sample"
  metadata.annotations: -
  spec: {"selector":{"matchLabels":{"app":"a"}},"template":{"metadata":{"labels":{"app":"a"}},"spec":{"containers":[{"name":"main","image":"registry.example/app:1"}]}}}
  status: -

# (altered)
  metadata.annotations: {"deprecated.daemonset.template.generation":"0"}
  spec.template.spec.containers[0].name: "ctr"
  spec.template.spec.ephemeralContainers: [{"name":"debug","image":"image","resources":{},"terminationMessagePolicy":"File","imagePullPolicy":"IfNotPresent"}]
! spec.template.spec.ephemeralContainers: Forbidden: ephemeral containers not allowed in pod template

  metadata.annotations: {"deprecated.daemonset.template.generation":"0"}
- spec.template.spec.containers[0].name: "ctr"
- spec.template.spec.ephemeralContainers: [{"name":"debug","image":"image","resources":{},"terminationMessagePolicy":"File","imagePullPolicy":"IfNotPresent"}]
+ spec.template: -
! spec.template.metadata.labels: Invalid value: null: {{tick}}selector{{tick}} does not match template {{tick}}labels{{tick}}
! spec.template.spec.containers: Required value

  metadata.annotations: {"deprecated.daemonset.template.generation":"0"}
  spec.template.spec.ephemeralContainers: [{"name":"debug","image":"image","resources":{},"terminationMessagePolicy":"File","imagePullPolicy":"IfNotPresent"}]
- spec.template.spec.containers[0].name: "ctr"
+ spec.template.spec.containers: -
! spec.template.spec.containers: Required value
! spec.template.spec.ephemeralContainers: Forbidden: ephemeral containers not allowed in pod template

  metadata.annotations: {"deprecated.daemonset.template.generation":"0"}
  spec.template.spec.ephemeralContainers: [{"name":"debug","image":"image","resources":{},"terminationMessagePolicy":"File","imagePullPolicy":"IfNotPresent"}]
- spec.template.spec.containers[0].name: "ctr"
+ spec.template.spec.containers[0].name: -
! spec.template.spec.containers[0].name: Required value
! spec.template.spec.ephemeralContainers: Forbidden: ephemeral containers not allowed in pod template

  metadata.annotations: {"deprecated.daemonset.template.generation":"0"}
  spec.template.spec.containers[0].name: "ctr"
  spec.template.spec.ephemeralContainers: [{"name":"debug","image":"image","resources":{},"terminationMessagePolicy":"File","imagePullPolicy":"IfNotPresent"}]
+ spec.template.spec.containers[0].image: -
! spec.template.spec.containers[0].image: Required value
! spec.template.spec.ephemeralContainers: Forbidden: ephemeral containers not allowed in pod template

  metadata.annotations: {"deprecated.daemonset.template.generation":"3"}
+ spec: -
! spec.selector: Invalid value: null: field is immutable
! spec.template.metadata.labels: Invalid value: null: {{tick}}selector{{tick}} does not match template {{tick}}labels{{tick}}
! spec.template.spec.containers: Required value

  metadata.annotations: {"deprecated.daemonset.template.generation":"3"}
+ spec.selector: -
! spec.selector: Invalid value: null: field is immutable
! spec.template.metadata.labels: Invalid value: {"a":"b"}: {{tick}}selector{{tick}} does not match template {{tick}}labels{{tick}}

  metadata.annotations: {"deprecated.daemonset.template.generation":"3"}
+ spec.selector.matchLabels: -
! spec.selector: Invalid value: {}: field is immutable
! spec.selector: Invalid value: {}: empty selector is invalid for daemonset

  metadata.annotations: {"deprecated.daemonset.template.generation":"3"}
+ spec.selector.matchLabels.a: ""
! spec.selector: Invalid value: {"matchLabels":{"a":""}}: field is immutable
! spec.template.metadata.labels: Invalid value: {"a":"b"}: {{tick}}selector{{tick}} does not match template {{tick}}labels{{tick}}

  metadata.annotations: {"deprecated.daemonset.template.generation":"3"}
+ spec.selector.matchLabels.a: "BAD_Value!"
! spec.selector: Invalid value: {"matchLabels":{"a":"BAD_Value!"}}: field is immutable
! spec.selector.matchLabels: Invalid value: "BAD_Value!": {{labelValue}}

  metadata.annotations: {"deprecated.daemonset.template.generation":"3"}
+ spec.selector.matchLabels.a: "a.b/c"
! spec.selector: Invalid value: {"matchLabels":{"a":"a.b/c"}}: field is immutable
! spec.selector.matchLabels: Invalid value: "a.b/c": {{labelValue}}

  metadata.annotations: {"deprecated.daemonset.template.generation":"3"}
+ spec.template.metadata: -
! spec.template.metadata.labels: Invalid value: null: {{tick}}selector{{tick}} does not match template {{tick}}labels{{tick}}

  metadata.annotations: {"deprecated.daemonset.template.generation":"3"}
+ spec.template.metadata.labels.a: ""
! spec.template.metadata.labels: Invalid value: {"a":""}: {{tick}}selector{{tick}} does not match template {{tick}}labels{{tick}}

  metadata.annotations: {"deprecated.daemonset.template.generation":"3"}
+ spec.template.metadata.labels.a: "BAD_Value!"
! spec.template.metadata.labels: Invalid value: {"a":"BAD_Value!"}: {{tick}}selector{{tick}} does not match template {{tick}}labels{{tick}}
! spec.template.labels: Invalid value: "BAD_Value!": {{labelValue}}
`,
  },
  {
    apiVersion: "apps/v1",
    kind: "DaemonSet",
    write: "status",
    base: String.raw`{"metadata":{"name":"abc","namespace":"default","annotations":{"deprecated.daemonset.template.generation":"0"}},"spec":{"selector":null,"template":{"metadata":{},"spec":{"containers":null}},"updateStrategy":{}},"status":{"currentNumberScheduled":1,"numberMisscheduled":2,"desiredNumberScheduled":3,"numberReady":1,"updatedNumberScheduled":1,"numberAvailable":1,"numberUnavailable":2}}`,
    rows: String.raw`
# ValidateDaemonSetStatusUpdate
+ status.numberMisscheduled: 1

  status.observedGeneration: 3
+ status.numberMisscheduled: 1
+ status.desiredNumberScheduled: -3
! status.desiredNumberScheduled: Invalid value: -3: must be greater than or equal to 0

  status.observedGeneration: 3
+ status.numberMisscheduled: 1
+ status.updatedNumberScheduled: -1
! status.updatedNumberScheduled: Invalid value: -1: must be greater than or equal to 0

  status.observedGeneration: 3
+ status.numberMisscheduled: 1
+ status.numberAvailable: -1
! status.numberAvailable: Invalid value: -1: must be greater than or equal to 0

  status.observedGeneration: 3
+ status.numberMisscheduled: 1
+ status.numberUnavailable: -2
! status.numberUnavailable: Invalid value: -2: must be greater than or equal to 0

  status.observedGeneration: 3
+ status.currentNumberScheduled: -1
+ status.numberMisscheduled: 1
! status.currentNumberScheduled: Invalid value: -1: must be greater than or equal to 0

  status.observedGeneration: 3
+ status.numberMisscheduled: -1
! status.numberMisscheduled: Invalid value: -1: must be greater than or equal to 0

  status.observedGeneration: 3
+ status.numberMisscheduled: 1
+ status.numberReady: -1
! status.numberReady: Invalid value: -1: must be greater than or equal to 0

- status.observedGeneration: 3
+ status.numberMisscheduled: 1
+ status.observedGeneration: -3
! status.observedGeneration: Invalid value: -3: must be greater than or equal to 0

  metadata.name: "sample"
  metadata.annotations: -
  spec: {"selector":{"matchLabels":{"app":"a"}},"template":{"metadata":{"labels":{"app":"a"}},"spec":{"containers":[{"name":"main","image":"registry.example/app:1"}]}}}
  status: -
`,
  },
  {
    apiVersion: "apps/v1",
    kind: "ControllerRevision",
    write: "create",
    base: String.raw`{"metadata":{"name":"validname","namespace":"validns","labels":{"foo":"bar"}},"data":{"name":"abc","namespace":"default","Spec":{"Replicas":0,"Selector":{"matchLabels":{"foo":"bar"}},"Template":{"labels":{"foo":"bar"},"Spec":{"Volumes":null,"InitContainers":null,"Containers":null,"EphemeralContainers":null,"RestartPolicy":"Always","TerminationGracePeriodSeconds":null,"ActiveDeadlineSeconds":null,"DNSPolicy":"ClusterFirst","NodeSelector":null,"ServiceAccountName":"","AutomountServiceAccountToken":null,"NodeName":"","SecurityContext":null,"ImagePullSecrets":null,"Hostname":"","Subdomain":"","SetHostnameAsFQDN":null,"Affinity":null,"SchedulerName":"","Tolerations":null,"HostAliases":null,"PriorityClassName":"","Priority":null,"PreemptionPolicy":null,"DNSConfig":null,"ReadinessGates":null,"RuntimeClassName":null,"Overhead":null,"EnableServiceLinks":null,"TopologySpreadConstraints":null,"OS":null,"SchedulingGates":null,"ResourceClaims":null,"Resources":null,"HostnameOverride":null,"SchedulingGroup":null}},"VolumeClaimTemplates":null,"ServiceName":"","PodManagementPolicy":"","UpdateStrategy":{"Type":"","RollingUpdate":null},"RevisionHistoryLimit":null,"MinReadySeconds":0,"PersistentVolumeClaimRetentionPolicy":null,"Ordinals":null},"Status":{"ObservedGeneration":null,"Replicas":0,"ReadyReplicas":0,"CurrentReplicas":0,"UpdatedReplicas":0,"CurrentRevision":"","UpdateRevision":"","CollisionCount":null,"Conditions":null,"AvailableReplicas":0}},"revision":0}`,
    rows: String.raw`
# ValidateControllerRevisionCreate
  metadata.labels: -
  data.Spec.Selector.matchLabels: {"a":"b"}
  data.Spec.Template.labels: {"a":"b"}
  data.Spec.PodManagementPolicy: "OrderedReady"
  data.Spec.UpdateStrategy.Type: "RollingUpdate"
  revision: -1
! revision: Invalid value: -1: must be greater than or equal to 0

  metadata.labels: -
  data: 0
! data: Required value: data must be a valid JSON object

  metadata.labels: -
  data: null
! data: Required value: data is mandatory

  metadata.labels: -
  data: []
! data: Required value: data must be a valid JSON object

  metadata.labels: -
  data.Spec.Selector.matchLabels: {"a":"b"}
  data.Spec.Template.labels: {"a":"b"}
  data.Spec.PodManagementPolicy: "OrderedReady"
  data.Spec.UpdateStrategy.Type: "RollingUpdate"

  metadata.namespace: -
  metadata.labels: -
  data.Spec.Selector.matchLabels: {"a":"b"}
  data.Spec.Template.labels: {"a":"b"}
  data.Spec.PodManagementPolicy: "OrderedReady"
  data.Spec.UpdateStrategy.Type: "RollingUpdate"
  revision: 100
! metadata.namespace: Required value

  metadata.labels: -
  data: true
! data: Required value: data must be a valid JSON object

  metadata.labels: -
  data: "test"
! data: Required value: data must be a valid JSON object

  metadata.name: -
  metadata.labels: -
  data.Spec.Selector.matchLabels: {"a":"b"}
  data.Spec.Template.labels: {"a":"b"}
  data.Spec.PodManagementPolicy: "OrderedReady"
  data.Spec.UpdateStrategy.Type: "RollingUpdate"
! metadata.name: Required value: name or generateName is required

  metadata.namespace: "NoUppercaseOrSpecialCharsLike=Equals"
  metadata.labels: -
  data.Spec.Selector.matchLabels: {"a":"b"}
  data.Spec.Template.labels: {"a":"b"}
  data.Spec.PodManagementPolicy: "OrderedReady"
  data.Spec.UpdateStrategy.Type: "RollingUpdate"
  revision: 100
! metadata.namespace: Invalid value: "NoUppercaseOrSpecialCharsLike=Equals": {{label}}

  metadata.name: "NoUppercaseOrSpecialCharsLike=Equals"
  metadata.labels: -
  data.Spec.Selector.matchLabels: {"a":"b"}
  data.Spec.Template.labels: {"a":"b"}
  data.Spec.PodManagementPolicy: "OrderedReady"
  data.Spec.UpdateStrategy.Type: "RollingUpdate"
! metadata.name: Invalid value: "NoUppercaseOrSpecialCharsLike=Equals": {{subdomain}}

  metadata.namespace: "NoUppercaseOrSpecialCharsLike=Equals"
  metadata.labels: -
  data: null
  revision: 100
! metadata.namespace: Invalid value: "NoUppercaseOrSpecialCharsLike=Equals": {{label}}
! data: Required value: data is mandatory

  metadata.labels: -
  data: {}

  revision: -1
! revision: Invalid value: -1: must be greater than or equal to 0

  metadata.name: -
! metadata.name: Required value: name or generateName is required

  metadata.name: "NoUppercaseOrSpecialCharsLike=Equals"
! metadata.name: Invalid value: "NoUppercaseOrSpecialCharsLike=Equals": {{subdomain}}

  metadata.namespace: -
  revision: 100
! metadata.namespace: Required value

  metadata.namespace: "NoUppercaseOrSpecialCharsLike=Equals"
  revision: 100
! metadata.namespace: Invalid value: "NoUppercaseOrSpecialCharsLike=Equals": {{label}}

  data: null
! data: Required value: data is mandatory

  metadata: {"name":"foo1","namespace":"test"}

  metadata: {"name":"test-jqfcd","generateName":"test-","namespace":"test"}

  metadata: {"name":"foo2","namespace":"test","generation":1}

  metadata: {"name":"foo1","namespace":"test","generation":1}

  metadata: {"namespace":"test"}
  revision: -1
! metadata.name: Required value: name or generateName is required
! revision: Invalid value: -1: must be greater than or equal to 0

  metadata: {"namespace":"test"}
! metadata.name: Required value: name or generateName is required

  metadata: {"namespace":"test"}
  revision: 100
! metadata.name: Required value: name or generateName is required

  metadata: {"namespace":"test"}
  data: null
! metadata.name: Required value: name or generateName is required
! data: Required value: data is mandatory

  metadata: {"name":".","namespace":"test"}
! metadata.name: Invalid value: ".": {{subdomain}}

  metadata: {"name":"..","namespace":"test"}
! metadata.name: Invalid value: "..": {{subdomain}}

  metadata: {"name":"/","namespace":"test"}
! metadata.name: Invalid value: "/": {{subdomain}}

  metadata: {"name":"%","namespace":"test"}
! metadata.name: Invalid value: "%": {{subdomain}}

  metadata.name: "foo1"
  metadata.namespace: "test"
  metadata.generation: 1

  metadata.name: "foo2"
  metadata.namespace: "test"
  metadata.generation: 1

  metadata.name: "foo4"
  metadata.namespace: "bar1"

  metadata.name: "foo5"
  metadata.namespace: "bar3"

  metadata.name: "foo5"
  metadata.namespace: "bar4"

  metadata: {"name":"sample","namespace":"default"}
  data: {"spec":{}}
  revision: 1
`,
  },
  {
    apiVersion: "apps/v1",
    kind: "ControllerRevision",
    write: "update",
    base: String.raw`{"metadata":{"name":"validname","namespace":"validns","labels":{"foo":"bar"}},"data":{"name":"abc","namespace":"default","Spec":{"Replicas":0,"Selector":{"matchLabels":{"foo":"bar"}},"Template":{"labels":{"foo":"bar"},"Spec":{"Volumes":null,"InitContainers":null,"Containers":null,"EphemeralContainers":null,"RestartPolicy":"Always","TerminationGracePeriodSeconds":null,"ActiveDeadlineSeconds":null,"DNSPolicy":"ClusterFirst","NodeSelector":null,"ServiceAccountName":"","AutomountServiceAccountToken":null,"NodeName":"","SecurityContext":null,"ImagePullSecrets":null,"Hostname":"","Subdomain":"","SetHostnameAsFQDN":null,"Affinity":null,"SchedulerName":"","Tolerations":null,"HostAliases":null,"PriorityClassName":"","Priority":null,"PreemptionPolicy":null,"DNSConfig":null,"ReadinessGates":null,"RuntimeClassName":null,"Overhead":null,"EnableServiceLinks":null,"TopologySpreadConstraints":null,"OS":null,"SchedulingGates":null,"ResourceClaims":null,"Resources":null,"HostnameOverride":null,"SchedulingGroup":null}},"VolumeClaimTemplates":null,"ServiceName":"","PodManagementPolicy":"","UpdateStrategy":{"Type":"","RollingUpdate":null},"RevisionHistoryLimit":null,"MinReadySeconds":0,"PersistentVolumeClaimRetentionPolicy":null,"Ordinals":null},"Status":{"ObservedGeneration":null,"Replicas":0,"ReadyReplicas":0,"CurrentReplicas":0,"UpdatedReplicas":0,"CurrentRevision":"","UpdateRevision":"","CollisionCount":null,"Conditions":null,"AvailableReplicas":0}},"revision":0}`,
    rows: String.raw`
# ValidateControllerRevisionUpdate
  metadata.labels: -
  data.Spec.Selector.matchLabels: {"a":"b"}
  data.Spec.Template.labels: {"a":"b"}
  data.Spec.PodManagementPolicy: "OrderedReady"
  data.Spec.UpdateStrategy.Type: "RollingUpdate"

  metadata.labels: -
  data.Spec.Selector.matchLabels: {"a":"b"}
  data.Spec.Template.labels: {"a":"b"}
  data.Spec.PodManagementPolicy: "OrderedReady"
  data.Spec.UpdateStrategy.Type: "RollingUpdate"
+ revision: 1

+ revision: 1

- metadata: {"name":"foo2","namespace":"test","generation":1}
+ metadata.name: "foo2"
+ metadata.namespace: "test"
+ metadata.generation: 1

- metadata: {"name":"foo6","namespace":"test","generation":1,"annotations":{"A":"1"}}
+ metadata: {"name":"foo6","namespace":"test","generation":1,"annotations":{"A":"2"}}

  metadata: {"name":"foo8","namespace":"test","generation":1}

  metadata: {"name":"sample","namespace":"default"}
  data: {"spec":{}}
  revision: 1
`,
  },
];
