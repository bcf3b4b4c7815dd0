/** What Jobs and CronJobs are refused for or warned about, as facts: the rows of Kubernetes 1.36 and its answers to them. The form: vector.ts. */
import type { Section } from "./vector.ts";

export const jobs: readonly Section[] = [
  {
    apiVersion: "batch/v1",
    kind: "Job",
    write: "create",
    base: String.raw`{"metadata":{"name":"myjob","namespace":"default"},"spec":{"completions":2,"podFailurePolicy":{"rules":[{"action":"FailIndex","onExitCodes":{"operator":"In","values":[10]}}]},"backoffLimitPerIndex":1,"selector":{"matchLabels":{"batch.kubernetes.io/controller-uid":"1a2b3c","batch.kubernetes.io/job-name":"myjob","controller-uid":"1a2b3c","job-name":"myjob"}},"manualSelector":true,"template":{"metadata":{"labels":{"batch.kubernetes.io/controller-uid":"1a2b3c","batch.kubernetes.io/job-name":"myjob","controller-uid":"1a2b3c","job-name":"myjob"}},"spec":{"initContainers":[{"name":"def","image":"image","resources":{},"terminationMessagePath":"/dev/termination-log","terminationMessagePolicy":"File","imagePullPolicy":"IfNotPresent"}],"containers":[{"name":"ctr","image":"image","resources":{},"terminationMessagePath":"/dev/termination-log","terminationMessagePolicy":"File","imagePullPolicy":"IfNotPresent"}],"restartPolicy":"Never","terminationGracePeriodSeconds":30,"dnsPolicy":"ClusterFirst"}},"completionMode":"Indexed"}}`,
    rows: String.raw`
# ValidateJob
  metadata.annotations: {"foo":"bar"}
  spec.completions: -
  spec.podFailurePolicy: -
  spec.backoffLimitPerIndex: -
  spec.selector.matchLabels: {"a":"b"}
  spec.template.metadata.labels: {"a":"b"}
  spec.template.spec.initContainers: -
  spec.template.spec.restartPolicy: "OnFailure"
  spec.completionMode: -

  spec.completions: -
  spec.podFailurePolicy: -
  spec.backoffLimitPerIndex: -
  spec.selector.matchLabels: {"a":"b"}
  spec.template.metadata.labels: {"controller-uid":"4d5e6f"}
  spec.template.spec.initContainers: -
  spec.template.spec.restartPolicy: "OnFailure"
  spec.completionMode: -
! spec.template.metadata.labels: Invalid value: {"controller-uid":"4d5e6f"}: {{tick}}selector{{tick}} does not match template {{tick}}labels{{tick}}

  spec.completions: -
  spec.podFailurePolicy: -
  spec.backoffLimitPerIndex: -
  spec.selector.matchLabels: {"a":"b"}
  spec.template.metadata.labels: {"a":"b"}
  spec.template.spec.initContainers: -
  spec.template.spec.restartPolicy: "Invalid"
  spec.completionMode: -
! spec.template.spec.restartPolicy: Unsupported value: "Invalid": supported values: "Always", "OnFailure", "Never"
! spec.template.spec.restartPolicy: Unsupported value: "Invalid": supported values: "OnFailure", "Never"

  spec.completions: -
  spec.podFailurePolicy: -
  spec.backoffLimitPerIndex: -
  spec.selector.matchLabels: {"a":"b"}
  spec.template.metadata.labels: {"a":"b"}
  spec.template.spec.initContainers: -
  spec.template.spec.restartPolicy: "Always"
  spec.completionMode: -
! spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"

  spec.completions: -
  spec.podFailurePolicy: -
  spec.backoffLimitPerIndex: -
  spec.selector.matchLabels: {"a":"b"}
  spec.template.metadata.labels: {"y":"z"}
  spec.template.spec.initContainers: -
  spec.template.spec.restartPolicy: "OnFailure"
  spec.completionMode: -
! spec.template.metadata.labels: Invalid value: {"y":"z"}: {{tick}}selector{{tick}} does not match template {{tick}}labels{{tick}}

  metadata.name: "sample"
  spec: {"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"main","image":"registry.example/app:1"}]}}}

# (altered)
  spec: -
! spec.template.spec.containers: Required value
! spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"
`,
  },
  {
    apiVersion: "batch/v1",
    kind: "Job",
    write: "update",
    base: String.raw`{"metadata":{"name":"abc","namespace":"default"},"spec":{"parallelism":5,"activeDeadlineSeconds":2,"selector":{"matchLabels":{"batch.kubernetes.io/controller-uid":"1a2b3c","batch.kubernetes.io/job-name":"myjob","controller-uid":"1a2b3c","job-name":"myjob"}},"template":{"metadata":{"labels":{"batch.kubernetes.io/controller-uid":"1a2b3c","batch.kubernetes.io/job-name":"myjob","controller-uid":"1a2b3c","job-name":"myjob"}},"spec":{"initContainers":[{"name":"def","image":"image","resources":{},"terminationMessagePath":"/dev/termination-log","terminationMessagePolicy":"File","imagePullPolicy":"IfNotPresent"}],"containers":[{"name":"ctr","image":"image","resources":{},"terminationMessagePath":"/dev/termination-log","terminationMessagePolicy":"File","imagePullPolicy":"IfNotPresent"}],"restartPolicy":"OnFailure","terminationGracePeriodSeconds":30,"dnsPolicy":"ClusterFirst"}},"ttlSecondsAfterFinished":1}}`,
    rows: String.raw`
# ValidateJobUpdate
+ spec.parallelism: 2
+ spec.activeDeadlineSeconds: 3
+ spec.ttlSecondsAfterFinished: 2
+ spec.manualSelector: true

  metadata.name: "sample"
  spec: {"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"main","image":"registry.example/app:1"}]}}}
! spec.selector: Required value
! spec.template.metadata.labels: Invalid value: null: {{tick}}selector{{tick}} does not match template {{tick}}labels{{tick}}
! spec.selector: Required value
! spec.template.metadata.labels: Invalid value: null: {{tick}}selector{{tick}} does not match template {{tick}}labels{{tick}}
`,
  },
  {
    apiVersion: "batch/v1",
    kind: "Job",
    write: "status",
    base: String.raw`{"metadata":{"name":"abc","namespace":"default"},"spec":{"template":{"metadata":{},"spec":{"containers":null}}},"status":{"active":1,"succeeded":2,"failed":3,"terminating":4}}`,
    rows: String.raw`
# ValidateJobUpdateStatus
- status.terminating: -
+ status: {"active":2,"succeeded":3,"failed":4}

+ status.active: 2
+ status.succeeded: 3
+ status.failed: 4
+ status.ready: 1

+ status.active: -1
+ status.succeeded: -2
+ status.failed: -3
+ status.terminating: -2
+ status.ready: -1
! status.active: Invalid value: -1: must be greater than or equal to 0
! status.succeeded: Invalid value: -2: must be greater than or equal to 0
! status.failed: Invalid value: -3: must be greater than or equal to 0
! status.ready: Invalid value: -1: must be greater than or equal to 0
! status.terminating: Invalid value: -2: must be greater than or equal to 0
! status.failed: Invalid value: -3: cannot decrease the failed counter
! status.succeeded: Invalid value: -2: cannot decrease the succeeded counter

- status: -
+ status: {"uncountedTerminatedPods":{"succeeded":["a","b","c","a",""],"failed":["c","d","e","d",""]}}
! status.uncountedTerminatedPods.succeeded[3]: Duplicate value: "a"
! status.uncountedTerminatedPods.succeeded[4]: Invalid value: "": must not be empty
! status.uncountedTerminatedPods.failed[0]: Duplicate value: "c"
! status.uncountedTerminatedPods.failed[3]: Duplicate value: "d"
! status.uncountedTerminatedPods.failed[4]: Invalid value: "": must not be empty

  spec.suspend: false
- status: {"startTime":"2026-11-23T15:14:31Z","active":1}
+ status: {"startTime":"2026-11-23T15:14:32Z","active":1}
! status.startTime: Invalid value: "2026-11-23T15:14:32Z": field is immutable for unsuspended job once set

  spec.suspend: false
- status: {"startTime":"2026-11-23T15:14:31Z","active":1}
+ status: {"active":1}
! status.startTime: Invalid value: null: field is immutable for unsuspended job once set

  metadata.name: "sample"
  spec.template: {"spec":{"restartPolicy":"Never","containers":[{"name":"main","image":"registry.example/app:1"}]}}
  status: -
`,
  },
  {
    apiVersion: "batch/v1",
    kind: "CronJob",
    write: "create",
    base: String.raw`{"metadata":{"name":"mycronjob","namespace":"default"},"spec":{"schedule":"* * * * ?","concurrencyPolicy":"Allow","jobTemplate":{"metadata":{},"spec":{"template":{"metadata":{},"spec":{"initContainers":[{"name":"def","image":"image","resources":{},"terminationMessagePath":"/dev/termination-log","terminationMessagePolicy":"File","imagePullPolicy":"IfNotPresent"}],"containers":[{"name":"ctr","image":"image","resources":{},"terminationMessagePath":"/dev/termination-log","terminationMessagePolicy":"File","imagePullPolicy":"IfNotPresent"}],"restartPolicy":"OnFailure","terminationGracePeriodSeconds":30,"dnsPolicy":"ClusterFirst"}}}}}}`,
    rows: String.raw`
# ValidateCronJobCreate
  spec.jobTemplate.spec.template.metadata: {"labels":{"batch.kubernetes.io/controller-uid":"1a2b3c","batch.kubernetes.io/job-name":"myjob","controller-uid":"1a2b3c","job-name":"myjob"}}
  spec.jobTemplate.spec.template.spec.containers[0].ports: [{"containerPort":12345,"protocol":"TCP"}]
  spec.jobTemplate.spec.template.spec.hostNetwork: true
  spec.jobTemplate.spec.template.spec.securityContext: {}

  spec.schedule: "@hourly"

  spec.schedule: "0 * * * *"
  spec.timeZone: "Europe/Rome"

  spec.schedule: ""
! spec.schedule: Required value

  spec.schedule: "0 * * * *"
  spec.timeZone: "Europe/InvalidRome"
! spec.timeZone: Invalid value: "Europe/InvalidRome": unknown time zone Europe/InvalidRome

  spec.schedule: "0 * * * *"
  spec.timeZone: "Europe/Rome "
! spec.timeZone: Invalid value: "Europe/Rome ": unknown time zone Europe/Rome 

  spec.startingDeadlineSeconds: -1
! spec.startingDeadlineSeconds: Invalid value: -1: must be greater than or equal to 0

  spec.failedJobsHistoryLimit: -1
! spec.failedJobsHistoryLimit: Invalid value: -1: must be greater than or equal to 0

  spec.concurrencyPolicy: -

  spec.jobTemplate.spec.parallelism: -1
! spec.jobTemplate.spec.parallelism: Invalid value: -1: must be greater than or equal to 0

  metadata.name: "10000000002000000000300000000040000000005000000000123"
! metadata.name: Invalid value: "10000000002000000000300000000040000000005000000000123": must be no more than 52 characters

  spec.schedule: "error"
! spec.schedule: Invalid value: "error": expected exactly 5 fields, found 1: [error]

  spec.schedule: "0 * * * *"
  spec.timeZone: "LOCAL"
! spec.timeZone: Invalid value: "LOCAL": timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones
! spec.timeZone: Invalid value: "LOCAL": unknown time zone LOCAL

  spec.jobTemplate.spec.selector: {"matchLabels":{"a":"b"}}
! spec.jobTemplate.spec.selector: Invalid value: {"matchLabels":{"a":"b"}}: {{tick}}selector{{tick}} will be auto-generated

  spec.jobTemplate.spec.manualSelector: true
! spec.jobTemplate.spec.manualSelector: Unsupported value: true: supported values: "nil", "false"

  spec.jobTemplate.spec.template.spec.initContainers: -
  spec.jobTemplate.spec.template.spec.restartPolicy: "Always"
! spec.jobTemplate.spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"

  spec.jobTemplate.spec.template.spec.initContainers: -
  spec.jobTemplate.spec.template.spec.restartPolicy: "Invalid"
! spec.jobTemplate.spec.template.spec.restartPolicy: Unsupported value: "Invalid": supported values: "Always", "OnFailure", "Never"
! spec.jobTemplate.spec.template.spec.restartPolicy: Unsupported value: "Invalid": supported values: "OnFailure", "Never"

  spec.jobTemplate.spec.ttlSecondsAfterFinished: -1
! spec.jobTemplate.spec.ttlSecondsAfterFinished: Invalid value: -1: must be greater than or equal to 0

  spec.schedule: "0 * * * *"
  spec.timeZone: ""
! spec.timeZone: Invalid value: "": timeZone must be nil or non-empty string

  spec.schedule: "0 * * * *"
  spec.timeZone: " Europe/Rome"
! spec.timeZone: Invalid value: " Europe/Rome": unknown time zone  Europe/Rome

  spec.successfulJobsHistoryLimit: -1
! spec.successfulJobsHistoryLimit: Invalid value: -1: must be greater than or equal to 0

  spec.jobTemplate.spec.completions: -1
! spec.jobTemplate.spec.completions: Invalid value: -1: must be greater than or equal to 0

  spec.schedule: "0 * * * *"
  spec.timeZone: " "
! spec.timeZone: Invalid value: " ": unknown time zone  

  spec.jobTemplate.spec.activeDeadlineSeconds: -1
! spec.jobTemplate.spec.activeDeadlineSeconds: Invalid value: -1: must be greater than or equal to 0

  spec.schedule: "TZ=UTC 0 * * * *"
! spec.schedule: Invalid value: "TZ=UTC 0 * * * *": cannot use TZ or CRON_TZ in schedule, use timeZone field instead

  spec.schedule: "0 * * * *"

  metadata.name: "c"
  spec.schedule: "61 * * * *"
  spec.concurrencyPolicy: "Never"
  spec.jobTemplate: {"spec":{"template":{"spec":{"containers":[{"name":"a","image":"b"}]}}}}
  spec.timeZone: "Mars/Base"
! spec.schedule: Invalid value: "61 * * * *": end of range (61) above maximum (59): 61
! spec.timeZone: Invalid value: "Mars/Base": unknown time zone Mars/Base
! spec.concurrencyPolicy: Unsupported value: "Never": supported values: "Allow", "Forbid", "Replace"
! spec.jobTemplate.spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"

  metadata.name: "sample"
  spec: {"schedule":"*/5 * * * *","jobTemplate":{"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"main","image":"registry.example/app:1"}]}}}}}

# (altered)
  metadata.name: -
  spec.jobTemplate.spec.template.metadata: {"labels":{"batch.kubernetes.io/controller-uid":"1a2b3c","batch.kubernetes.io/job-name":"myjob","controller-uid":"1a2b3c","job-name":"myjob"}}
  spec.jobTemplate.spec.template.spec.containers[0].ports: [{"containerPort":12345,"protocol":"TCP"}]
  spec.jobTemplate.spec.template.spec.hostNetwork: true
  spec.jobTemplate.spec.template.spec.securityContext: {}
! metadata.name: Required value: name or generateName is required

  metadata.name: "BAD_Value!"
  spec.jobTemplate.spec.template.metadata: {"labels":{"batch.kubernetes.io/controller-uid":"1a2b3c","batch.kubernetes.io/job-name":"myjob","controller-uid":"1a2b3c","job-name":"myjob"}}
  spec.jobTemplate.spec.template.spec.containers[0].ports: [{"containerPort":12345,"protocol":"TCP"}]
  spec.jobTemplate.spec.template.spec.hostNetwork: true
  spec.jobTemplate.spec.template.spec.securityContext: {}
! metadata.name: Invalid value: "BAD_Value!": {{subdomain}}

  metadata.name: "a.b/c"
  spec.jobTemplate.spec.template.metadata: {"labels":{"batch.kubernetes.io/controller-uid":"1a2b3c","batch.kubernetes.io/job-name":"myjob","controller-uid":"1a2b3c","job-name":"myjob"}}
  spec.jobTemplate.spec.template.spec.containers[0].ports: [{"containerPort":12345,"protocol":"TCP"}]
  spec.jobTemplate.spec.template.spec.hostNetwork: true
  spec.jobTemplate.spec.template.spec.securityContext: {}
! metadata.name: Invalid value: "a.b/c": {{subdomain}}

  metadata.namespace: -
  spec.jobTemplate.spec.template.metadata: {"labels":{"batch.kubernetes.io/controller-uid":"1a2b3c","batch.kubernetes.io/job-name":"myjob","controller-uid":"1a2b3c","job-name":"myjob"}}
  spec.jobTemplate.spec.template.spec.containers[0].ports: [{"containerPort":12345,"protocol":"TCP"}]
  spec.jobTemplate.spec.template.spec.hostNetwork: true
  spec.jobTemplate.spec.template.spec.securityContext: {}
! metadata.namespace: Required value

  metadata.namespace: "BAD_Value!"
  spec.jobTemplate.spec.template.metadata: {"labels":{"batch.kubernetes.io/controller-uid":"1a2b3c","batch.kubernetes.io/job-name":"myjob","controller-uid":"1a2b3c","job-name":"myjob"}}
  spec.jobTemplate.spec.template.spec.containers[0].ports: [{"containerPort":12345,"protocol":"TCP"}]
  spec.jobTemplate.spec.template.spec.hostNetwork: true
  spec.jobTemplate.spec.template.spec.securityContext: {}
! metadata.namespace: Invalid value: "BAD_Value!": {{label}}

  metadata.namespace: "a.b/c"
  spec.jobTemplate.spec.template.metadata: {"labels":{"batch.kubernetes.io/controller-uid":"1a2b3c","batch.kubernetes.io/job-name":"myjob","controller-uid":"1a2b3c","job-name":"myjob"}}
  spec.jobTemplate.spec.template.spec.containers[0].ports: [{"containerPort":12345,"protocol":"TCP"}]
  spec.jobTemplate.spec.template.spec.hostNetwork: true
  spec.jobTemplate.spec.template.spec.securityContext: {}
! metadata.namespace: Invalid value: "a.b/c": {{label}}

  spec: -
! spec.schedule: Required value
! spec.jobTemplate.spec.template.spec.containers: Required value
! spec.jobTemplate.spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"

  spec.jobTemplate: -
! spec.jobTemplate.spec.template.spec.containers: Required value
! spec.jobTemplate.spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"

  spec.jobTemplate.spec.template.metadata: {"labels":{"batch.kubernetes.io/controller-uid":"BAD_Value!","batch.kubernetes.io/job-name":"myjob","controller-uid":"1a2b3c","job-name":"myjob"}}
  spec.jobTemplate.spec.template.spec.containers[0].ports: [{"containerPort":12345,"protocol":"TCP"}]
  spec.jobTemplate.spec.template.spec.hostNetwork: true
  spec.jobTemplate.spec.template.spec.securityContext: {}
! spec.jobTemplate.spec.template.labels: Invalid value: "BAD_Value!": {{labelValue}}

  spec.jobTemplate.spec.template.metadata: {"labels":{"batch.kubernetes.io/controller-uid":"a.b/c","batch.kubernetes.io/job-name":"myjob","controller-uid":"1a2b3c","job-name":"myjob"}}
  spec.jobTemplate.spec.template.spec.containers[0].ports: [{"containerPort":12345,"protocol":"TCP"}]
  spec.jobTemplate.spec.template.spec.hostNetwork: true
  spec.jobTemplate.spec.template.spec.securityContext: {}
! spec.jobTemplate.spec.template.labels: Invalid value: "a.b/c": {{labelValue}}

  spec.jobTemplate.spec.template.metadata: {"labels":{"batch.kubernetes.io/controller-uid":"1a2b3c","batch.kubernetes.io/job-name":"myjob","controller-uid":"1a2b3c","job-name":"myjob"}}
  spec.jobTemplate.spec.template.spec.containers: -
  spec.jobTemplate.spec.template.spec.hostNetwork: true
  spec.jobTemplate.spec.template.spec.securityContext: {}
! spec.jobTemplate.spec.template.spec.containers: Required value

  spec.jobTemplate.spec.template.metadata: {"labels":{"batch.kubernetes.io/controller-uid":"1a2b3c","batch.kubernetes.io/job-name":"myjob","controller-uid":"1a2b3c","job-name":"myjob"}}
  spec.jobTemplate.spec.template.spec.containers[0].ports: [{}]
  spec.jobTemplate.spec.template.spec.hostNetwork: true
  spec.jobTemplate.spec.template.spec.securityContext: {}
! spec.jobTemplate.spec.template.spec.containers[0].ports[0].containerPort: Required value

  metadata.name: -
  spec.jobTemplate.spec.parallelism: -1
! metadata.name: Required value: name or generateName is required
! spec.jobTemplate.spec.parallelism: Invalid value: -1: must be greater than or equal to 0

  metadata.name: "BAD_Value!"
  spec.jobTemplate.spec.parallelism: -1
! metadata.name: Invalid value: "BAD_Value!": {{subdomain}}
! spec.jobTemplate.spec.parallelism: Invalid value: -1: must be greater than or equal to 0
`,
  },
  {
    apiVersion: "batch/v1",
    kind: "CronJob",
    write: "update",
    base: String.raw`{"metadata":{"name":"mycronjob","namespace":"default"},"spec":{"schedule":"* * * * ?","concurrencyPolicy":"Allow","jobTemplate":{"metadata":{},"spec":{"template":{"metadata":{},"spec":{"initContainers":[{"name":"def","image":"image","resources":{},"terminationMessagePath":"/dev/termination-log","terminationMessagePolicy":"File","imagePullPolicy":"IfNotPresent"}],"containers":[{"name":"ctr","image":"image","resources":{},"terminationMessagePath":"/dev/termination-log","terminationMessagePolicy":"File","imagePullPolicy":"IfNotPresent"}],"restartPolicy":"OnFailure","terminationGracePeriodSeconds":30,"dnsPolicy":"ClusterFirst"}}}}}}`,
    rows: String.raw`
# ValidateCronJobUpdate
  spec.jobTemplate.spec.template.metadata: {"labels":{"batch.kubernetes.io/controller-uid":"1a2b3c","batch.kubernetes.io/job-name":"myjob","controller-uid":"1a2b3c","job-name":"myjob"}}
  spec.jobTemplate.spec.template.spec.containers[0].ports: [{"containerPort":12345,"protocol":"TCP"}]
  spec.jobTemplate.spec.template.spec.hostNetwork: true
  spec.jobTemplate.spec.template.spec.securityContext: {}

  spec.schedule: "@hourly"

  spec.schedule: "0 * * * *"
  spec.timeZone: "Europe/Rome"

  spec.schedule: ""
! spec.schedule: Required value

  spec.schedule: "0 * * * *"
+ spec.timeZone: "Europe/InvalidRome"
! spec.timeZone: Invalid value: "Europe/InvalidRome": unknown time zone Europe/InvalidRome

  spec.schedule: "0 * * * *"
+ spec.timeZone: "Europe/Rome "
! spec.timeZone: Invalid value: "Europe/Rome ": unknown time zone Europe/Rome 

  spec.startingDeadlineSeconds: -1
! spec.startingDeadlineSeconds: Invalid value: -1: must be greater than or equal to 0

  spec.failedJobsHistoryLimit: -1
! spec.failedJobsHistoryLimit: Invalid value: -1: must be greater than or equal to 0

  spec.concurrencyPolicy: -

  spec.jobTemplate.spec.parallelism: -1
! spec.jobTemplate.spec.parallelism: Invalid value: -1: must be greater than or equal to 0

  metadata.name: "10000000002000000000300000000040000000005000000000123"

  spec.schedule: "error"
! spec.schedule: Invalid value: "error": expected exactly 5 fields, found 1: [error]

  spec.schedule: "0 * * * *"
+ spec.timeZone: "LOCAL"
! spec.timeZone: Invalid value: "LOCAL": timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones
! spec.timeZone: Invalid value: "LOCAL": unknown time zone LOCAL

  spec.jobTemplate.spec.selector: {"matchLabels":{"a":"b"}}
! spec.jobTemplate.spec.selector: Invalid value: {"matchLabels":{"a":"b"}}: {{tick}}selector{{tick}} will be auto-generated

  spec.jobTemplate.spec.manualSelector: true
! spec.jobTemplate.spec.manualSelector: Unsupported value: true: supported values: "nil", "false"

  spec.jobTemplate.spec.template.spec.initContainers: -
  spec.jobTemplate.spec.template.spec.restartPolicy: "Always"
! spec.jobTemplate.spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"

  spec.jobTemplate.spec.template.spec.initContainers: -
  spec.jobTemplate.spec.template.spec.restartPolicy: "Invalid"
! spec.jobTemplate.spec.template.spec.restartPolicy: Unsupported value: "Invalid": supported values: "Always", "OnFailure", "Never"
! spec.jobTemplate.spec.template.spec.restartPolicy: Unsupported value: "Invalid": supported values: "OnFailure", "Never"

  spec.jobTemplate.spec.ttlSecondsAfterFinished: -1
! spec.jobTemplate.spec.ttlSecondsAfterFinished: Invalid value: -1: must be greater than or equal to 0

  spec.schedule: "0 * * * *"
+ spec.timeZone: ""
! spec.timeZone: Invalid value: "": timeZone must be nil or non-empty string

  spec.schedule: "0 * * * *"
+ spec.timeZone: " Europe/Rome"
! spec.timeZone: Invalid value: " Europe/Rome": unknown time zone  Europe/Rome

  spec.successfulJobsHistoryLimit: -1
! spec.successfulJobsHistoryLimit: Invalid value: -1: must be greater than or equal to 0

  spec.jobTemplate.spec.completions: -1
! spec.jobTemplate.spec.completions: Invalid value: -1: must be greater than or equal to 0

  spec.schedule: "0 * * * *"
+ spec.timeZone: " "
! spec.timeZone: Invalid value: " ": unknown time zone  

  spec.jobTemplate.spec.activeDeadlineSeconds: -1
! spec.jobTemplate.spec.activeDeadlineSeconds: Invalid value: -1: must be greater than or equal to 0

- spec.schedule: "TZ=UTC 0 * * * *"
+ spec.schedule: "0 * * * *"

  spec.schedule: "TZ=UTC 0 * * * *"
~ cannot use TZ or CRON_TZ in spec.spec.schedule, use timeZone instead, see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/ for more details

  spec.schedule: "TZ=UTC 0 * * * *"
+ spec.timeZone: "UTC"
! spec.schedule: Invalid value: "TZ=UTC 0 * * * *": cannot use both timeZone field and TZ or CRON_TZ in schedule

- spec.schedule: "0 * * * *"
+ spec.schedule: "TZ=UTC 0 * * * *"
! spec.schedule: Invalid value: "TZ=UTC 0 * * * *": cannot use TZ or CRON_TZ in schedule, use timeZone field instead

  metadata.name: "sample"
  spec: {"schedule":"*/5 * * * *","jobTemplate":{"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"main","image":"registry.example/app:1"}]}}}}}

# (altered)
  spec.jobTemplate.spec.parallelism: -1
+ spec.schedule: -
! spec.schedule: Required value
! spec.jobTemplate.spec.parallelism: Invalid value: -1: must be greater than or equal to 0

  spec.jobTemplate.spec.parallelism: -1
+ spec.schedule: "BAD_Value!"
! spec.schedule: Invalid value: "BAD_Value!": expected exactly 5 fields, found 1: [BAD_Value!]
! spec.jobTemplate.spec.parallelism: Invalid value: -1: must be greater than or equal to 0

  spec.jobTemplate.spec.parallelism: -1
+ spec.schedule: "a.b/c"
! spec.schedule: Invalid value: "a.b/c": expected exactly 5 fields, found 1: [a.b/c]
! spec.jobTemplate.spec.parallelism: Invalid value: -1: must be greater than or equal to 0

  spec.jobTemplate.spec.parallelism: -1
+ spec.concurrencyPolicy: "BAD_Value!"
! spec.concurrencyPolicy: Unsupported value: "BAD_Value!": supported values: "Allow", "Forbid", "Replace"
! spec.jobTemplate.spec.parallelism: Invalid value: -1: must be greater than or equal to 0

  spec.jobTemplate.spec.parallelism: -1
+ spec.concurrencyPolicy: "a.b/c"
! spec.concurrencyPolicy: Unsupported value: "a.b/c": supported values: "Allow", "Forbid", "Replace"
! spec.jobTemplate.spec.parallelism: Invalid value: -1: must be greater than or equal to 0

- spec.jobTemplate.spec.parallelism: -1
+ spec.jobTemplate.spec: {"parallelism":-1}
! spec.jobTemplate.spec.parallelism: Invalid value: -1: must be greater than or equal to 0
! spec.jobTemplate.spec.template.spec.containers: Required value
! spec.jobTemplate.spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"

  spec.jobTemplate.spec.parallelism: -1
+ spec.jobTemplate.spec.template.spec.initContainers: [{}]
! spec.jobTemplate.spec.parallelism: Invalid value: -1: must be greater than or equal to 0
! spec.jobTemplate.spec.template.spec.initContainers[0].name: Required value
! spec.jobTemplate.spec.template.spec.initContainers[0].image: Required value

  spec.jobTemplate.spec.parallelism: -1
+ spec.jobTemplate.spec.template.spec.initContainers[0].name: -
! spec.jobTemplate.spec.parallelism: Invalid value: -1: must be greater than or equal to 0
! spec.jobTemplate.spec.template.spec.initContainers[0].name: Required value

  spec.jobTemplate.spec.parallelism: -1
+ spec.jobTemplate.spec.template.spec.initContainers[0].name: "BAD_Value!"
! spec.jobTemplate.spec.parallelism: Invalid value: -1: must be greater than or equal to 0
! spec.jobTemplate.spec.template.spec.initContainers[0].name: Invalid value: "BAD_Value!": {{label}}

  spec.jobTemplate.spec.parallelism: -1
+ spec.jobTemplate.spec.template.spec.initContainers[0].name: "a.b/c"
! spec.jobTemplate.spec.parallelism: Invalid value: -1: must be greater than or equal to 0
! spec.jobTemplate.spec.template.spec.initContainers[0].name: Invalid value: "a.b/c": {{label}}

  spec.jobTemplate.spec.parallelism: -1
+ spec.jobTemplate.spec.template.spec.initContainers[0].image: -
! spec.jobTemplate.spec.parallelism: Invalid value: -1: must be greater than or equal to 0
! spec.jobTemplate.spec.template.spec.initContainers[0].image: Required value

  spec.jobTemplate.spec.parallelism: -1
+ spec.jobTemplate.spec.template.spec.initContainers[0].terminationMessagePolicy: "BAD_Value!"
! spec.jobTemplate.spec.parallelism: Invalid value: -1: must be greater than or equal to 0
! spec.jobTemplate.spec.template.spec.initContainers[0].terminationMessagePolicy: Unsupported value: "BAD_Value!": supported values: "File", "FallbackToLogsOnError"

  spec.jobTemplate.spec.parallelism: -1
+ spec.jobTemplate.spec.template.spec.initContainers[0].terminationMessagePolicy: "a.b/c"
! spec.jobTemplate.spec.parallelism: Invalid value: -1: must be greater than or equal to 0
! spec.jobTemplate.spec.template.spec.initContainers[0].terminationMessagePolicy: Unsupported value: "a.b/c": supported values: "File", "FallbackToLogsOnError"

  spec.jobTemplate.spec.parallelism: -1
+ spec.jobTemplate.spec.template.spec.initContainers[0].imagePullPolicy: "BAD_Value!"
! spec.jobTemplate.spec.parallelism: Invalid value: -1: must be greater than or equal to 0
! spec.jobTemplate.spec.template.spec.initContainers[0].imagePullPolicy: Unsupported value: "BAD_Value!": supported values: "Always", "IfNotPresent", "Never"
`,
  },
];
