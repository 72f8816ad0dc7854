// The closed list of differences that are none of ours: what only one cluster's configuration or state decides.

/** What admission plugins say that look for another object. */
const MISSING =
  /no PriorityClass with name|error looking up service account|RuntimeClass .* not found|(status unknown for|exceeded) quota/;

/** `when` sees the object, our reasons, and the server's answer. The first that holds is the reason. */
const EXCUSES = [
  {
    reason: 'no name: nothing without one can be applied, though a server creates a LimitRange all the same',
    state: false,
    when: ({ object, theirs, way }) => way === 'create' && theirs.accepted && (object.metadata?.name ?? '') === '',
  },
  {
    reason: 'dual-stack Services: the cluster has one IP family',
    state: false,
    when: ({ object, theirs, ours }) =>
      object.kind === 'Service' &&
      ours.length === 0 &&
      /spec\.(ipFamil|clusterIPs?|ipFamilyPolicy)/.test(theirs.message),
  },
  {
    reason: 'node port range: a dry run does not check it',
    state: false,
    when: ({ object, theirs, ours }) =>
      object.kind === 'Service' &&
      theirs.accepted &&
      ours.length > 0 &&
      ours.every(({ message }) => /port.*range/i.test(message)),
  },
  {
    reason: 'cluster state: the object is there already, or its namespace is not',
    state: true,
    when: ({ theirs }) =>
      theirs.status === 409 || (theirs.status === 404 && /^namespaces? ".*" not found$/.test(theirs.message)),
  },
  {
    reason: 'cluster state: an object that it names is not there, or a quota is not counted',
    state: true,
    when: ({ theirs }) => theirs.status === 403 && MISSING.test(theirs.message),
  },
];

/** @returns `{ reason, state }` of the excuse that holds for a difference, or nothing */
export function excuseOf(difference) {
  return EXCUSES.find(({ when }) => when(difference));
}
