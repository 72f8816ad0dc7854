// Written by scripts/write-registries.mjs from the files of this folder; do not edit.
import type { Emitter } from './_define.ts';
import { bootstrapGuide } from './argocd/bootstrap-guide.ts';
import { bootstrap } from './argocd/bootstrap.ts';
import { thirdPartyCharts } from './argocd/charts.ts';
import { components } from './argocd/components.ts';
import { projects } from './argocd/projects.ts';
import { root } from './argocd/root.ts';
import { sealedSecretFolders } from './argocd/sealed.ts';
import { secrets } from './argocd/secrets.ts';
import { services } from './argocd/services.ts';
import { bitbucketPipeline } from './ci/bitbucket.ts';
import { githubDelivery } from './ci/github-delivery.ts';
import { githubWorkflow } from './ci/github.ts';
import { gitlabDelivery } from './ci/gitlab-delivery.ts';
import { gitlabPipeline } from './ci/gitlab.ts';
import { repositoryFiles } from './ci/repository-files.ts';
import { meshDefaults } from './guardrails/mesh-defaults.ts';
import { namespaces } from './guardrails/namespaces.ts';
import { networkPolicies } from './guardrails/network-policies.ts';
import { storageClasses } from './guardrails/storage-classes.ts';
import { componentValues } from './helm/component-values.ts';
import { images } from './helm/images.ts';
import { serviceChart } from './helm/service-chart.ts';
import { serviceValues } from './helm/service-values.ts';
import { serviceMesh } from './istio/service-mesh.ts';
import { routes } from './routes/routes.ts';

export const EMITTERS: readonly Emitter[] = [
  bootstrapGuide,
  bootstrap,
  thirdPartyCharts,
  components,
  projects,
  root,
  sealedSecretFolders,
  secrets,
  services,
  bitbucketPipeline,
  githubDelivery,
  githubWorkflow,
  gitlabDelivery,
  gitlabPipeline,
  repositoryFiles,
  meshDefaults,
  namespaces,
  networkPolicies,
  storageClasses,
  componentValues,
  images,
  serviceChart,
  serviceValues,
  serviceMesh,
  routes,
];
