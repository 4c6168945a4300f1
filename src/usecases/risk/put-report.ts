import { dayOf } from '../../domain/calendar.ts';
import type { RiskCase } from '../../domain/risk-case.ts';
import type { LoadedPack } from '../../policy/pack-shelf.ts';
import type { World } from '../core/ports.ts';
import { awaitsYearTurn } from '../core/year-of-case.ts';
import { newCase, putCase } from './put-case.ts';

const mostWords = 440;

type Report = Pick<RiskCase, '_id' | 'learnerId' | 'programmeId' | 'ownerId' | 'why' | 'evidence'> & {
  openedById: string;
};

/**
 * Puts a report to whoever decides it: one card a learner, so that what is said while one is open goes onto its list, and
 * what was decided on it stands (S12, S13). Returns the case's id. Part of a transaction.
 */
export async function putReport(world: World, report: Report, pack: LoadedPack): Promise<string> {
  const { learnerId, ownerId, evidence } = report;
  const said = { day: dayOf(world.clock.now()), words: report.why.slice(0, mostWords) };
  const reports = (await world.records.cases.ofLearner(learnerId, pack.id)).filter((one) => one.kind === 'report');
  const isSaid = ({ gathered = [] }: RiskCase) =>
    gathered.some((one) => one.day === said.day && one.words === said.words);
  const known = reports.find(isSaid);
  if (known) return known._id;
  const open = reports.find((one) => one.state === 'open' && one.ownerId === ownerId && !awaitsYearTurn(world, one));
  if (!open) {
    const _id = reports.some((one) => one._id === report._id) ? `${report._id}|${reports.length}` : report._id;
    const fields = { ...report, _id, kind: 'report' as const, why: said.words, gathered: [said] };
    await putCase(world, newCase(world, fields, pack), null);
    return _id;
  }
  const before = open.gathered ?? [{ day: dayOf(open.openedAt), words: open.why }];
  const gathered = [...before, said];
  await putCase(world, { ...open, gathered, why: said.words, evidence, version: open.version + 1 }, open, 'bottom');
  return open._id;
}
