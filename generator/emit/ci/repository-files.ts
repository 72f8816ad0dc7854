import { textFile } from '../../contract/file-spec.ts';
import { defineEmitter } from '../_define.ts';

const OWNER = 'repository files';

/** `.gitattributes` and `CODEOWNERS`: generated files fold away in reviews, and teams review what is theirs. */
export const repositoryFiles = defineEmitter({
  name: OWNER,
  *emit(platform) {
    const generated = ['/apps/**', '/charts/service/**', '/clusters/**', '/environments/**', '/infra/**'];
    yield textFile(
      '.gitattributes',
      OWNER,
      [],
      [
        ...generated.map((pattern) => `${pattern} linguist-generated=true text eol=lf`),
        '/.slipway/owned merge=union text eol=lf',
        '',
      ].join('\n'),
    );
    const owners = platform.services.map((service) => `/apps/${service.name}/ ${service.team.owners.join(' ')}`);
    if (owners.length > 0) yield textFile('CODEOWNERS', OWNER, ['teams'], `${owners.join('\n')}\n`);
  },
});
