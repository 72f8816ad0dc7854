/** What the rules of the schema and admission layers mean: the layers take their titles from here, and `explain` prints them. */

export interface LayerRule {
  readonly title: string;
  /** What a finding of it says about the object. */
  readonly meaning: string;
  /** What to do in general; a finding says what to do about itself. */
  readonly fix: string;
}

export const SCHEMA_RULES = {
  'unknown-field': {
    title: 'A field is not known',
    meaning:
      'The schema of the kind has no such field in this place. The API server refuses it, or drops it in silence: what it was to change stays as it was.',
    fix: 'Rename, move or remove it. A field that another Kubernetes minor knows is told with that minor.',
  },
  'missing-field': {
    title: 'A required field is missing',
    meaning: 'The schema of the kind wants this field, and nothing fills it in.',
    fix: 'Add the field.',
  },
  'wrong-type': {
    title: 'A field has the wrong type',
    meaning: 'The value is of another type than the field takes, such as a number or `yes` where a text is wanted.',
    fix: 'Give the type that the message names; a text that reads as another type stands in quotes.',
  },
  'invalid-value': {
    title: 'A field has a value that is not allowed',
    meaning:
      'The value is of the right type, and outside of what the field takes: a list of words, a range, a pattern or a form.',
    fix: 'Give one of the values that the message describes.',
  },
  'invalid-label': {
    title: 'A label is not valid',
    meaning: 'Keys and values of labels have at most 63 characters, and few beside letters and digits.',
    fix: 'Rename the label, shorten its value, or make it an annotation.',
  },
  'invalid-annotation': {
    title: 'An annotation is not valid',
    meaning: 'The key is none, or the annotations of the object are larger together than an API server takes.',
    fix: 'Rename the annotation, or move the content to a ConfigMap.',
  },
  'missing-name': {
    title: 'The resource has no name',
    meaning: 'An object is applied by its name; without one nothing says which object it is.',
    fix: 'Give metadata.name.',
  },
  'invalid-name': {
    title: 'The name is not valid',
    meaning: 'The name of the object or of its namespace has characters, or a length, that this kind does not allow.',
    fix: 'Choose another name.',
  },
  'unknown-kind': {
    title: 'The kind is not known to the cluster',
    meaning: 'No API of this Kubernetes minor, and no CustomResourceDefinition at hand, has this kind in this group.',
    fix: 'Correct apiVersion or kind, or deploy it only where the cluster knows it.',
  },
  'removed-api': {
    title: 'The API version is not served',
    meaning:
      'The kind is known, and this Kubernetes minor or its CustomResourceDefinition no longer serves it as this version.',
    fix: 'Move to a version that is served; its fields may differ.',
  },
  'other-version': {
    title: 'The API version is not served',
    meaning: 'The release of the product whose schemas slipway brings serves the kind as another version.',
    fix: 'Move to that version, or give the CustomResourceDefinition that the cluster has.',
  },
  'api-off-by-default': {
    title: 'The API version is off by default',
    meaning: 'API servers serve alpha and beta versions only where the flag --runtime-config switches them on.',
    fix: 'Move to the stable version, or make sure that the cluster runs with that flag.',
  },
  'deprecated-api': {
    title: 'The API version is deprecated',
    meaning: 'It is served today, with a warning, and a later release removes it.',
    fix: 'Move to the version that follows it; its fields may differ.',
  },
  'no-schema': {
    title: 'The kind has no schema',
    meaning: 'Nobody here knows the kind, so nothing of the object was checked: that is a warning, not a pass.',
    fix: 'Give its CustomResourceDefinition, or render the chart that brings it.',
  },
} as const satisfies Readonly<Record<string, LayerRule>>;

export const ADMISSION_RULES = {
  required: {
    title: 'The API server wants a value',
    meaning: 'A field must be set here: always, or because of what another field says.',
    fix: 'Give the field a value.',
  },
  invalid: {
    title: 'The API server refuses a value',
    meaning: 'The value is none that the server takes, by itself or together with the rest of the object.',
    fix: 'Change the value as the message says.',
  },
  'invalid-type': {
    title: 'The API server wants another type',
    meaning: 'The definition of a custom resource wants another type here.',
    fix: 'Give the type that the message names.',
  },
  'not-supported': {
    title: 'The API server does not know a value',
    meaning: 'The field takes one of a list of words, and this is none of them.',
    fix: 'Use one of the values that the message lists.',
  },
  forbidden: {
    title: 'The API server forbids a field here',
    meaning: 'The field may not be set here, or not together with another one.',
    fix: 'Remove the field, or change what it contradicts.',
  },
  duplicate: {
    title: 'A value stands twice',
    meaning: 'Two entries of a list have one name, key or port, and the server tells them apart by it.',
    fix: 'Keep one of the two.',
  },
  'too-long': {
    title: 'A value is too long',
    meaning: 'The server keeps no value of this length in the field.',
    fix: 'Shorten it.',
  },
  'too-many': {
    title: 'A list is too long',
    meaning: 'The server keeps no list with so many entries in the field.',
    fix: 'Remove entries.',
  },
  'not-found': {
    title: 'A value names nothing',
    meaning: 'The field names something of the same object, such as a volume, and nothing there has that name.',
    fix: 'Name something that exists.',
  },
  undecodable: {
    title: 'The API server cannot read the object',
    meaning: 'A value is of a type that the field cannot hold, so the server reads nothing of the object.',
    fix: 'Give the field the type that the message names.',
  },
  'too-large': {
    title: 'The object is too large for an API server',
    meaning: 'A server reads no request of more than 3 MiB.',
    fix: 'Split it, or keep the content elsewhere and fetch it.',
  },
  'server-warning': {
    title: 'The API server warns',
    meaning: 'The object is accepted, and whoever applies it is told this.',
    fix: 'It is accepted today; follow the warning before it is not.',
  },
  'bad-definition': {
    title: 'The definition of this kind cannot be used',
    meaning: 'The CustomResourceDefinition of the object is not valid, so nothing of that kind could be judged.',
    fix: 'Mend the CustomResourceDefinition; the API server would not serve it.',
  },
  'apply-refused': {
    title: 'Server-side apply refuses the object',
    meaning:
      'Server-side apply reads more strictly than other ways of sending an object: an error where the Application applies server-side, a warning elsewhere.',
    fix: 'Change it as the message says; applied in other ways, the server would drop it in silence.',
  },
  'unknown-field': {
    title: 'The API server does not know a field',
    meaning: 'The type of the kind has no such field: the server refuses it, or drops it in silence.',
    fix: 'Rename, move or remove it.',
  },
  'repeated-field': {
    title: 'A field stands twice',
    meaning: 'One key stands twice in one object; which of the two counts depends on the reader.',
    fix: 'Keep one of the two.',
  },
  refused: {
    title: 'The API server refuses the object',
    meaning: 'The server would not take the object, for a reason that belongs to none of the other rules.',
    fix: 'Change what the message names.',
  },
  'pod-security': {
    title: 'A namespace refuses its pod',
    meaning:
      'The namespace enforces a Pod Security Standard that the pod breaks: the workload is accepted, and its pods are never made. No level and no waiver covers that.',
    fix: 'Change the pod as the rule that it breaks says, or lower the standard of the namespace.',
  },
  'too-deep': {
    title: 'An object is nested too deep',
    meaning: 'The object is nested deeper than any honest one; nothing more of it was checked.',
    fix: 'Flatten it; most tools of a cluster end on such an object.',
  },
  'immutable-field': {
    title: 'An immutable field would change',
    meaning:
      'No API server changes this field of an object that exists: the sync fails until the object is deleted and made anew.',
    fix: 'Take the change back, or delete the object first; the finding names the command and what that costs.',
  },
} as const satisfies Readonly<Record<string, LayerRule>>;

export type SchemaRule = keyof typeof SCHEMA_RULES;
export type AdmissionRule = keyof typeof ADMISSION_RULES;

/** A rule by its name, once for each of the two layers that has one of that name. */
export function findLayerRules(
  name: string,
): readonly (LayerRule & { readonly layer: 'schema' | 'admission'; readonly name: string })[] {
  return LAYERS.flatMap(([layer, rules]) =>
    Object.entries(rules).flatMap(([own, rule]) => (own === name.toLowerCase() ? [{ layer, name: own, ...rule }] : [])),
  );
}

/** Names of all of them, each once. */
export function layerRuleNames(): readonly string[] {
  return [...new Set(LAYERS.flatMap(([, rules]) => Object.keys(rules)))].sort();
}

const LAYERS = [
  ['schema', SCHEMA_RULES],
  ['admission', ADMISSION_RULES],
] as const;
