// Written by scripts/write-registries.mjs from the files of this folder; do not edit.
import type { ComponentDefinition } from '../model/component.ts';
import { alertmanager } from './alertmanager.ts';
import { argoCd } from './argo-cd.ts';
import { argoRollouts } from './argo-rollouts.ts';
import { argocdImageUpdater } from './argocd-image-updater.ts';
import { awsEbsCsiDriver } from './aws-ebs-csi-driver.ts';
import { awsEfsCsiDriver } from './aws-efs-csi-driver.ts';
import { awsLoadBalancerController } from './aws-load-balancer-controller.ts';
import { certManager } from './cert-manager.ts';
import { cloudflareTunnel } from './cloudflare-tunnel.ts';
import { cloudnativePg } from './cloudnative-pg.ts';
import { clusterAutoscaler } from './cluster-autoscaler.ts';
import { cnpgCluster } from './cnpg-cluster.ts';
import { consul } from './consul.ts';
import { externalDns } from './external-dns.ts';
import { externalSecrets } from './external-secrets.ts';
import { falco } from './falco.ts';
import { fluentBit } from './fluent-bit.ts';
import { fluentd } from './fluentd.ts';
import { gatekeeper } from './gatekeeper.ts';
import { gatewayApi } from './gateway-api.ts';
import { ghaRunnerScaleSetController } from './gha-runner-scale-set-controller.ts';
import { ghaRunnerScaleSet } from './gha-runner-scale-set.ts';
import { gitlabRunner } from './gitlab-runner.ts';
import { grafana } from './grafana.ts';
import { ingressNginx } from './ingress-nginx.ts';
import { istioBase } from './istio-base.ts';
import { istioCni } from './istio-cni.ts';
import { istioGateway } from './istio-gateway.ts';
import { istioZtunnel } from './istio-ztunnel.ts';
import { istiod } from './istiod.ts';
import { jaeger } from './jaeger.ts';
import { jenkins } from './jenkins.ts';
import { k6Operator } from './k6-operator.ts';
import { kafka } from './kafka.ts';
import { karpenter } from './karpenter.ts';
import { keda } from './keda.ts';
import { kongIngress } from './kong-ingress.ts';
import { kongOperator } from './kong-operator.ts';
import { kubePrometheusStack } from './kube-prometheus-stack.ts';
import { kubeStateMetrics } from './kube-state-metrics.ts';
import { kubecost } from './kubecost.ts';
import { kyverno } from './kyverno.ts';
import { langfuse } from './langfuse.ts';
import { loki } from './loki.ts';
import { metricsServer } from './metrics-server.ts';
import { mimirDistributed } from './mimir-distributed.ts';
import { mongodb } from './mongodb.ts';
import { mysql } from './mysql.ts';
import { nack } from './nack.ts';
import { nats } from './nats.ts';
import { opencost } from './opencost.ts';
import { opentelemetryAgent } from './opentelemetry-agent.ts';
import { opentelemetryCollector } from './opentelemetry-collector.ts';
import { opentelemetryOperator } from './opentelemetry-operator.ts';
import { pluginBarmanCloud } from './plugin-barman-cloud.ts';
import { postgresqlHa } from './postgresql-ha.ts';
import { postgresql } from './postgresql.ts';
import { prometheusAdapter } from './prometheus-adapter.ts';
import { prometheusBlackboxExporter } from './prometheus-blackbox-exporter.ts';
import { prometheusNodeExporter } from './prometheus-node-exporter.ts';
import { prometheusOperatorCrds } from './prometheus-operator-crds.ts';
import { prometheus } from './prometheus.ts';
import { psmdbDb } from './psmdb-db.ts';
import { psmdbOperator } from './psmdb-operator.ts';
import { pxcDb } from './pxc-db.ts';
import { pxcOperator } from './pxc-operator.ts';
import { redis } from './redis.ts';
import { reloader } from './reloader.ts';
import { rookCephCluster } from './rook-ceph-cluster.ts';
import { rookCeph } from './rook-ceph.ts';
import { sealedSecrets } from './sealed-secrets.ts';
import { secretsStoreCsiDriver } from './secrets-store-csi-driver.ts';
import { secretsStoreProviderAws } from './secrets-store-provider-aws.ts';
import { secretsStoreProviderAzure } from './secrets-store-provider-azure.ts';
import { snapshotController } from './snapshot-controller.ts';
import { strimziKafkaOperator } from './strimzi-kafka-operator.ts';
import { tempoDistributed } from './tempo-distributed.ts';
import { tempo } from './tempo.ts';
import { trivyOperator } from './trivy-operator.ts';
import { valkey } from './valkey.ts';
import { vaultServer } from './vault-server.ts';
import { velero } from './velero.ts';
import { verticalPodAutoscaler } from './vertical-pod-autoscaler.ts';
import { volumeSnapshotClass } from './volume-snapshot-class.ts';
import { wireguard } from './wireguard.ts';

export * from './alertmanager.ts';
export * from './argo-cd.ts';
export * from './argo-rollouts.ts';
export * from './argocd-image-updater.ts';
export * from './aws-ebs-csi-driver.ts';
export * from './aws-efs-csi-driver.ts';
export * from './aws-load-balancer-controller.ts';
export * from './cert-manager.ts';
export * from './cloudflare-tunnel.ts';
export * from './cloudnative-pg.ts';
export * from './cluster-autoscaler.ts';
export * from './cnpg-cluster.ts';
export * from './consul.ts';
export * from './external-dns.ts';
export * from './external-secrets.ts';
export * from './falco.ts';
export * from './fluent-bit.ts';
export * from './fluentd.ts';
export * from './gatekeeper.ts';
export * from './gateway-api.ts';
export * from './gha-runner-scale-set-controller.ts';
export * from './gha-runner-scale-set.ts';
export * from './gitlab-runner.ts';
export * from './grafana.ts';
export * from './ingress-nginx.ts';
export * from './istio-base.ts';
export * from './istio-cni.ts';
export * from './istio-gateway.ts';
export * from './istio-ztunnel.ts';
export * from './istiod.ts';
export * from './jaeger.ts';
export * from './jenkins.ts';
export * from './k6-operator.ts';
export * from './kafka.ts';
export * from './karpenter.ts';
export * from './keda.ts';
export * from './kong-ingress.ts';
export * from './kong-operator.ts';
export * from './kube-prometheus-stack.ts';
export * from './kube-state-metrics.ts';
export * from './kubecost.ts';
export * from './kyverno.ts';
export * from './langfuse.ts';
export * from './loki.ts';
export * from './metrics-server.ts';
export * from './mimir-distributed.ts';
export * from './mongodb.ts';
export * from './mysql.ts';
export * from './nack.ts';
export * from './nats.ts';
export * from './opencost.ts';
export * from './opentelemetry-agent.ts';
export * from './opentelemetry-collector.ts';
export * from './opentelemetry-operator.ts';
export * from './plugin-barman-cloud.ts';
export * from './postgresql-ha.ts';
export * from './postgresql.ts';
export * from './prometheus-adapter.ts';
export * from './prometheus-blackbox-exporter.ts';
export * from './prometheus-node-exporter.ts';
export * from './prometheus-operator-crds.ts';
export * from './prometheus.ts';
export * from './psmdb-db.ts';
export * from './psmdb-operator.ts';
export * from './pxc-db.ts';
export * from './pxc-operator.ts';
export * from './redis.ts';
export * from './reloader.ts';
export * from './rook-ceph-cluster.ts';
export * from './rook-ceph.ts';
export * from './sealed-secrets.ts';
export * from './secrets-store-csi-driver.ts';
export * from './secrets-store-provider-aws.ts';
export * from './secrets-store-provider-azure.ts';
export * from './snapshot-controller.ts';
export * from './strimzi-kafka-operator.ts';
export * from './tempo-distributed.ts';
export * from './tempo.ts';
export * from './trivy-operator.ts';
export * from './valkey.ts';
export * from './vault-server.ts';
export * from './velero.ts';
export * from './vertical-pod-autoscaler.ts';
export * from './volume-snapshot-class.ts';
export * from './wireguard.ts';

export const COMPONENTS: readonly ComponentDefinition[] = [
  alertmanager.definition,
  argoCd.definition,
  argoRollouts.definition,
  argocdImageUpdater.definition,
  awsEbsCsiDriver.definition,
  awsEfsCsiDriver.definition,
  awsLoadBalancerController.definition,
  certManager.definition,
  cloudflareTunnel.definition,
  cloudnativePg.definition,
  clusterAutoscaler.definition,
  cnpgCluster.definition,
  consul.definition,
  externalDns.definition,
  externalSecrets.definition,
  falco.definition,
  fluentBit.definition,
  fluentd.definition,
  gatekeeper.definition,
  gatewayApi.definition,
  ghaRunnerScaleSetController.definition,
  ghaRunnerScaleSet.definition,
  gitlabRunner.definition,
  grafana.definition,
  ingressNginx.definition,
  istioBase.definition,
  istioCni.definition,
  istioGateway.definition,
  istioZtunnel.definition,
  istiod.definition,
  jaeger.definition,
  jenkins.definition,
  k6Operator.definition,
  kafka.definition,
  karpenter.definition,
  keda.definition,
  kongIngress.definition,
  kongOperator.definition,
  kubePrometheusStack.definition,
  kubeStateMetrics.definition,
  kubecost.definition,
  kyverno.definition,
  langfuse.definition,
  loki.definition,
  metricsServer.definition,
  mimirDistributed.definition,
  mongodb.definition,
  mysql.definition,
  nack.definition,
  nats.definition,
  opencost.definition,
  opentelemetryAgent.definition,
  opentelemetryCollector.definition,
  opentelemetryOperator.definition,
  pluginBarmanCloud.definition,
  postgresqlHa.definition,
  postgresql.definition,
  prometheusAdapter.definition,
  prometheusBlackboxExporter.definition,
  prometheusNodeExporter.definition,
  prometheusOperatorCrds.definition,
  prometheus.definition,
  psmdbDb.definition,
  psmdbOperator.definition,
  pxcDb.definition,
  pxcOperator.definition,
  redis.definition,
  reloader.definition,
  rookCephCluster.definition,
  rookCeph.definition,
  sealedSecrets.definition,
  secretsStoreCsiDriver.definition,
  secretsStoreProviderAws.definition,
  secretsStoreProviderAzure.definition,
  snapshotController.definition,
  strimziKafkaOperator.definition,
  tempoDistributed.definition,
  tempo.definition,
  trivyOperator.definition,
  valkey.definition,
  vaultServer.definition,
  velero.definition,
  verticalPodAutoscaler.definition,
  volumeSnapshotClass.definition,
  wireguard.definition,
];
