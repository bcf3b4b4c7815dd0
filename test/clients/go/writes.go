package main

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

	autoscalingv1 "k8s.io/api/autoscaling/v1"
	flowcontrolv1 "k8s.io/api/flowcontrol/v1"
	policyv1 "k8s.io/api/policy/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/intstr"
	applyappsv1 "k8s.io/client-go/applyconfigurations/apps/v1"
	applycorev1 "k8s.io/client-go/applyconfigurations/core/v1"
	applymetav1 "k8s.io/client-go/applyconfigurations/meta/v1"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/restmapper"
	"k8s.io/client-go/scale"
	"k8s.io/client-go/tools/pager"
	"k8s.io/client-go/util/retry"
)

// conflictsScenario has several writers count in one object, each again when another was faster.
func conflictsScenario(w *world) (any, error) {
	const writers, rounds = 5, 10
	configMaps := w.clients.CoreV1().ConfigMaps(w.namespace)
	if _, err := configMaps.Create(w, configMap("counter", nil, map[string]string{"n": "0"}), metav1.CreateOptions{}); err != nil {
		return nil, err
	}
	backoff := retry.DefaultBackoff
	backoff.Steps, backoff.Duration, backoff.Factor = 50, time.Millisecond, 1.2
	conflicts := make(map[string]int)
	var mutex sync.Mutex
	errors := make(chan error, writers)
	for range writers {
		go func() {
			for range rounds {
				if err := retry.RetryOnConflict(backoff, func() error {
					counter, err := configMaps.Get(w, "counter", metav1.GetOptions{})
					if err != nil {
						return err
					}
					number, err := strconv.Atoi(counter.Data["n"])
					if err != nil {
						return err
					}
					counter.Data["n"] = strconv.Itoa(number + 1)
					_, err = configMaps.Update(w, counter, metav1.UpdateOptions{})
					if apierrors.IsConflict(err) {
						mutex.Lock()
						conflicts[err.Error()]++
						mutex.Unlock()
					}
					return err
				}); err != nil {
					errors <- err
					return
				}
			}
			errors <- nil
		}()
	}
	for range writers {
		if err := <-errors; err != nil {
			return nil, err
		}
	}
	counter, err := configMaps.Get(w, "counter", metav1.GetOptions{})
	if err != nil {
		return nil, err
	}
	var texts []string
	for text := range conflicts {
		texts = append(texts, text)
	}
	return map[string]any{"counted": counter.Data["n"], "texts": texts}, nil
}

// applyScenario applies by typed configurations, as two managers, and gives up what one of them owned.
func applyScenario(w *world) (any, error) {
	deployments := w.clients.AppsV1().Deployments(w.namespace)
	labels := map[string]string{"app": "applied"}
	configuration := func(replicas int32, image string) *applyappsv1.DeploymentApplyConfiguration {
		return applyappsv1.Deployment("applied", w.namespace).WithSpec(applyappsv1.DeploymentSpec().
			WithReplicas(replicas).
			WithSelector(applymetav1.LabelSelector().WithMatchLabels(labels)).
			WithTemplate(applycorev1.PodTemplateSpec().WithLabels(labels).WithSpec(applycorev1.PodSpec().
				WithContainers(applycorev1.Container().WithName("main").WithImage(image)))))
	}
	if _, err := deployments.Apply(w, configuration(1, "example/echo:1"), metav1.ApplyOptions{FieldManager: "first"}); err != nil {
		return nil, err
	}
	_, conflict := deployments.Apply(w, configuration(2, "example/echo:1"), metav1.ApplyOptions{FieldManager: "second"})
	forced, err := deployments.Apply(w, configuration(2, "example/echo:1"), metav1.ApplyOptions{FieldManager: "second", Force: true})
	if err != nil {
		return nil, err
	}
	extracted, err := applyappsv1.ExtractDeployment(forced, "second")
	if err != nil {
		return nil, err
	}
	of := func(configuration *applyappsv1.DeploymentApplyConfiguration) int32 {
		if configuration.Spec == nil || configuration.Spec.Replicas == nil {
			return 0
		}
		return *configuration.Spec.Replicas
	}
	firsts, err := applyappsv1.ExtractDeployment(forced, "first")
	if err != nil {
		return nil, err
	}
	// Applied again by the Extract workflow: nothing of it may change anything.
	again, err := deployments.Apply(w, extracted, metav1.ApplyOptions{FieldManager: "second"})
	if err != nil {
		return nil, err
	}
	var causes []string
	if status, ok := conflict.(apierrors.APIStatus); ok {
		for _, cause := range status.Status().Details.Causes {
			causes = append(causes, string(cause.Type)+" "+cause.Field)
		}
	}
	return map[string]any{
		"conflict": errorText(conflict), "causes": causes, "secondOwns": of(extracted), "firstOwns": of(firsts),
		"unchanged": again.Generation == forced.Generation,
	}, nil
}

// pagesScenario reads a list page by page, in two ways, with a token that has been made up among them.
func pagesScenario(w *world) (any, error) {
	configMaps := w.clients.CoreV1().ConfigMaps(w.namespace)
	for number := range 25 {
		object := configMap(fmt.Sprintf("page-%02d", number), map[string]string{"page": "yes"}, nil)
		if _, err := configMaps.Create(w, object, metav1.CreateOptions{}); err != nil {
			return nil, err
		}
	}
	var names []string
	pages := 0
	lister := pager.New(func(ctx context.Context, options metav1.ListOptions) (runtime.Object, error) {
		pages++
		return configMaps.List(ctx, options)
	})
	lister.PageSize = 10
	err := lister.EachListItem(w, metav1.ListOptions{LabelSelector: "page=yes"}, func(object runtime.Object) error {
		names = append(names, object.(metav1.Object).GetName())
		return nil
	})
	if err != nil {
		return nil, err
	}
	first, err := configMaps.List(w, metav1.ListOptions{Limit: 10})
	if err != nil {
		return nil, err
	}
	_, broken := configMaps.List(w, metav1.ListOptions{Limit: 10, Continue: "broken"})
	_, both := configMaps.List(w, metav1.ListOptions{Limit: 10, Continue: first.Continue, ResourceVersion: "1", ResourceVersionMatch: metav1.ResourceVersionMatchExact})
	return map[string]any{
		"pages": pages, "names": len(names), "inOrder": strings.Join(names, ",") == strings.Join(sorted(append([]string(nil), names...)), ","),
		"remaining": *first.RemainingItemCount, "broken": errorText(broken), "both": errorText(both),
	}, nil
}

// deletionsScenario deletes collections, with preconditions, dry runs and each way of propagation.
func deletionsScenario(w *world) (any, error) {
	configMaps := w.clients.CoreV1().ConfigMaps(w.namespace)
	count := func() (int, error) {
		list, err := configMaps.List(w, metav1.ListOptions{LabelSelector: "batch"})
		return len(list.Items), err
	}
	for number := range 6 {
		object := configMap(fmt.Sprintf("batch-%d", number), map[string]string{"batch": strconv.Itoa(number % 2)}, nil)
		if _, err := configMaps.Create(w, object, metav1.CreateOptions{}); err != nil {
			return nil, err
		}
	}
	var counts []int
	for _, step := range []struct {
		options  metav1.DeleteOptions
		selector string
	}{
		{metav1.DeleteOptions{DryRun: []string{"All"}}, "batch"},
		{metav1.DeleteOptions{}, "batch=0"},
		{metav1.DeleteOptions{}, "batch"},
	} {
		if err := configMaps.DeleteCollection(w, step.options, metav1.ListOptions{LabelSelector: step.selector}); err != nil {
			return nil, err
		}
		left, err := count()
		if err != nil {
			return nil, err
		}
		counts = append(counts, left)
	}
	object, err := configMaps.Create(w, configMap("guarded", nil, nil), metav1.CreateOptions{})
	if err != nil {
		return nil, err
	}
	precondition := metav1.NewUIDPreconditions("another")
	refused := configMaps.Delete(w, "guarded", metav1.DeleteOptions{Preconditions: precondition})
	if err := configMaps.Delete(w, "guarded", *metav1.NewPreconditionDeleteOptions(string(object.UID))); err != nil {
		return nil, err
	}
	text := strings.ReplaceAll(errorText(refused), string(object.UID), "UID")
	return map[string]any{"left": counts, "refused": text, "conflict": apierrors.IsConflict(refused)}, nil
}

// throttledScenario sends a user's requests to a priority level without seats, and gives it some while the client waits.
func throttledScenario(w *world) (any, error) {
	none, some := int32(0), int32(10)
	flows := w.clients.FlowcontrolV1()
	level := &flowcontrolv1.PriorityLevelConfiguration{
		ObjectMeta: metav1.ObjectMeta{Name: w.namespace},
		Spec: flowcontrolv1.PriorityLevelConfigurationSpec{
			Type: flowcontrolv1.PriorityLevelEnablementLimited,
			Limited: &flowcontrolv1.LimitedPriorityLevelConfiguration{
				NominalConcurrencyShares: &none, LendablePercent: &none, BorrowingLimitPercent: &none,
				LimitResponse: flowcontrolv1.LimitResponse{Type: flowcontrolv1.LimitResponseTypeReject},
			},
		},
	}
	flow := &flowcontrolv1.FlowSchema{
		ObjectMeta: metav1.ObjectMeta{Name: w.namespace},
		Spec: flowcontrolv1.FlowSchemaSpec{
			MatchingPrecedence:         50,
			PriorityLevelConfiguration: flowcontrolv1.PriorityLevelConfigurationReference{Name: w.namespace},
			Rules: []flowcontrolv1.PolicyRulesWithSubjects{{
				Subjects: []flowcontrolv1.Subject{{
					Kind: flowcontrolv1.SubjectKindUser, User: &flowcontrolv1.UserSubject{Name: w.namespace},
				}},
				NonResourceRules: []flowcontrolv1.NonResourcePolicyRule{{Verbs: []string{"*"}, NonResourceURLs: []string{"*"}}},
			}},
		},
	}
	if _, err := flows.PriorityLevelConfigurations().Create(w, level, metav1.CreateOptions{}); err != nil {
		return nil, err
	}
	if _, err := flows.FlowSchemas().Create(w, flow, metav1.CreateOptions{}); err != nil {
		return nil, err
	}
	config := rest.CopyConfig(w.config)
	config.Impersonate = rest.ImpersonationConfig{UserName: w.namespace}
	throttled, err := kubernetes.NewForConfig(config)
	if err != nil {
		return nil, err
	}
	refused := func() []exchange {
		return w.requests.matching(func(line exchange) bool { return line.status == 429 })
	}
	if err := w.until("a request to be refused", func() (bool, error) {
		err := throttled.Discovery().RESTClient().Get().AbsPath("/version").MaxRetries(0).Do(w).Error()
		return apierrors.IsTooManyRequests(err), nil
	}); err != nil {
		return nil, err
	}
	before := len(refused())
	failure := throttled.Discovery().RESTClient().Get().AbsPath("/version").MaxRetries(0).Do(w).Error()
	delay, hasDelay := apierrors.SuggestsClientDelay(failure)
	go func() {
		time.Sleep(1500 * time.Millisecond)
		level, err := flows.PriorityLevelConfigurations().Get(w, w.namespace, metav1.GetOptions{})
		if err == nil {
			level.Spec.Limited.NominalConcurrencyShares = &some
			_, err = flows.PriorityLevelConfigurations().Update(w, level, metav1.UpdateOptions{})
		}
		if err != nil {
			fmt.Println(err)
		}
	}()
	if _, err := throttled.Discovery().ServerVersion(); err != nil {
		return nil, err
	}
	if err := flows.FlowSchemas().Delete(w, w.namespace, metav1.DeleteOptions{}); err != nil {
		return nil, err
	}
	if err := flows.PriorityLevelConfigurations().Delete(w, w.namespace, metav1.DeleteOptions{}); err != nil {
		return nil, err
	}
	return map[string]any{
		"text": errorText(failure), "delay": delay, "hasDelay": hasDelay, "retried": len(refused()) > before+1,
	}, nil
}

// evictionsScenario evicts Pods against a budget: the last one that it holds is not to go.
func evictionsScenario(w *world) (any, error) {
	labels := map[string]string{"app": "guarded"}
	one := intstr.FromInt32(1)
	budget := &policyv1.PodDisruptionBudget{
		ObjectMeta: metav1.ObjectMeta{Name: "guarded"},
		Spec:       policyv1.PodDisruptionBudgetSpec{MinAvailable: &one, Selector: &metav1.LabelSelector{MatchLabels: labels}},
	}
	budgets := w.clients.PolicyV1().PodDisruptionBudgets(w.namespace)
	if _, err := budgets.Create(w, budget, metav1.CreateOptions{}); err != nil {
		return nil, err
	}
	for _, name := range []string{"one", "two"} {
		if err := w.runPod(name, labels); err != nil {
			return nil, err
		}
	}
	if err := w.until("the budget to allow one", func() (bool, error) {
		budget, err := budgets.Get(w, "guarded", metav1.GetOptions{})
		return err == nil && budget.Status.DisruptionsAllowed == 1, err
	}); err != nil {
		return nil, err
	}
	evict := func(name string) error {
		eviction := &policyv1.Eviction{ObjectMeta: metav1.ObjectMeta{Name: name, Namespace: w.namespace}}
		return w.clients.CoreV1().Pods(w.namespace).EvictV1(w, eviction)
	}
	first, second, absent := evict("one"), evict("two"), evict("three")
	var cause string
	if status, ok := second.(apierrors.APIStatus); ok && len(status.Status().Details.Causes) > 0 {
		cause = string(status.Status().Details.Causes[0].Type) + ": " + status.Status().Details.Causes[0].Message
	}
	return map[string]any{
		"first": errorText(first), "second": errorText(second), "cause": cause, "tooMany": apierrors.IsTooManyRequests(second),
		"absent": apierrors.IsNotFound(absent),
	}, nil
}

// scalingScenario scales what it knows only by its resource.
func scalingScenario(w *world) (any, error) {
	if _, err := w.clients.AppsV1().Deployments(w.namespace).Apply(w,
		applyappsv1.Deployment("scaled", w.namespace).WithSpec(applyappsv1.DeploymentSpec().
			WithSelector(applymetav1.LabelSelector().WithMatchLabels(map[string]string{"app": "scaled"})).
			WithTemplate(applycorev1.PodTemplateSpec().WithLabels(map[string]string{"app": "scaled"}).
				WithSpec(applycorev1.PodSpec().WithContainers(applycorev1.Container().WithName("main").WithImage("example/echo:1"))))),
		metav1.ApplyOptions{FieldManager: "scaling"}); err != nil {
		return nil, err
	}
	groups, err := restmapper.GetAPIGroupResources(w.clients.Discovery())
	if err != nil {
		return nil, err
	}
	mapper := restmapper.NewDiscoveryRESTMapper(groups)
	client, err := scale.NewForConfig(w.config, mapper, dynamic.LegacyAPIPathResolverFunc, scale.NewDiscoveryScaleKindResolver(w.clients.Discovery()))
	if err != nil {
		return nil, err
	}
	resource := schema.GroupResource{Group: "apps", Resource: "deployments"}
	var current, updated *autoscalingv1.Scale
	// The Deployment's own controller writes its status meanwhile.
	if err := retry.RetryOnConflict(retry.DefaultRetry, func() (err error) {
		if current, err = client.Scales(w.namespace).Get(w, resource, "scaled", metav1.GetOptions{}); err != nil {
			return err
		}
		current.Spec.Replicas = 3
		updated, err = client.Scales(w.namespace).Update(w, resource, current, metav1.UpdateOptions{})
		return err
	}); err != nil {
		return nil, err
	}
	patch := []byte(`{"spec":{"replicas":2}}`)
	patched, err := client.Scales(w.namespace).Patch(w, resource.WithVersion("v1"), "scaled", "application/merge-patch+json", patch, metav1.PatchOptions{})
	if err != nil {
		return nil, err
	}
	err = w.until("two replicas", func() (bool, error) {
		current, err := client.Scales(w.namespace).Get(w, resource, "scaled", metav1.GetOptions{})
		return err == nil && current.Status.Replicas == 2, err
	})
	return map[string]any{
		"selector": current.Status.Selector, "updated": updated.Spec.Replicas, "patched": patched.Spec.Replicas,
	}, err
}
