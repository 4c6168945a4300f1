import { z } from 'zod';
import { caseAnswer, decideOnCard, showCaseInPlace, undoOnCard } from '../../usecases/desk/on-learners-card.ts';
import { decideCase, noteDecision } from '../../usecases/risk/decide-case.ts';
import { offerReport, reportAtRisk } from '../../usecases/risk/report-at-risk.ts';
import { showCase } from '../../usecases/risk/show-case.ts';
import { code, id, version, words } from './payload.ts';
import { defineVerb } from './verb.ts';

export const caseVerbs = [
  defineVerb({
    verb: 'case-decide',
    // Which right is needed depends on the case, and on whom the presser stands in for; the use case asks.
    action: 'help',
    payload: z.object({
      caseId: id,
      version,
      option: code(z.string().regex(/^[a-z][a-z0-9-]{0,39}$/)),
      note: words.optional(),
      on: id.optional(),
    }),
    subject: (payload) => ({ kind: 'case', subjectId: payload.caseId }),
    run: (world, actor, { caseId, option, note, on }, pressId) =>
      (on ? decideOnCard : decideCase)(world, actor, {
        caseId,
        option,
        pressId,
        ...(note?.trim() ? { note: note.trim() } : {}),
      }),
    again: (world, actor, { caseId, on }) => (on ? showCaseInPlace : showCase)(world, actor, caseId),
  }),
  defineVerb({
    verb: 'case-undo',
    action: 'help',
    payload: z.object({ caseId: id, version, on: id.optional() }),
    subject: (payload) => ({ kind: 'case', subjectId: payload.caseId }),
    run: undoOnCard,
    again: (world, actor, { caseId }) => showCaseInPlace(world, actor, caseId),
  }),
  defineVerb({
    verb: 'case-note',
    action: 'help',
    payload: z.object({ caseId: id, version, note: words.default(''), on: id.optional() }),
    subject: (payload) => ({ kind: 'case', subjectId: payload.caseId }),
    run: async (world, actor, payload) => caseAnswer(world, actor, await noteDecision(world, actor, payload)),
    again: (world, actor, { caseId }) => showCaseInPlace(world, actor, caseId),
  }),
  defineVerb({
    verb: 'case-report',
    action: 'report-at-risk',
    payload: z.object({ learnerId: id, why: words.default('') }),
    run: (world, actor, payload) => reportAtRisk(world, actor, payload),
    again: (world, actor) => offerReport(world, actor),
  }),
];
