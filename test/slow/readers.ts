import { createIdentity } from '../../src/cli/erasure/identity.ts';
import type { Person } from '../../src/domain/person.ts';
import type { Session } from '../../src/domain/session.ts';
import { createLinks } from '../../src/http/links.ts';
import { detectHarm } from '../../src/language/detect-harm.ts';
import { harmTo } from '../../src/language/harm-to.ts';
import { normalise } from '../../src/language/normalise.ts';
import { readMessage } from '../../src/language/read-message.ts';
import { sessionsMeant } from '../../src/language/sessions-meant.ts';
import { spansOf } from '../../src/language/spans.ts';
import { questionOf } from '../../src/language/talk/questions.ts';
import { Activity, filesOf, textOf } from '../../src/teams/activity.ts';
import { plainText } from '../../src/teams/plain-text.ts';
import { readPayload } from '../../src/teams/verbs/payload.ts';
import { textsIn } from '../../src/teams/verbs/payload-texts.ts';
import { verbs } from '../../src/teams/verbs/verbs.ts';
import { allNamedIn, knownAs, matchByName } from '../../src/usecases/core/learners-of.ts';
import { findCommand } from '../../src/usecases/talk/commands.ts';

/** What reads words from outside: it gets texts of this length, the longest that reaches it. */
export type Reader = {
  name: string;
  length: number;
  /** Made of many expressions: it meets words of all of them. */
  isGrammar?: true;
  read(text: string): unknown;
};

const message = 20_000;
const body = 256 * 1024;
/** More than a large college has; many of every first name. */
const firstNames = ['Anna', 'Ben', 'Mo', 'May', 'Will', 'Isla', 'Zoë', 'O’Brien'];
const learners = Array.from(
  { length: 10_000 },
  (_, i) =>
    ({
      _id: `L${i}`,
      ref: `BV-${i}`,
      name: `${firstNames[i % 8]} ${'abcdefgh'[i % 7]}${i}son`,
      roles: ['learner'],
    }) as Person,
);
const context = (people: readonly Person[], sender: 'learner' | 'staff') => ({
  today: '2026-11-23',
  now: '09:00',
  sender,
  people: knownAs(people),
  holidays: new Set<string>(),
});
const office = context(learners, 'staff');
/** Twice as many: a question looks at all of them once for each word it does not know. */
const crowd = [...office.people, ...office.people];
const learner = context(learners.slice(0, 1), 'learner');
const save = verbs.find((one) => one.verb === 'register-save');
const [told] = readMessage('I will miss maths tomorrow', learner).events;
if (!told) throw new Error('an absence was not read');
const sessions = ['Maths', 'Tutorial', 'Business communication'].map(
  (title, i) =>
    ({
      _id: `s${i}`,
      title,
      type: 'teaching',
      startsAt: new Date(i),
      endsAt: new Date(i + 1),
      day: '2026-11-24',
    }) as Session,
);
const links = createLinks(
  ['a-secret-of-the-test-and-of-nothing-else'],
  'https://attendance.example.ac.uk',
  () => new Date(0),
);
const envelope = {
  type: 'message',
  channelId: 'msteams',
  serviceUrl: 'https://smba.trafficmanager.net/uk/',
  from: { id: '29:x' },
  recipient: { id: '28:y' },
  conversation: { id: 'a:1' },
};

const identity = createIdentity({
  names: ['ben carter', 'anna o’brien'],
  numbers: ['7700900123'],
  mails: ['ben@example.org'],
});

export const readers: readonly Reader[] = [
  { name: 'readMessage for the office', length: message, isGrammar: true, read: (text) => readMessage(text, office) },
  { name: 'readMessage for a learner', length: message, isGrammar: true, read: (text) => readMessage(text, learner) },
  { name: 'detectHarm', length: message, isGrammar: true, read: (text) => detectHarm(normalise(text), true) },
  {
    name: 'sessionsMeant',
    length: 2_500,
    read: (text) => sessionsMeant({ ...told, subjects: [], text }, sessions, new Date(0)),
  },
  { name: 'harmTo', length: message, read: (text) => harmTo(normalise(text)) },
  // hear-words asks for the stretches of a message up to here.
  { name: 'spansOf', length: 2_000, read: spansOf },
  { name: 'an erased person’s name and number', length: message, read: (text) => identity?.take(text) },
  { name: 'allNamedIn', length: message, read: (text) => allNamedIn(learners, text) },
  { name: 'matchByName', length: 4_000, read: (text) => matchByName(learners, text) },
  {
    name: 'questionOf',
    length: 120,
    isGrammar: true,
    read: (text) => questionOf(text, { today: office.today, people: crowd }),
  },
  { name: 'findCommand', length: message, read: findCommand },
  { name: 'plainText', length: body, read: plainText },
  {
    name: 'an activity with a long text',
    length: 100_000,
    read: (text) => textOf(Activity.parse({ ...envelope, text })),
  },
  {
    name: 'an activity with long everything',
    length: body,
    read: (text) => {
      const attachments = [{ contentType: text, contentUrl: text, name: text }];
      Activity.safeParse({ ...envelope, id: text, type: text, serviceUrl: text, attachments });
      filesOf({ ...envelope, attachments } as unknown as Activity);
    },
  },
  {
    name: 'a press with long inputs',
    length: body,
    read: (text) => {
      const inputs = {
        id: text,
        registerId: text,
        version: text,
        f_words: text,
        [`m_${text}`]: text,
        [`f_${text}`]: text,
      };
      for (const verb of verbs) readPayload(verb, inputs);
      textsIn(inputs);
    },
  },
  {
    name: 'a press with many inputs',
    length: body,
    read: (text) => {
      const inputs = Object.fromEntries(
        Array.from({ length: 8_000 }, (_, i) => [`m_${i}${text.slice(0, 8)}`, text.slice(i, i + 16)]),
      );
      if (save) readPayload(save, inputs);
      textsIn(inputs);
    },
  },
  // Node takes headers of 16 KB in all.
  { name: 'a link', length: 16_000, read: (text) => links.open(text) },
];
