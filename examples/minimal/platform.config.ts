// One cluster, one service: the smallest platform that is complete.
import { argoCd, aws, definePlatform } from 'slipway';

export default definePlatform({
  name: 'shop',
  repository: { url: 'https://git.shop.example/platform/gitops.git', branch: 'main' },

  environments: { dev: { domain: 'dev.shop.example' } },

  clusters: {
    dev: {
      environment: 'dev',
      cloud: aws({ account: '111122223333', region: 'eu-west-1', cluster: 'shop-dev' }),
      kubernetes: '1.35',
      hub: true,
      api: { server: 'https://dev.k8s.shop.example', cidrs: ['10.10.0.0/28'] },
    },
  },

  teams: { core: { owners: ['@shop/core'] } },

  infra: { 'argo-cd': argoCd() },

  services: {
    web: { image: 'registry.shop.example/web:1.0.0', port: 8080 },
  },
});
