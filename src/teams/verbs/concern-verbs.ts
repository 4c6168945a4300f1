import { z } from 'zod';
import { acknowledgeConcern, holdAgain, keepHold, releaseHold } from '../../usecases/safeguarding/answer-concern.ts';
import { handOverWords, undoOnConcern } from '../../usecases/safeguarding/hand-over-words.ts';
import { setAbout } from '../../usecases/safeguarding/set-about.ts';
import { showConcern } from '../../usecases/safeguarding/show-concern.ts';
import { tellOutside } from '../../usecases/safeguarding/tell-outside.ts';
import { code, id, page, teamWords, version } from './payload.ts';
import { defineVerb, type Verb } from './verb.ts';

const OnConcern = z.object({
  concernId: id,
  version: version.optional(),
  page: page.optional(),
  personId: id.optional(),
  to: id.optional(),
  whom: teamWords.optional(),
  message: teamWords.optional(),
  outcome: teamWords.optional(),
  handedTo: teamWords.optional(),
  hasArrived: code(z.string().max(10)).optional(),
});
type OnConcern = z.infer<typeof OnConcern>;

/** Whose a concern is depends on it; the use case asks (S11). */
const concernVerb = (verb: string, run: Verb<typeof OnConcern>['run']) =>
  defineVerb({
    verb,
    action: 'help',
    payload: OnConcern,
    subject: (payload: OnConcern) => ({ kind: 'concern' as const, subjectId: payload.concernId }),
    run,
    again: (world, actor, { concernId, page: shown }) => showConcern(world, actor, concernId, shown),
  });

export const concernVerbs = [
  concernVerb('concern-acknowledge', (world, actor, { concernId }) => acknowledgeConcern(world, actor, concernId)),
  concernVerb('concern-keep', (world, actor, { concernId }) => keepHold(world, actor, concernId)),
  concernVerb('concern-release', (world, actor, { concernId, outcome = '' }) =>
    releaseHold(world, actor, { concernId, outcome }),
  ),
  concernVerb('concern-undo', (world, actor, { concernId, version: press = 0 }) =>
    undoOnConcern(world, actor, { concernId, version: press }),
  ),
  concernVerb('concern-hand-over', (world, actor, { concernId, handedTo = '', hasArrived }) =>
    handOverWords(world, actor, { concernId, to: handedTo, hasArrived: hasArrived === 'yes' }),
  ),
  concernVerb('concern-hold', (world, actor, { concernId }) => holdAgain(world, actor, concernId)),
  concernVerb('concern-about', (world, actor, { concernId, personId, whom }) =>
    setAbout(world, actor, { concernId, ...(personId ? { personId } : {}), ...(whom ? { whom } : {}) }),
  ),
  concernVerb('concern-tell', (world, actor, { concernId, to = '', message = '' }) =>
    tellOutside(world, actor, { concernId, to, words: message }),
  ),
  concernVerb('concern-page', (world, actor, { concernId, page: wanted }) =>
    showConcern(world, actor, concernId, wanted),
  ),
];
