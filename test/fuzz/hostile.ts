import fc from 'fast-check';
import { verbs } from '../../src/teams/verbs/verbs.ts';
import { commands } from '../../src/usecases/desk/show-help.ts';

const nasty = fc.constantFrom(
  '',
  ' ',
  '\u0000',
  '$where',
  '{"$ne":null}',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: hostile on purpose
  '${registerId}',
  '{{DATE(2026-11-23T09:00:00Z)}}',
  '**bold** [x](javascript:alert(1))',
  '<script>alert(1)</script>',
  "'; DROP TABLE marks; --",
  '../../../../etc/passwd',
  '=HYPERLINK("http://evil.example")',
  '\u202eevil',
  '𝕳𝖊𝖑𝖑𝖔'.repeat(50),
  'A'.repeat(20_000),
  '9'.repeat(400),
  '-1',
  '1e309',
  'NaN',
  'late:99999',
  'late:ask',
  'unauthorised',
  'present',
  's1',
  's2',
  'BUS-L1',
  'constructor',
  '__proto__',
);
const scalar = fc.oneof(
  nasty,
  fc.string({ maxLength: 60 }),
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.constantFrom({ $ne: null }, { $gt: '' }, [], {}),
);
const key = fc.oneof(
  fc.constantFrom(
    'registerId',
    'version',
    'page',
    'rest',
    'why',
    'noticeId',
    'caseId',
    'option',
    'note',
    'concernId',
    'learnerId',
    'say',
    'kind',
    'firstDay',
    'lastDay',
    'reason',
    'minutesLate',
    'arriveAt',
    'm_BUS-L1',
    'm_BUS-L2',
    'm_$where',
    'm_a.b.c',
    '__proto__',
    'constructor',
    '$where',
    'actor',
  ),
  fc.string({ maxLength: 20 }),
);

export type Targets = { registerId: string; noticeId: string; caseId: string; concernId: string };

/** A payload of the right shape about something real, with some of it replaced by something hostile. */
function mutatedPayload(targets: Targets) {
  const base = {
    ...targets,
    version: 1,
    page: 0,
    rest: 'present',
    option: 'a',
    learnerId: 'L1',
    'm_BUS-L1': 'unauthorised',
    kind: 'absence',
    firstDay: '2026-12-01',
    lastDay: '2026-12-02',
    reason: 'sickness',
  };
  const subset = fc
    .subarray(Object.entries(base), { minLength: 1 })
    .map((entries) => Object.fromEntries(entries) as Record<string, unknown>);
  return fc
    .tuple(subset, fc.dictionary(key, scalar, { maxKeys: 3 }))
    .map(([real, hostile]) => ({ ...real, ...hostile }));
}

const exact: Record<string, (targets: Targets) => object> = {
  'register-save': (t) => ({ registerId: t.registerId, version: 1, page: 0, rest: 'present' }),
  'notice-confirm': (t) => ({ noticeId: t.noticeId, version: 1 }),
  'notice-tell-late': (t) => ({ noticeId: t.noticeId, version: 1 }),
  'notice-withdraw': (t) => ({ noticeId: t.noticeId, version: 1 }),
  'case-decide': (t) => ({ caseId: t.caseId, version: 1, option: 'a' }),
  'concern-acknowledge': (t) => ({ concernId: t.concernId }),
  'concern-tell': (t) => ({ concernId: t.concernId, to: 'employer|x', message: 'hello' }),
  'concern-about': (t) => ({ concernId: t.concernId, whom: 'Ben Carter' }),
};

/** The changing part of a generated activity. */
type Hostile = { who: number; fields: Record<string, unknown> };

/** Activities with valid tokens and hostile bodies: invokes, messages, updates, and shapes that are none of these. */
export function hostileActivities(targets: Targets): fc.Arbitrary<Hostile> {
  const verb = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...verbs.map((one) => one.verb)) },
    { weight: 1, arbitrary: fc.string({ maxLength: 30 }) },
  );
  const data = fc.oneof(
    { weight: 4, arbitrary: mutatedPayload(targets) },
    { weight: 2, arbitrary: fc.dictionary(key, scalar, { maxKeys: 6 }) },
    { weight: 1, arbitrary: scalar },
    { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 4 }) },
  );
  const action = (name: unknown, payload: unknown) => ({
    type: 'invoke',
    name: 'adaptiveCard/action',
    value: { action: { type: 'Action.Execute', verb: name, data: payload } },
  });
  const invoke = fc.tuple(verb, data).map(([name, payload]) => action(name, payload));
  const real = fc.constantFrom(...Object.keys(exact)).map((name) => action(name, exact[name]?.(targets)));
  const oddInvoke = fc
    .tuple(fc.string({ maxLength: 20 }), fc.jsonValue({ maxDepth: 3 }))
    .map(([name, value]) => ({ type: 'invoke', name, value }));
  const words = fc.oneof(
    nasty,
    fc.string({ maxLength: 300 }),
    fc.constantFrom(...commands.map((one) => one.say)),
    fc.constantFrom(
      'not in tomorrow, dentist at 2',
      'Aisha Khan is off sick today',
      'off till 31/02',
      'actually I can come in',
      'mark everyone present',
    ),
  );
  const message = words.map((text) => ({ type: 'message', text }));
  const submit = fc.jsonValue({ maxDepth: 3 }).map((value) => ({ type: 'message', text: '', value }));
  const update = fc
    .constantFrom(
      'installationUpdate',
      'conversationUpdate',
      'messageReaction',
      'typing',
      'event',
      'endOfConversation',
      'invalid',
    )
    .chain((type) => fc.dictionary(key, scalar, { maxKeys: 3 }).map((more) => ({ ...more, type })));
  const broken = fc.dictionary(
    fc.constantFrom(
      'type',
      'from',
      'conversation',
      'recipient',
      'channelData',
      'serviceUrl',
      'channelId',
      'id',
      'text',
      'value',
      'name',
      'replyToId',
      'membersAdded',
    ),
    fc.oneof(scalar, fc.jsonValue({ maxDepth: 2 })),
    { minKeys: 1, maxKeys: 4 },
  );
  const fields = fc.oneof<fc.WeightedArbitrary<Record<string, unknown>>[]>(
    { weight: 10, arbitrary: invoke },
    { weight: 3, arbitrary: real },
    { weight: 2, arbitrary: oddInvoke },
    { weight: 4, arbitrary: message },
    { weight: 1, arbitrary: submit },
    { weight: 2, arbitrary: update },
    { weight: 4, arbitrary: broken },
  );
  return fc.record({ who: fc.nat(), fields });
}
