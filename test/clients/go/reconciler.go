package main

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	applycorev1 "k8s.io/client-go/applyconfigurations/core/v1"
	applymetav1 "k8s.io/client-go/applyconfigurations/meta/v1"
	"k8s.io/client-go/tools/events"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/builder"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/controller/controllerutil"
	"sigs.k8s.io/controller-runtime/pkg/handler"
	"sigs.k8s.io/controller-runtime/pkg/predicate"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"
)

const (
	websiteFinalizer = "web.example.com/farewell"
	classIndex       = "spec.class"
)

// websiteReconciler makes of each Website a Deployment and an applied ConfigMap, and says so in conditions and events.
type websiteReconciler struct {
	client.Client
	recorder events.EventRecorder
	runs     atomic.Int64
}

func (r *websiteReconciler) setup(manager ctrl.Manager) error {
	index := func(object client.Object) []string { return []string{object.(*Website).Spec.Class} }
	if err := manager.GetFieldIndexer().IndexField(context.Background(), &Website{}, classIndex, index); err != nil {
		return err
	}
	return ctrl.NewControllerManagedBy(manager).
		For(&Website{}, builder.WithPredicates(predicate.Or(
			predicate.GenerationChangedPredicate{}, predicate.AnnotationChangedPredicate{},
		))).
		Owns(&appsv1.Deployment{}).
		Owns(&corev1.ConfigMap{}).
		Watches(&corev1.Secret{}, handler.EnqueueRequestsFromMapFunc(r.sitesOfClass), builder.OnlyMetadata).
		Complete(r)
}

// sitesOfClass finds the Websites that name the class which a Secret is labelled with, by the cache's index.
func (r *websiteReconciler) sitesOfClass(ctx context.Context, secret client.Object) []reconcile.Request {
	class := secret.GetLabels()["class"]
	if class == "" {
		return nil
	}
	var sites WebsiteList
	if err := r.List(ctx, &sites, client.InNamespace(secret.GetNamespace()), client.MatchingFields{classIndex: class}); err != nil {
		return nil
	}
	var requests []reconcile.Request
	for index := range sites.Items {
		requests = append(requests, reconcile.Request{NamespacedName: client.ObjectKeyFromObject(&sites.Items[index])})
	}
	return requests
}

// Reconcile looks again at once when it has gone by what was no longer so.
func (r *websiteReconciler) Reconcile(ctx context.Context, request reconcile.Request) (reconcile.Result, error) {
	result, err := r.reconcile(ctx, request)
	if apierrors.IsConflict(err) || apierrors.IsNotFound(err) {
		return reconcile.Result{RequeueAfter: 10 * time.Millisecond}, nil
	}
	return result, err
}

func (r *websiteReconciler) reconcile(ctx context.Context, request reconcile.Request) (reconcile.Result, error) {
	r.runs.Add(1)
	var site Website
	if err := r.Get(ctx, request.NamespacedName, &site); err != nil {
		return reconcile.Result{}, client.IgnoreNotFound(err)
	}
	if !site.DeletionTimestamp.IsZero() {
		return reconcile.Result{}, r.finalize(ctx, &site)
	}
	if !controllerutil.ContainsFinalizer(&site, websiteFinalizer) {
		before := client.MergeFromWithOptions(site.DeepCopyObject().(*Website), client.MergeFromWithOptimisticLock{})
		controllerutil.AddFinalizer(&site, websiteFinalizer)
		if err := r.Patch(ctx, &site, before); err != nil {
			return reconcile.Result{}, err
		}
	}
	deployment, err := r.ensureDeployment(ctx, &site)
	if err != nil {
		return reconcile.Result{}, err
	}
	if err := r.applyPage(ctx, &site); err != nil {
		return reconcile.Result{}, err
	}
	return reconcile.Result{}, r.report(ctx, &site, deployment)
}

func (r *websiteReconciler) finalize(ctx context.Context, site *Website) error {
	if !controllerutil.ContainsFinalizer(site, websiteFinalizer) {
		return nil
	}
	farewell := configMap("farewell-"+site.Name, nil, map[string]string{"message": site.Spec.Message})
	farewell.Namespace = site.Namespace
	if err := r.Create(ctx, farewell); client.IgnoreAlreadyExists(err) != nil {
		return err
	}
	controllerutil.RemoveFinalizer(site, websiteFinalizer)
	return client.IgnoreNotFound(r.Update(ctx, site))
}

func (r *websiteReconciler) ensureDeployment(ctx context.Context, site *Website) (*appsv1.Deployment, error) {
	deployment := &appsv1.Deployment{ObjectMeta: metav1.ObjectMeta{Name: site.Name, Namespace: site.Namespace}}
	result, err := controllerutil.CreateOrUpdate(ctx, r.Client, deployment, func() error {
		labels := map[string]string{"website": site.Name}
		deployment.Spec.Replicas = &site.Spec.Replicas
		deployment.Spec.Selector = &metav1.LabelSelector{MatchLabels: labels}
		deployment.Spec.Template.Labels = labels
		if len(deployment.Spec.Template.Spec.Containers) == 0 {
			deployment.Spec.Template.Spec.Containers = []corev1.Container{{Name: "web", Image: "example/web:1"}}
		}
		return controllerutil.SetControllerReference(site, deployment, r.Scheme())
	})
	if err != nil {
		return nil, err
	}
	if result == controllerutil.OperationResultCreated {
		r.recorder.Eventf(site, deployment, corev1.EventTypeNormal, "Deployed", "Deploy", "made deployment %s", deployment.Name)
	}
	return deployment, nil
}

func (r *websiteReconciler) applyPage(ctx context.Context, site *Website) error {
	owner := applymetav1.OwnerReference().
		WithAPIVersion(websiteVersion.String()).WithKind("Website").WithName(site.Name).WithUID(site.UID).
		WithController(true).WithBlockOwnerDeletion(true)
	page := applycorev1.ConfigMap(site.Name, site.Namespace).
		WithOwnerReferences(owner).
		WithData(map[string]string{"index.html": site.Spec.Message})
	return r.Apply(ctx, page, client.FieldOwner("website-operator"), client.ForceOwnership)
}

func (r *websiteReconciler) report(ctx context.Context, site *Website, deployment *appsv1.Deployment) error {
	before := client.MergeFrom(site.DeepCopyObject().(*Website))
	ready := metav1.Condition{
		Type: "Ready", Status: metav1.ConditionFalse, Reason: "Waiting", ObservedGeneration: site.Generation,
		Message: fmt.Sprintf("%d of %d replicas", deployment.Status.ReadyReplicas, site.Spec.Replicas),
	}
	if deployment.Status.ReadyReplicas == site.Spec.Replicas {
		ready.Status, ready.Reason = metav1.ConditionTrue, "AllReady"
	}
	meta.SetStatusCondition(&site.Status.Conditions, ready)
	site.Status.ReadyReplicas = deployment.Status.ReadyReplicas
	site.Status.ObservedGeneration = site.Generation
	return r.Status().Patch(ctx, site, before)
}

func keyOf(namespace, name string) types.NamespacedName {
	return types.NamespacedName{Namespace: namespace, Name: name}
}
