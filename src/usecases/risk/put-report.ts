import { dayOf } from '../../domain/calendar.ts';
import type { Cause } from '../../domain/cause.ts';
import type { RiskCase } from '../../domain/risk-case.ts';
import type { LoadedPack } from '../../policy/pack-shelf.ts';
import type { World } from '../core/ports.ts';
import { awaitsYearTurn } from '../core/year-of-case.ts';
import { newCase, putCase } from './put-case.ts';

type Report = Pick<RiskCase, '_id' | 'learnerId' | 'programmeId' | 'ownerId' | 'evidence'> & {
  cause: Cause;
  openedById: string;
};

const isSame = (one: Cause, other: Cause) => JSON.stringify(one) === JSON.stringify(other);

/**
 * Puts a report to whoever decides it: one card a learner, so that what is said while one is open goes onto its list, and
 * what was decided on it stands (S12, S13). Returns the case's id. Part of a transaction.
 */
export async function putReport(world: World, report: Report, pack: LoadedPack): Promise<string> {
  const { cause, ...about } = report;
  const { learnerId, ownerId, evidence } = about;
  const said = { day: dayOf(world.clock.now()), cause };
  const reports = (await world.records.cases.ofLearner(learnerId, pack.id)).filter((one) => one.kind === 'report');
  const isSaid = ({ gathered = [] }: RiskCase) =>
    gathered.some((one) => one.day === said.day && isSame(one.cause, cause));
  const known = reports.find(isSaid);
  if (known) return known._id;
  const open = reports.find((one) => one.state === 'open' && one.ownerId === ownerId && !awaitsYearTurn(world, one));
  if (!open) {
    const _id = reports.some((one) => one._id === report._id) ? `${report._id}|${reports.length}` : report._id;
    const fields = { ...about, _id, kind: 'report' as const, causes: [cause], gathered: [said] };
    await putCase(world, newCase(world, fields, pack), null);
    return _id;
  }
  const before = open.gathered ?? open.causes.map((one) => ({ day: dayOf(open.openedAt), cause: one }));
  const gathered = [...before, said];
  await putCase(world, { ...open, gathered, causes: [cause], evidence, version: open.version + 1 }, open, 'bottom');
  return open._id;
}
