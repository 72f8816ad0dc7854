import { textFile } from '../../contract/file-spec.ts';
import type { Platform } from '../../model/platform.ts';
import { defineEmitter } from '../_define.ts';
import { deliver, indented, type Provider, promote, slugOf } from './_delivery.ts';

const OWNER = 'github delivery';

const GITHUB: Provider = {
  user: 'x-access-token',
  ask: [
    'open=$(gh pr list --head "$branch" --json number --jq \'.[].number\')',
    '[ -n "$open" ] || gh pr create --head "$branch" --fill',
  ],
};

/** Called by the workflow of a service's own repository, with the secrets that it names and no other. */
function serviceWorkflow(platform: Platform): string {
  return `# Called by a service's own repository, on a push to its default branch:
#   jobs:
#     deliver:
#       uses: ${slugOf(platform)}/.github/workflows/service.yaml@${platform.repository.branch}
#       with: { service: NAME, environment: ${platform.environments[0]?.name ?? 'ENVIRONMENT'} }
#       secrets: { registry-username: …, registry-password: …, platform-token: … }
name: service
on:
  workflow_call:
    inputs:
      service: { type: string, required: true }
      environment: { type: string, required: true }
    secrets:
      registry-username: { required: true }
      registry-password: { required: true }
      platform-token: { required: true }
permissions:
  contents: read
concurrency: deliver-\${{ inputs.service }}-\${{ inputs.environment }}
jobs:
  deliver:
    runs-on: ubuntu-latest
    timeout-minutes: 30
    steps:
      - uses: actions/checkout@v5
        with:
          persist-credentials: false
      - shell: sh
        env:
          SERVICE: \${{ inputs.service }}
          ENVIRONMENT: \${{ inputs.environment }}
          TAG: \${{ github.sha }}
          REGISTRY_USERNAME: \${{ secrets.registry-username }}
          REGISTRY_PASSWORD: \${{ secrets.registry-password }}
          PLATFORM_TOKEN: \${{ secrets.platform-token }}
          GH_TOKEN: \${{ secrets.platform-token }}
        run: |
${indented(deliver(platform, GITHUB), '          ')}`;
}

/** Started by hand; its own token may write here, and GitHub asks for no other. */
function promoteWorkflow(platform: Platform): string {
  return `name: promote
on:
  workflow_dispatch:
    inputs:
      service: { type: string, required: true }
      from: { type: string, required: true }
      environment: { type: string, required: true }
permissions:
  contents: write
  pull-requests: write
jobs:
  promote:
    runs-on: ubuntu-latest
    timeout-minutes: 10
    steps:
      - uses: actions/checkout@v5
      - shell: sh
        env:
          SERVICE: \${{ inputs.service }}
          FROM: \${{ inputs.from }}
          ENVIRONMENT: \${{ inputs.environment }}
          GH_TOKEN: \${{ github.token }}
        run: |
${indented(promote(platform, GITHUB), '          ')}`;
}

/** Build, push and promote, for GitHub Actions. */
export const githubDelivery = defineEmitter({
  name: OWNER,
  *emit(platform) {
    if (platform.ci !== 'github' || platform.services.length === 0) return;
    yield textFile('.github/workflows/service.yaml', OWNER, ['ci'], serviceWorkflow(platform));
    yield textFile('.github/workflows/promote.yaml', OWNER, ['ci'], promoteWorkflow(platform));
  },
});
