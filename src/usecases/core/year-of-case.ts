import { collegeYearOf, dayOf, instantOf, yearStart } from '../../domain/calendar.ts';
import { isOfEndedYear, type RiskCase } from '../../domain/risk-case.ts';
import type { World } from './ports.ts';

/** When this college year began. */
export function yearBegan(world: Pick<World, 'clock'>): Date {
  return instantOf(yearStart(collegeYearOf(dayOf(world.clock.now()))), '00:00');
}

/** True while an open case waits for its owner to close it or carry it over into this college year. */
export function awaitsYearTurn(world: World, riskCase: RiskCase): boolean {
  return riskCase.state === 'open' && isOfEndedYear(riskCase, yearBegan(world));
}
